"""A thread with a draft reply at its end."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analyzer.codebook import Role
from analyzer.threads import Message, Thread


@dataclass(frozen=True, slots=True)
class Draft:
    """A thread as it is, and as it would be with a reply sent.

    Attributes:
        before: Without the draft.
        after: With it as the last message.
    """

    before: Thread
    after: Thread

    @property
    def message(self) -> Message:
        """The draft as a message."""
        return self.after.messages[-1]


def drafted(thread: Thread, text: str) -> Draft:
    """The thread with ``text`` as a reply at its end; when it is sent is not known yet."""
    taken = {message.id for message in thread.messages}
    number = len(thread.messages) + 1
    while f"m{number}" in taken:
        number += 1
    message = Message(f"m{number}", Role.BRAND, text, author=thread.brand)
    return Draft(thread, replace(thread, messages=(*thread.messages, message)))


def last_reply(thread: Thread) -> Draft | None:
    """The thread up to its last reply, with that as the draft; None where the brand's people wrote nothing.

    What the customer wrote after it is left out: it was not there when the reply was written.
    """
    places = [place for place, message in enumerate(thread.messages) if message.is_reply and message.is_readable]
    if not places:
        return None
    messages = thread.messages
    before = replace(thread, messages=messages[: places[-1]])
    return Draft(before, replace(thread, messages=messages[: places[-1] + 1]))

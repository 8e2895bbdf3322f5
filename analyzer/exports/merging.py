"""Messages of one thread from pages, parts and repeated exports, put together without duplicates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from operator import lt

from analyzer.codebook import MessageState
from analyzer.threads import Message


def merged_messages(messages: Iterable[Message]) -> tuple[Message, ...]:
    """One message for each id, in the order of their times; the same whatever order they come in.

    Of several versions of a message the one that is not edited stays behind the edited one, and a deleted or redacted
    one gives way to one whose text is there. Messages without a time stay after the one they followed.
    """
    kept: dict[str, Message] = {}
    for message in messages:
        earlier = kept.get(message.id)
        if earlier is None or _better(message, earlier):
            kept[message.id] = message
    return in_time_order(list(kept.values()))


def in_time_order(messages: Sequence[Message]) -> tuple[Message, ...]:
    """Ordered by time, then id where all ids are numbers; left as they stood where times cannot be compared."""
    known = [message.sent_at for message in messages if message.sent_at is not None]
    if len(known) < len(messages) or len({time.tzinfo is None for time in known}) > 1:
        return tuple(messages)
    if all(map(lt, known, known[1:])):
        return tuple(messages)
    numbered = all(message.id.isdecimal() for message in messages)
    order = sorted(
        range(len(messages)),
        key=lambda place: (known[place], (len(messages[place].id), messages[place].id) if numbered else (0, "")),
    )
    return tuple(messages[place] for place in order)


def numbered_apart(messages: Sequence[Message]) -> tuple[Message, ...]:
    """The messages, each with an id made of who said what when, and how often before: for formats without ids."""
    seen: dict[str, int] = {}
    named = []
    for message in messages:
        said = f"{message.sent_at}\0{message.author}\0{message.role}\0{message.text}\0{message.attachments}"
        digest = hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        seen[digest] = seen.get(digest, 0) + 1
        named.append(_called(message, digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"))
    return tuple(named)


def joined_without_repeats(files: Iterable[Sequence[Message]]) -> tuple[Message, ...]:
    """Messages without ids from several files of one export, each said once; numbered ``m1``, ``m2``, … in time order.

    What one file holds twice was said twice; what two files hold is the same message.
    """
    kept: dict[str, Message] = {}
    for messages in files:
        for message in numbered_apart(messages):
            kept.setdefault(message.id, message)
    ordered = in_time_order(list(kept.values()))
    return tuple(_called(message, f"m{number}") for number, message in enumerate(ordered, start=1))


def _called(message: Message, key: str) -> Message:
    """The message with another id: ``replace``, without the time it takes to look the fields up."""
    return Message(
        key, message.role, message.text, message.author, message.sent_at, message.sent_at_precision, message.visibility,
        message.reply_to, message.attachments, message.state, message.extra,
    )  # fmt: skip


def _better(message: Message, earlier: Message) -> bool:
    return _rank(message) > _rank(earlier)


def _rank(message: Message) -> tuple[bool, bool, int, str]:
    gone = message.state in (MessageState.DELETED, MessageState.REDACTED)
    return not gone, message.state is MessageState.EDITED, message.attachments, message.text

"""Automatic greetings: messages sent in the brand's name that nobody wrote for this customer."""

from __future__ import annotations

from analyzer.codebook import Act, Role
from analyzer.nlp.annotation import AnnotatedMessage, AnnotatedThread

LONGEST_SECONDS = 60
_WRITTEN_BY_SOMEBODY = {Act.DATA_REQUEST, Act.RESOLUTION, Act.REDIRECT, Act.BLAME_SHIFT}


def automatic_messages(annotated: AnnotatedThread) -> frozenset[int]:
    """Positions of the brand's messages that are automatic greetings.

    One is a canned acknowledgement ("we have received your message, our team will reply") and nothing else, sent
    within a minute of the customer's message; where the times are not known, only the brand's first message can be.
    """
    found = set()
    asked: AnnotatedMessage | None = None
    first = True
    for entry in annotated.messages:
        if entry.message.role is Role.CUSTOMER:
            asked = entry
        elif entry.is_reply:
            if _is_canned(entry) and _is_at_once(asked, entry, first):
                found.add(entry.index)
            first = False
    return frozenset(found)


def _is_canned(message: AnnotatedMessage) -> bool:
    return bool(message.labelled("automatic")) and not _WRITTEN_BY_SOMEBODY & set(message.acts)


def _is_at_once(asked: AnnotatedMessage | None, message: AnnotatedMessage, first: bool) -> bool:
    start, end = asked.message.sent_at if asked else None, message.message.sent_at
    if start is None or end is None or (start.tzinfo is None) != (end.tzinfo is None):
        return first
    return 0 <= (end - start).total_seconds() <= LONGEST_SECONDS

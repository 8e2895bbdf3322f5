"""What the brand promised and whether the thread shows that it was kept."""

from __future__ import annotations

from analyzer.codebook import Act
from analyzer.nlp.annotation import AnnotatedThread
from analyzer.scores import Evidence, Promise

KEPT, BROKEN, UNKNOWN = "kept", "broken", "unknown"


def promises(annotated: AnnotatedThread) -> tuple[Promise, ...]:
    """Each commitment of a reply, in order.

    ``kept`` when a later reply says that it is done, or the customer does; ``broken`` when the customer, after it,
    says that nothing has happened; else ``unknown``.
    """
    found = []
    for reply in annotated.replies:
        for mark in reply.labelled("acts", Act.COMMITMENT)[:1]:
            evidence = Evidence(reply.message.id, mark.start, mark.end, mark.quote(reply.message.text))
            found.append(Promise(evidence, _outcome(annotated, reply.index)))
    return tuple(found)


def _outcome(annotated: AnnotatedThread, promised_at: int) -> str:
    for later in annotated.messages:
        if later.index <= promised_at:
            continue
        if later.is_reply and Act.RESOLUTION in later.acts:
            return KEPT
        if later.is_customer and later.labelled("statements", "solved"):
            return KEPT
        if later.is_customer and later.labelled("statements", "chasing"):
            return BROKEN
    return UNKNOWN

"""Each move to another channel and what the thread shows of its outcome."""

from __future__ import annotations

from collections.abc import Collection

from analyzer.codebook import Act
from analyzer.nlp.annotation import AnnotatedMessage, AnnotatedThread
from analyzer.scores import Evidence, Handoff

FOLLOWED, BOUNCED, UNKNOWN = "followed", "bounced", "unknown"
_DONE = {Act.INFORMATION, Act.COMMITMENT, Act.RESOLUTION, Act.REDIRECT}


def handoffs(annotated: AnnotatedThread, bounced: Collection[str]) -> tuple[Handoff, ...]:
    """Hand-offs in order.

    Args:
        annotated: The thread.
        bounced: Ids of messages whose hand-off was found to bounce.

    Returns:
        ``followed`` when a later reply does something after the customer answered, ``bounced`` when the next
        hand-off bounces or this one does, else ``unknown``: what happened elsewhere the thread cannot show.
    """
    found = []
    for reply in annotated.replies:
        for mark in reply.labelled("acts", Act.CHANNEL_HANDOFF)[:1]:
            evidence = Evidence(reply.message.id, mark.start, mark.end, mark.quote(reply.message.text))
            found.append(Handoff(evidence, _outcome(annotated, reply, bounced)))
    return tuple(found)


def _outcome(annotated: AnnotatedThread, reply: AnnotatedMessage, bounced: Collection[str]) -> str:
    if reply.message.id in bounced:
        return BOUNCED
    answered = next((entry.index for entry in annotated.customer_messages if entry.index > reply.index), None)
    if answered is None:
        return UNKNOWN
    for later in annotated.replies:
        if later.index > answered:
            if later.message.id in bounced:
                return BOUNCED
            if _DONE & set(later.acts):
                return FOLLOWED
    return UNKNOWN

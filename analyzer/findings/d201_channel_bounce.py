"""The brand sends the customer to another channel with nothing done: one they have tried, or a second in a row.

Evidence: the hand-off, and the customer's words about the channel or the earlier hand-off. Repeating an
invitation that the customer did not take up is no bounce, nor is help with a hand-off that failed technically.

Example: "I have been on hold with your call centre for an hour" … "please call our customer service".
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Act, Code, Ground
from analyzer.findings.base import earlier, finding, found
from analyzer.ledger import Ledger
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.spans import Mark
from analyzer.scores import Finding

_DONE = {Act.INFORMATION, Act.COMMITMENT, Act.RESOLUTION, Act.REDIRECT}


@finding(Code.CHANNEL_BOUNCE)
def channel_bounce(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each hand-off that bounces."""
    previous: AnnotatedMessage | None = None
    for reply in ledger.annotated.replies:
        handoffs = reply.labelled("acts", Act.CHANNEL_HANDOFF)
        if handoffs and not _DONE & set(reply.acts):
            tried = _tried(ledger, reply)
            if tried:
                message, mark = tried
                yield found(
                    Code.CHANNEL_BOUNCE,
                    reply,
                    handoffs[0],
                    ledger,
                    rests_on=earlier(Ground.TRIED, message, mark),
                )
            elif previous is not None and (_elsewhere(previous, reply) or _insisted(ledger, reply)):
                first = previous.labelled("acts", Act.CHANNEL_HANDOFF)[0]
                yield found(
                    Code.CHANNEL_BOUNCE, reply, handoffs[0], ledger,
                    certain=False, rests_on=earlier(Ground.EARLIER_REPLY, previous, first),
                )  # fmt: skip
        previous = reply if handoffs and not _DONE & set(reply.acts) else None


def _tried(ledger: Ledger, reply: AnnotatedMessage) -> tuple[AnnotatedMessage, Mark] | None:
    """The customer's latest words about a channel that the reply names."""
    named = {mark.label for mark in reply.labelled("channels")}
    found_marks = [
        (message, mark)
        for message in ledger.annotated.customer_messages
        if message.index < reply.index
        for mark in message.labelled("channels")
        if mark.label in named
    ]
    return found_marks[-1] if found_marks else None


def _elsewhere(previous: AnnotatedMessage, reply: AnnotatedMessage) -> bool:
    """Whether two hand-offs name channels, and none in common."""
    before, now = ({mark.label for mark in entry.labelled("channels")} for entry in (previous, reply))
    return bool(before and now) and not before & now


def _insisted(ledger: Ledger, reply: AnnotatedMessage) -> bool:
    """Whether the customer, told to go elsewhere, said they did, could not, or will not."""
    return any(message.labelled("statements", "moved", "declined", "given") for message in ledger.waiting_before(reply))

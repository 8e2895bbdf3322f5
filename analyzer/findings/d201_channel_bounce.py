"""The brand sends the customer to another channel with nothing done: one they have tried, or a second in a row.

Evidence: the hand-off, and the customer's words about the channel or the earlier hand-off. Repeating an
invitation that the customer did not take up is no bounce, nor is help with a hand-off that failed technically,
nor "we have answered you there".

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

_ACTED = {Act.COMMITMENT, Act.RESOLUTION}
_INFORMS = {Act.INFORMATION, Act.REDIRECT}
_EVEN = 0.5
_THIRD_PARTY = "third_party"
_ELSEWHERE_ITSELF = ("continued", "repaired")


@finding(Code.CHANNEL_BOUNCE)
def channel_bounce(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each hand-off that bounces."""
    previous: AnnotatedMessage | None = None
    for reply in ledger.annotated.replies:
        handoffs = reply.labelled("acts", Act.CHANNEL_HANDOFF)
        if not handoffs or _ACTED & set(reply.acts) or reply.labelled("handoffs", *_ELSEWHERE_ITSELF):
            previous = None
            continue
        tried = _tried(ledger, reply)
        if tried and not _answers(reply) and (Act.REDIRECT not in reply.acts or tried[1].label == _THIRD_PARTY):
            message, mark = tried
            informs = _INFORMS & set(reply.acts)
            yield found(
                Code.CHANNEL_BOUNCE, reply, handoffs[0], ledger,
                certain=not informs and _named(reply) <= _tried_labels(ledger, reply),
                rests_on=earlier(Ground.TRIED, message, mark),
            )  # fmt: skip
        elif (
            previous is not None
            and not _INFORMS & set(reply.acts)
            and (_elsewhere(previous, reply) or _insisted(ledger, reply))
        ):
            first = previous.labelled("acts", Act.CHANNEL_HANDOFF)[0]
            yield found(
                Code.CHANNEL_BOUNCE, reply, handoffs[0], ledger,
                certain=_elsewhere(previous, reply) and _followed(ledger, reply),
                rests_on=earlier(Ground.EARLIER_REPLY, previous, first),
            )  # fmt: skip
        previous = None if _INFORMS & set(reply.acts) else reply


def _answers(reply: AnnotatedMessage) -> bool:
    """Whether a reply gives an answer on the substance beside the hand-off."""
    return reply.chances["answer"] > _EVEN if "answer" in reply.chances else Act.INFORMATION in reply.acts


def _named(reply: AnnotatedMessage) -> set[str]:
    """Channels named in the words of a hand-off."""
    handoffs = reply.labelled("acts", Act.CHANNEL_HANDOFF)
    return {
        channel.label
        for channel in reply.labelled("channels")
        if any(channel.start < handoff.end and handoff.start < channel.end for handoff in handoffs)
    }


def _tried(ledger: Ledger, reply: AnnotatedMessage) -> tuple[AnnotatedMessage, Mark] | None:
    """The customer's latest words about a channel that the hand-off names."""
    named = _named(reply)
    found_marks = [(message, mark) for message, mark in _tries(ledger, reply) if mark.label in named]
    return found_marks[-1] if found_marks else None


def _tries(ledger: Ledger, reply: AnnotatedMessage) -> Iterator[tuple[AnnotatedMessage, Mark]]:
    for message in ledger.annotated.customer_messages:
        if message.index < reply.index:
            yield from ((message, mark) for mark in message.labelled("channels"))


def _tried_labels(ledger: Ledger, reply: AnnotatedMessage) -> set[str]:
    return {mark.label for _, mark in _tries(ledger, reply)}


def _elsewhere(previous: AnnotatedMessage, reply: AnnotatedMessage) -> bool:
    """Whether two hand-offs name channels, and none in common."""
    before, now = _named(previous), _named(reply)
    return bool(before and now) and not before & now


def _insisted(ledger: Ledger, reply: AnnotatedMessage) -> bool:
    """Whether the customer, told to go elsewhere, said they did, could not, or will not."""
    return any(message.labelled("statements", "moved", "followed", "given") for message in ledger.waiting_before(reply))


def _followed(ledger: Ledger, reply: AnnotatedMessage) -> bool:
    """Whether the customer says that they went where they were sent."""
    return any(message.labelled("statements", "followed") for message in ledger.waiting_before(reply))

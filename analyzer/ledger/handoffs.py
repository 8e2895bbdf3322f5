"""Each move to another channel and what the thread shows of its outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from analyzer.codebook import Act, Ground, HandoffOutcome, Visibility
from analyzer.ledger.data_items import Ledger
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.spans import Mark
from analyzer.scores import Evidence, Finding, Handoff, Score

PRIVATE_MESSAGE = "private_message"
_DONE = {Act.INFORMATION, Act.COMMITMENT, Act.RESOLUTION, Act.REDIRECT}
_FAILED = ("unkept", "chasing", "unanswered")


def handoffs(ledger: Ledger, bounces: Collection[Finding] = ()) -> tuple[Handoff, ...]:
    """Hand-offs in order, with the words that show what became of them.

    ``followed`` when the thread shows that the conversation went on there: private messages with a reply of the
    brand, or the customer saying so with thanks; ``bounced`` when the next hand-off sends elsewhere with nothing done,
    or the customer reports that the channel failed. The brand's own "we have answered your message" shows neither.

    Args:
        ledger: The thread's ledger.
        bounces: Findings of channel bounce in the thread.
    """
    found = []
    for reply in ledger.human_replies:
        for mark in reply.labelled("acts", Act.CHANNEL_HANDOFF)[:1]:
            evidence = _evidence(reply, mark)
            found.append(_failed_before(ledger, evidence, bounces) or _judged(ledger, reply, evidence))
    return tuple(found)


def outcomes(scores: Iterable[Score]) -> Counter[HandoffOutcome]:
    """How many hand-offs of some scored threads came to each outcome."""
    return Counter(handoff.outcome for score in scores for handoff in score.handoffs)


def _failed_before(ledger: Ledger, evidence: Evidence, bounces: Collection[Finding]) -> Handoff | None:
    """A hand-off to a channel of which the customer had already said that it fails."""
    complaining = {
        entry.message.id
        for entry in ledger.annotated.customer_messages
        if entry.labelled("statements", *_FAILED, "problem")
    }
    for bounce in bounces:
        ground = bounce.rests_on
        if bounce.message != evidence.message or ground is None or ground.message not in complaining:
            continue
        if ground.kind is Ground.TRIED:
            shown_by = Evidence(ground.message, ground.start, ground.end, ground.quote)
            return Handoff(evidence, HandoffOutcome.BOUNCED, shown_by)
    return None


def _judged(ledger: Ledger, reply: AnnotatedMessage, evidence: Evidence) -> Handoff:
    channels = {mark.label for mark in reply.labelled("channels")}
    private_message_seen = False
    for later in ledger.annotated.messages[reply.index + 1 :]:
        if later.is_customer:
            private_message_seen |= later.message.visibility is Visibility.PRIVATE
            if failed := _reported_failure(later, channels):
                return Handoff(evidence, HandoffOutcome.BOUNCED, _evidence(later, failed))
            if went_on := _reported_success(later):
                return Handoff(evidence, HandoffOutcome.FOLLOWED, _evidence(later, went_on))
        elif later.is_reply and later.index not in ledger.automatic:
            if private_message_seen and _moved_to_private(reply, later, channels):
                return Handoff(evidence, HandoffOutcome.FOLLOWED, _evidence(later, _first_sentence(later)))
            if sent_on := _sent_elsewhere(later, channels):
                return Handoff(evidence, HandoffOutcome.BOUNCED, _evidence(later, sent_on))
            if _DONE & set(later.acts) - {Act.INFORMATION}:
                break
    return Handoff(evidence, HandoffOutcome.UNKNOWN)


def _moved_to_private(reply: AnnotatedMessage, later: AnnotatedMessage, channels: set[str]) -> bool:
    return (
        reply.message.visibility is not Visibility.PRIVATE
        and later.message.visibility is Visibility.PRIVATE
        and (not channels or PRIVATE_MESSAGE in channels)
    )


def _reported_failure(message: AnnotatedMessage, channels: set[str]) -> Mark | None:
    """The customer's words about the channel, where the message also says that nothing came of it."""
    if not message.labelled("statements", *_FAILED):
        return None
    about = message.labelled("channels", *channels) if channels else message.labelled("channels")
    return next(iter(about), None)


def _reported_success(message: AnnotatedMessage) -> Mark | None:
    """The customer's words that it went on and came right there."""
    if message.labelled("statements", "unkept", "chasing"):
        return None
    confirmed = message.labelled("statements", "confirmed")
    return confirmed[0] if confirmed and message.labelled("statements", "elsewhere", "thanks") else None


def _sent_elsewhere(reply: AnnotatedMessage, channels: set[str]) -> Mark | None:
    """The next hand-off's words, where it names only other channels and does nothing."""
    marks = reply.labelled("acts", Act.CHANNEL_HANDOFF)
    named = {mark.label for mark in reply.labelled("channels")}
    if not marks or not channels or not named or named & channels or _DONE & set(reply.acts):
        return None
    return marks[0]


def _first_sentence(message: AnnotatedMessage) -> Mark:
    start, end = message.sentences[0]
    return Mark("reply", start, end, 0)


def _evidence(message: AnnotatedMessage, mark: Mark) -> Evidence:
    return Evidence(message.message.id, mark.start, mark.end, mark.quote(message.message.text))

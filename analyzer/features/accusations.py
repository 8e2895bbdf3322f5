"""Columns that count what went wrong; a likely finding weighs half."""

from __future__ import annotations

from analyzer.codebook import Code, Confidence
from analyzer.features.base import Direction, feature
from analyzer.findings import ReviewedThread

LIKELY_WEIGHT = 0.5


def _weight(reviewed: ReviewedThread, *codes: Code) -> float:
    return sum(1.0 if finding.confidence is Confidence.CERTAIN else LIKELY_WEIGHT for finding in reviewed.of(*codes))


@feature(Direction.WORSENS)
def repeated_requests(reviewed: ReviewedThread) -> float:
    """Requests for what was given, declined or on file (R101, R102, R103)."""
    return _weight(reviewed, Code.REPEATED_REQUEST, Code.REQUEST_AFTER_REFUSAL, Code.REQUEST_FOR_DATA_ON_FILE)


@feature(Direction.WORSENS)
def unnamed_requests(reviewed: ReviewedThread) -> float:
    """Demands for "the data" that name none (R104)."""
    return _weight(reviewed, Code.UNNAMED_REQUEST)


@feature(Direction.WORSENS)
def channel_bounces(reviewed: ReviewedThread) -> float:
    """Hand-offs with nothing done (D201)."""
    return _weight(reviewed, Code.CHANNEL_BOUNCE)


@feature(Direction.WORSENS)
def repeated_replies(reviewed: ReviewedThread) -> float:
    """Replies like an earlier one (D202)."""
    return _weight(reviewed, Code.REPEATED_REPLY)


@feature(Direction.WORSENS)
def formula_replies(reviewed: ReviewedThread) -> float:
    """Replies of courtesy formulas alone (D203)."""
    return _weight(reviewed, Code.FORMULA_ONLY)


@feature(Direction.WORSENS)
def deflections(reviewed: ReviewedThread) -> float:
    """Replies that avoid the request in another way (D204)."""
    return _weight(reviewed, Code.DEFLECTION)


@feature(Direction.WORSENS)
def steps_already_tried(reviewed: ReviewedThread) -> float:
    """Proposals of a step the customer had taken (D205)."""
    return _weight(reviewed, Code.ALREADY_TRIED)


@feature(Direction.WORSENS)
def blame_shifts(reviewed: ReviewedThread) -> float:
    """Replies that put the failure on the customer (B301)."""
    return _weight(reviewed, Code.BLAME_SHIFT)


@feature(Direction.WORSENS)
def unanswered_questions(reviewed: ReviewedThread) -> float:
    """Questions no later reply takes up (U401)."""
    return _weight(reviewed, Code.UNANSWERED_QUESTION)


@feature(Direction.WORSENS)
def ends_unanswered(reviewed: ReviewedThread) -> float:
    """1 when the thread ends on a customer message that needs an answer (U402)."""
    return min(1.0, _weight(reviewed, Code.NO_REPLY))


@feature(Direction.WORSENS)
def never_replied(reviewed: ReviewedThread) -> float:
    """1 when a message that needs an answer met no reply at all."""
    return float(bool(reviewed.of(Code.NO_REPLY)) and not reviewed.ledger.annotated.replies)


@feature(Direction.WORSENS)
def ends_on_accused_reply(reviewed: ReviewedThread) -> float:
    """1 when the brand's last reply carries a finding against it."""
    replies = reviewed.ledger.annotated.replies
    return float(bool(replies) and reviewed.accused(replies[-1]))


@feature(Direction.WORSENS)
def insisting_messages(reviewed: ReviewedThread) -> float:
    """Customer messages after the first reply that chase, protest or say it again."""
    replies = reviewed.ledger.annotated.replies
    if not replies:
        return 0.0
    return float(
        sum(
            message.index > replies[0].index and bool(message.labelled("statements", "chasing", "given", "declined"))
            for message in reviewed.ledger.annotated.customer_messages
        )
    )

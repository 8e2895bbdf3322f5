"""Columns for how a thread ends: on its last reply, and on the last reply to something still open."""

from __future__ import annotations

from analyzer.codebook import Act
from analyzer.features.base import Direction, feature
from analyzer.features.credits import CREDITS, asks_nothing, credited
from analyzer.findings import ReviewedThread
from analyzer.nlp.annotation import AnnotatedMessage


def _last_working_reply(reviewed: ReviewedThread) -> AnnotatedMessage | None:
    """The last reply to something still open: "you're welcome" after "thanks" is none."""
    ledger = reviewed.ledger
    replies = ledger.annotated.replies
    working = [
        reply for reply in replies if any(ledger.needs_answer(message) for message in ledger.waiting_before(reply))
    ]
    return next(reversed(working or list(replies)), None)


@feature(Direction.IMPROVES)
def ends_on_credit(reviewed: ReviewedThread) -> float:
    """1 when the brand's last fair reply earns a credit."""
    replies = reviewed.ledger.annotated.replies
    return float(bool(replies) and replies[-1].message.id in credited(reviewed, *CREDITS))


@feature(Direction.NEUTRAL)
def ends_on_request(reviewed: ReviewedThread) -> float:
    """1 when the last reply asks for data; no finding changes it, so that one more moves the score as it means."""
    return _ends_on(reviewed, Act.DATA_REQUEST)


@feature(Direction.NEUTRAL)
def ends_on_handoff(reviewed: ReviewedThread) -> float:
    """1 when the last reply hands off; no finding changes it."""
    return _ends_on(reviewed, Act.CHANNEL_HANDOFF)


def _ends_on(reviewed: ReviewedThread, act: Act) -> float:
    replies = reviewed.ledger.annotated.replies
    return float(bool(replies) and act in replies[-1].acts)


@feature(Direction.IMPROVES)
def work_ends_on_credit(reviewed: ReviewedThread) -> float:
    """1 when the last reply to something open earns a credit."""
    reply = _last_working_reply(reviewed)
    return float(reply is not None and reply.message.id in credited(reviewed, *CREDITS))


@feature(Direction.IMPROVES)
def work_ends_unconditionally(reviewed: ReviewedThread) -> float:
    """1 when the last reply to something open earns a credit and asks for nothing more."""
    reply = _last_working_reply(reviewed)
    return float(reply is not None and reply.message.id in credited(reviewed, *CREDITS) and asks_nothing(reply))

"""Columns that count what the brand did; what a reply says earns nothing where it also carries an accusation."""

from __future__ import annotations

from analyzer.codebook import Act, Code
from analyzer.features.base import Direction, feature
from analyzer.findings import ReviewedThread
from analyzer.nlp.annotation import AnnotatedMessage

CREDITS = (Code.ANSWER, Code.COMMITMENT, Code.RESOLUTION, Code.HONEST_REDIRECT)


def fair_replies(reviewed: ReviewedThread) -> list[AnnotatedMessage]:
    """Replies that carry no finding against the brand."""
    return [reply for reply in reviewed.ledger.annotated.replies if not reviewed.accused(reply)]


def credited(reviewed: ReviewedThread, *codes: Code) -> set[str]:
    """Ids of fair replies that earn one of the codes."""
    fair = {reply.message.id for reply in fair_replies(reviewed)}
    return {finding.message for finding in reviewed.of(*codes) if finding.message in fair}


def asks_nothing(reply: AnnotatedMessage) -> bool:
    """Whether a reply leaves nothing to the customer: no data asked for, no hand-off."""
    return not {Act.DATA_REQUEST, Act.CHANNEL_HANDOFF} & set(reply.acts)


@feature(Direction.IMPROVES)
def answers(reviewed: ReviewedThread) -> float:
    """Replies with an answer on the substance (P501)."""
    return float(len(credited(reviewed, Code.ANSWER)))


@feature(Direction.IMPROVES)
def commitments(reviewed: ReviewedThread) -> float:
    """Replies that name an action (P502)."""
    return float(len(credited(reviewed, Code.COMMITMENT)))


@feature(Direction.IMPROVES)
def resolutions(reviewed: ReviewedThread) -> float:
    """Replies that say it is done (P503)."""
    return float(len(credited(reviewed, Code.RESOLUTION)))


@feature(Direction.IMPROVES)
def honest_redirects(reviewed: ReviewedThread) -> float:
    """Replies that say whose it is instead (P504)."""
    return float(len(credited(reviewed, Code.HONEST_REDIRECT)))


@feature(Direction.IMPROVES)
def unconditional_credits(reviewed: ReviewedThread) -> float:
    """1 when a reply earns a credit and asks for nothing more, neither data nor a move elsewhere."""
    earned = credited(reviewed, *CREDITS)
    return float(any(reply.message.id in earned and asks_nothing(reply) for reply in fair_replies(reviewed)))


@feature(Direction.IMPROVES)
def thanked_for_solution(reviewed: ReviewedThread) -> float:
    """1 when the customer, after a reply, says that it is solved."""
    replies = reviewed.ledger.annotated.replies
    return float(
        bool(replies)
        and any(
            message.index > replies[0].index
            and message.labelled("statements", "solved")
            and not message.labelled("statements", "chasing")
            for message in reviewed.ledger.annotated.customer_messages
        )
    )


@feature(Direction.IMPROVES)
def engaged_replies(reviewed: ReviewedThread) -> float:
    """Fair replies, up to three, that ask for data, hand off or inform."""
    engaging = {Act.DATA_REQUEST, Act.CHANNEL_HANDOFF, Act.INFORMATION}
    return float(min(3, sum(bool(engaging & set(reply.acts)) for reply in fair_replies(reviewed))))


@feature(Direction.NEUTRAL)
def nothing_asked(reviewed: ReviewedThread) -> float:
    """1 when no customer message asks, complains or supplies anything."""
    return float(
        not any(reviewed.ledger.needs_answer(message) for message in reviewed.ledger.annotated.customer_messages)
    )

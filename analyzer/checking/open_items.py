"""What is still open once a draft is sent, and what would close it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from analyzer.codebook import Act, Code, Ground, PromiseOutcome, Slot
from analyzer.findings import ReviewedThread
from analyzer.ledger import Request, Statement
from analyzer.ledger.values import IDENTIFIERS
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.value_forms import MASK
from analyzer.scores import Evidence, Score

_DEALING = {Act.INFORMATION, Act.COMMITMENT, Act.RESOLUTION, Act.REDIRECT}
_ON_THE_MATTER = (Code.ANSWER, Code.COMMITMENT, Code.RESOLUTION, Code.HONEST_REDIRECT)


class OpenKind(StrEnum):
    """Kinds of what stays open."""

    QUESTION = "question"
    REQUEST = "request"
    PROMISE = "promise"
    DATA_AWAITED = "data_awaited"
    DATA_NOT_USED = "data_not_used"


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something that a draft leaves open.

    Attributes:
        kind: Which kind.
        evidence: The words that opened it.
        says: What is open, in one clause.
        closes: What would close it, in one clause.
        slot: The data item it is about, if it is about one.
        due: When a promise falls due, where that is known.
    """

    kind: OpenKind
    evidence: Evidence
    says: str
    closes: str
    slot: Slot | None = None
    due: datetime | None = None


def open_items(reviewed: ReviewedThread, score: Score) -> tuple[OpenItem, ...]:
    """What stays open in a thread that ends on the draft, in the order of its messages."""
    position = {entry.message.id: entry.index for entry in reviewed.ledger.annotated.messages}
    found = [
        *_questions(score),
        *_waiting_request(reviewed, score),
        *_promises(score),
        *_awaited(reviewed),
        *_not_used(reviewed),
    ]
    return tuple(sorted(found, key=lambda item: (position[item.evidence.message], item.evidence.start)))


def slot_name(slot: Slot) -> str:
    """What a data item is called before those who ask for it.

    >>> slot_name(Slot.CALLING_NUMBER)
    'calling number'
    """
    return slot.value.replace("_", " ")


def _questions(score: Score) -> Iterator[OpenItem]:
    for question in score.questions:
        if question.taken_up_by is None:
            yield OpenItem(
                OpenKind.QUESTION,
                question.evidence,
                "no reply takes this question up",
                "answer it, or say who can and by when",
            )


def _waiting_request(reviewed: ReviewedThread, score: Score) -> Iterator[OpenItem]:
    """The customer's last message, where it needs an answer and the draft does nothing about it."""
    ledger = reviewed.ledger
    draft = ledger.annotated.messages[-1]
    waiting = [entry for entry in ledger.waiting_before(draft) if ledger.needs_answer(entry)]
    asked = {question.evidence.message for question in score.questions}
    done = any(finding.message == draft.message.id for finding in reviewed.of(*_ON_THE_MATTER))
    if not waiting or done or waiting[-1].message.id in asked:
        return
    message = waiting[-1].message
    start = len(message.text) - len(message.text.lstrip())
    evidence = Evidence(message.id, start, start + len(message.text.strip()), message.text.strip())
    closes = "answer it, name what you do about it, say that it is done, or say who can help"
    yield OpenItem(OpenKind.REQUEST, evidence, "this message waits for something on the substance", closes)


def _promises(score: Score) -> Iterator[OpenItem]:
    for promise in score.promises:
        if promise.outcome is PromiseOutcome.KEPT:
            continue
        due = promise.deadline.moment if promise.deadline else None
        broken = promise.outcome is PromiseOutcome.BROKEN
        says = "this promise was not kept" if broken else "nothing shows that this promise is kept"
        if due is not None:
            says += f", due by {due.isoformat(' ', 'minutes')}"
        yield OpenItem(OpenKind.PROMISE, promise.evidence, says, "do it and say so, or say by when", due=due)


def _awaited(reviewed: ReviewedThread) -> Iterator[OpenItem]:
    """Data that was asked for, the latest request for each, and neither given nor declined since the thread began."""
    settled = {entry.slot for entry in reviewed.ledger.statements}
    latest: dict[Slot, Request] = {
        request.slot: request for request in reviewed.ledger.requests if request.slot not in settled
    }
    for slot, request in latest.items():
        yield OpenItem(
            OpenKind.DATA_AWAITED,
            _evidence(request.message, request.mark.start, request.mark.end),
            f"asks for the {slot_name(slot)}, not given yet",
            "the customer gives it, or you go on without it",
            slot,
        )


def _not_used(reviewed: ReviewedThread) -> Iterator[OpenItem]:
    """Identifiers that the customer wrote and no later reply reads back or acts upon."""
    replies = reviewed.ledger.human_replies
    latest: dict[str, Statement] = {}
    for statement in _written_values(reviewed):
        if statement.slot in IDENTIFIERS:
            latest[statement.value] = statement
    for statement in latest.values():
        slot = statement.slot
        later = [reply for reply in replies if reply.index > statement.message.index]
        if later and not any(_uses(reply, statement) for reply in later):
            yield OpenItem(
                OpenKind.DATA_NOT_USED,
                _evidence(statement.message, statement.mark.start, statement.mark.end),
                f"the {slot_name(slot)} was given here and no reply uses it",
                "look it up and say what you find",
                slot,
            )


def written_values(reviewed: ReviewedThread) -> dict[Slot, Evidence]:
    """The latest value of each data item that the customer wrote out."""
    return {
        statement.slot: _evidence(statement.message, statement.mark.start, statement.mark.end)
        for statement in _written_values(reviewed)
    }


def _written_values(reviewed: ReviewedThread) -> list[Statement]:
    given = (entry for entry in reviewed.ledger.statements if entry.kind is Ground.GIVEN)
    return [entry for entry in given if entry.value not in ("", MASK)]


def _uses(reply: AnnotatedMessage, statement: Statement) -> bool:
    read_back = any(mark.value == statement.value for mark in reply.labelled("values"))
    return read_back or bool(_DEALING & set(reply.acts))


def _evidence(message: AnnotatedMessage, start: int, end: int) -> Evidence:
    return Evidence(message.message.id, start, end, message.message.text[start:end])

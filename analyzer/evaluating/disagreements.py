"""Every false positive and false negative with the words around it, so that a reader sees why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from analyzer.codebook import Role
from analyzer.evaluating.agreement import Compared
from analyzer.evaluating.cases import Case, Outcome
from analyzer.evaluating.corrections import correction_cases
from analyzer.threads import Message, Thread


def disagreement_records(compared: Iterable[Compared]) -> Iterator[dict[str, Any]]:
    """One record for each case in which program and gold differ, in input order, then by message, part and value.

    Keys: ``kind`` (``fp`` found and not in gold, ``fn`` the reverse), ``what`` (``act``, ``slot``, ``finding``),
    ``value``, ``language``, ``source`` (``file``, ``line``), ``thread``, ``message``, ``role``, ``text`` (of that
    message), ``before`` (the customer's messages since the reply before it); for a finding on a customer's message
    also ``after`` (what follows, up to the next reply). What was found has ``quote``, ``start`` and ``end``; a finding
    has ``slot``, ``confidence`` and ``rests_on`` where it has them. Where readers did not go through the acts or the
    findings of a thread, what they corrected in it is listed all the same.
    """
    for examined, cases in compared:
        for case in (*cases, *correction_cases(examined)):
            if case.outcome is not Outcome.TRUE_POSITIVE:
                yield _record(case, examined.thread, examined.language)


def _record(case: Case, thread: Thread, language: str) -> dict[str, Any]:
    index = [message.id for message in thread.messages].index(case.message)
    message = thread.messages[index]
    record: dict[str, Any] = {
        "kind": case.outcome,
        "what": case.part,
        "value": case.value,
        "language": language,
        "source": {"file": thread.source.file, "line": thread.source.line},
        "thread": thread.id,
        "message": message.id,
        "role": message.role,
    }
    if case.slot:
        record["slot"] = case.slot
    if case.evidence:
        evidence = case.evidence
        record |= {"quote": evidence.quote, "start": evidence.start, "end": evidence.end}
    if case.confidence:
        record["confidence"] = case.confidence
    if case.rests_on:
        record["rests_on"] = case.rests_on
    record["text"] = message.text
    record["before"] = [_said(entry) for entry in _before(thread, index)]
    if message.role is Role.CUSTOMER:
        record["after"] = [_said(entry) for entry in _after(thread, index)]
    return record


def _before(thread: Thread, index: int) -> list[Message]:
    """The customer's messages between the reply before a message and the message; at least the latest one."""
    earlier = thread.messages[:index]
    replies = [place for place, message in enumerate(earlier) if message.is_reply]
    since = [message for message in earlier[replies[-1] + 1 if replies else 0 :] if message.role is Role.CUSTOMER]
    return since or [message for message in earlier if message.role is Role.CUSTOMER][-1:]


def _after(thread: Thread, index: int) -> list[Message]:
    later = thread.messages[index + 1 :]
    replies = [place for place, message in enumerate(later) if message.is_reply]
    return list(later[: replies[0] + 1] if replies else later)


def _said(message: Message) -> dict[str, Any]:
    return {"message": message.id, "role": message.role, "text": message.text}

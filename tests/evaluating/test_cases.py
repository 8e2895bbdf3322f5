"""How found evidence is set against gold."""

from __future__ import annotations

import pytest

from analyzer.codebook import Act, Code, Confidence, Slot
from analyzer.evaluating.cases import Case, Outcome, Part, cases_of
from analyzer.threads import Disputed, Gold, GoldFinding
from tests.evaluating.labelled_threads import ASKED_AGAIN, IGNORED, examined, seen

TP, FP, FN = Outcome
REPEATED = Code.REPEATED_REQUEST


def told(case: Case) -> tuple[str, str, str]:
    return case.value, case.outcome.value, case.message


def test_acts_and_slots_match_by_message() -> None:
    gold = Gold(acts={"m2": (Act.DATA_REQUEST, Act.APOLOGY)}, requested={"m2": (Slot.CALLING_NUMBER, Slot.OFFER)})
    cases = cases_of(examined(ASKED_AGAIN, gold))
    assert ("data_request", "tp", "m2") in map(told, cases)
    assert ("apology", "fn", "m2") in map(told, cases)
    assert [told(case) for case in cases if case.part is Part.SLOT] == [
        ("calling_number", "tp", "m2"),
        ("offer", "fn", "m2"),
    ]


def test_what_was_found_quotes_exact_characters() -> None:
    thread = examined(ASKED_AGAIN, Gold(acts={}, requested={}, findings=()))
    texts = {message.id: message.text for message in thread.thread.messages}
    found = [case.evidence for case in cases_of(thread) if case.evidence]
    assert found
    assert all(texts[entry.message][entry.start : entry.end] == entry.quote for entry in found)


def test_a_false_positive_keeps_its_confidence_its_slot_and_what_it_rests_on() -> None:
    [case] = cases_of(examined(ASKED_AGAIN, Gold(findings=())))
    assert (case.value, case.outcome, case.slot) == ("R101", FP, Slot.CALLING_NUMBER)
    assert case.confidence in Confidence
    assert case.rests_on
    assert case.rests_on.message == "m1"


@pytest.mark.parametrize(
    ("gold", "expected"),
    [
        ((seen(REPEATED, "m2", Slot.CALLING_NUMBER),), [TP]),
        ((seen(REPEATED, "m2"),), [TP]),
        ((seen(REPEATED, "m2", Slot.OFFER),), [FP, FN]),
        ((seen(REPEATED, "m1", Slot.CALLING_NUMBER),), [FN, FP]),
        ((seen(Code.BLAME_SHIFT, "m2"),), [FN, FP]),
        ((seen(REPEATED, "m2"), seen(REPEATED, "m2")), [TP]),
        ((), [FP]),
    ],
    ids=["code, message and slot", "gold without slot", "another slot", "another message", "another code", "twice", ""],
)
def test_findings_match_on_code_message_and_the_slot_gold_has(
    gold: tuple[GoldFinding, ...], expected: list[Outcome]
) -> None:
    assert [case.outcome for case in cases_of(examined(ASKED_AGAIN, Gold(findings=gold)))] == expected


def test_two_findings_that_match_one_gold_finding_count_once() -> None:
    lines = (
        "C: Il codice cliente è 8842100 e l'ordine è il 77120034, non arriva nulla.",
        "B: Ci può inviare il numero d'ordine e il codice cliente?",
    )
    both = cases_of(examined(lines, Gold(findings=())))
    assert [case.value for case in both] == ["R101", "R101"]
    assert [case.outcome for case in cases_of(examined(lines, Gold(findings=(seen(REPEATED, "m2"),))))] == [TP]


def test_what_is_disputed_counts_neither_way() -> None:
    disputed = Disputed(
        acts={"m2": (Act.DATA_REQUEST, Act.COURTESY, Act.APOLOGY)},
        findings=(seen(REPEATED, "m2"), seen(Code.BLAME_SHIFT, "m2")),
    )
    gold = Gold(
        acts={"m2": (Act.APOLOGY,)},
        findings=(seen(Code.BLAME_SHIFT, "m2"), seen(REPEATED, "m2", Slot.OFFER)),
        disputed=disputed,
    )
    assert cases_of(examined(ASKED_AGAIN, gold)) == ()


def test_what_readers_were_not_asked_for_makes_no_case() -> None:
    assert cases_of(examined(ASKED_AGAIN, Gold())) == ()
    parts = {case.part for case in cases_of(examined(ASKED_AGAIN, Gold(requested={})))}
    assert parts == {Part.SLOT}


def test_a_thread_that_cannot_be_judged_makes_no_case() -> None:
    assert cases_of(examined(["B: Buongiorno a tutti."], Gold(acts={"m1": (Act.APOLOGY,)}))) == ()


def test_an_unanswered_thread_is_found_on_the_customers_message() -> None:
    [case] = cases_of(examined(IGNORED, Gold(findings=(seen(Code.NO_REPLY, "m1"),))))
    assert told(case) == ("U402", "tp", "m1")

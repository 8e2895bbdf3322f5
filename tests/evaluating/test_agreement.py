"""Precision, recall, F1 and false accusations over threads."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from analyzer.codebook import Act, Code, Confidence, Slot
from analyzer.evaluating.agreement import (
    ALL_SLOTS,
    GROUPS,
    Accusation,
    Agreement,
    LanguageAgreement,
    agreement_by_language,
)
from analyzer.evaluating.cases import Case, Outcome, Part, cases_of
from analyzer.evaluating.examined import ExaminedThread
from analyzer.threads import Disputed, Gold
from tests.evaluating.labelled_threads import ASKED_AGAIN, IGNORED, examined, labelled, seen

TP, FP, FN = Outcome
Compared = tuple[ExaminedThread, tuple[Case, ...]]


def thread(gold: Gold, *cases: Case, language: str = "en") -> Compared:
    return ExaminedThread(labelled(IGNORED, gold), language, None), cases


def finding(code: Code, outcome: Outcome, confidence: Confidence | None = Confidence.CERTAIN) -> Case:
    return Case(Part.FINDING, code.value, outcome, "m1", confidence=confidence)


def only(compared: Sequence[Compared]) -> LanguageAgreement:
    [agreement] = agreement_by_language(compared)
    return agreement


def row(rows: Sequence[Agreement], name: str) -> Agreement:
    return next(entry for entry in rows if entry.name == name)


def accusation(agreement: LanguageAgreement, name: str) -> Accusation:
    return next(entry for entry in agreement.accusations if entry.name == name)


def test_precision_recall_and_f1_are_those_of_the_counts() -> None:
    outcomes = [TP] * 6 + [FP] * 2 + [FN] * 4
    cases = [Case(Part.ACT, Act.APOLOGY, outcome, "m1") for outcome in outcomes]
    apology = row(only([thread(Gold(acts={}), case) for case in cases]).acts, "apology")
    assert (apology.tp, apology.fp, apology.fn, apology.support) == (6, 2, 4, 10)
    assert apology.precision.value == pytest.approx(6 / 8)
    assert apology.recall.value == pytest.approx(6 / 10)
    assert apology.f1.value == pytest.approx(12 / 18)


def test_what_nobody_saw_has_no_row_and_what_is_never_found_has_no_precision() -> None:
    acts = only([thread(Gold(acts={}), Case(Part.ACT, Act.APOLOGY, FN, "m1"))]).acts
    assert [entry.name for entry in acts] == ["apology"]
    assert acts[0].precision.value is None
    assert acts[0].recall.value == 0


@pytest.mark.parametrize(("support", "few"), [(29, True), (30, False)])
def test_fewer_than_thirty_in_gold_is_marked(support: int, few: bool) -> None:
    threads = [thread(Gold(acts={}), Case(Part.ACT, Act.APOLOGY, TP, "m1")) for _ in range(support)]
    assert row(only(threads).acts, "apology").few is few


def test_slots_and_groups_of_findings_are_summed_up() -> None:
    slots = [Case(Part.SLOT, Slot.EMAIL, TP, "m1"), Case(Part.SLOT, Slot.IBAN, FP, "m1")]
    findings = [finding(Code.REPEATED_REQUEST, TP), finding(Code.BLAME_SHIFT, FN), finding(Code.SLOW_REPLY, FP)]
    agreement = only([thread(Gold(requested={}, findings=()), *slots, *findings)])
    total = row(agreement.slots, ALL_SLOTS)
    assert (total.tp, total.fp, total.fn) == (1, 1, 0)
    [group] = agreement.groups
    assert (group.name, group.tp, group.fp, group.fn) == ("repeats and blame", 1, 0, 1)


def test_groups_hold_every_code_but_the_slow_reply_once() -> None:
    codes = [code for group in GROUPS.values() for code in group]
    assert sorted([*codes, Code.SLOW_REPLY]) == sorted(Code)
    assert all(len({code.is_credit for code in group}) == 1 for group in GROUPS.values())


def test_false_accusations_are_counted_in_threads_that_have_none() -> None:
    has_one = Gold(findings=(seen(Code.BLAME_SHIFT, "m1"),))
    disputed = Gold(findings=(), disputed=Disputed(findings=(seen(Code.BLAME_SHIFT, "m1"),)))
    threads = [
        thread(has_one, finding(Code.BLAME_SHIFT, TP), finding(Code.BLAME_SHIFT, FP)),
        thread(disputed, finding(Code.BLAME_SHIFT, FP)),
        thread(Gold(findings=()), finding(Code.BLAME_SHIFT, FP), finding(Code.REPEATED_REQUEST, FP)),
        *[thread(Gold(findings=()))] * 3,
    ]
    agreement = only(threads)
    blame = accusation(agreement, "B301")
    assert (blame.threads_without, blame.false_per_100_threads.value) == (4, 25)
    group = accusation(agreement, "repeats and blame")
    assert (group.threads_without, group.false_per_100_threads.value) == (4, 50)
    assert accusation(agreement, "D203").false_per_100_threads.value == 0


def test_credits_are_no_accusations() -> None:
    names = {entry.name for entry in only([thread(Gold(findings=()))]).accusations}
    assert names == {code.value for code in Code if not code.is_credit} | {"repeats and blame", "other accusations"}


def test_precision_is_split_by_confidence() -> None:
    cases = [
        finding(Code.FORMULA_ONLY, TP),
        finding(Code.FORMULA_ONLY, FP),
        finding(Code.FORMULA_ONLY, FP, Confidence.LIKELY),
        finding(Code.FORMULA_ONLY, FN, None),
    ]
    formula = accusation(only([thread(Gold(findings=()), *cases)]), "D203")
    assert (formula.certain, formula.certain_precision.value) == (2, 0.5)
    assert (formula.likely, formula.likely_precision.value) == (1, 0.0)


def test_threads_not_annotated_for_a_part_are_left_out_of_it_and_counted() -> None:
    agreement = only([thread(Gold(acts={})), thread(Gold(findings=())), thread(Gold(findings=()))])
    assert agreement.threads == {Part.ACT: 1, Part.SLOT: 0, Part.FINDING: 2}
    assert agreement.left_out == {Part.ACT: 2, Part.SLOT: 3, Part.FINDING: 1}


def test_languages_stand_apart_and_together() -> None:
    threads = [
        (entry, cases_of(entry))
        for entry in (
            examined(ASKED_AGAIN, Gold(findings=())),
            examined(IGNORED, Gold(findings=(seen(Code.NO_REPLY, "m1"),))),
        )
    ]
    english, italian, together = agreement_by_language(threads)
    assert [english.language, italian.language, together.language] == ["en", "it", "all"]
    assert [row.name for row in italian.findings] == ["R101"]
    assert [row.name for row in english.findings] == ["U402"]
    assert [row.name for row in together.findings] == ["R101", "U402"]


def test_no_thread_gives_no_language() -> None:
    assert agreement_by_language([]) == ()

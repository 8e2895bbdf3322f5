"""Corrections of single acts and findings, listed with the errors."""

from __future__ import annotations

from analyzer.codebook import Act, Code, Verdict
from analyzer.evaluating.cases import Outcome, Part
from analyzer.evaluating.corrections import correction_cases
from analyzer.evaluating.disagreements import disagreement_records
from analyzer.evaluating.examined import ExaminedThread, examine
from analyzer.threads import Correction, Gold, LabelledThread
from tests.conftest import shipped_model, thread_of

LINES = ("C: My number is 333 1234567, call me.", "B: Could you please send us your phone number?")


def seen(*corrections: Correction, **gold: object) -> ExaminedThread:
    labelled = LabelledThread(thread_of(LINES, "en"), Gold(corrections=corrections, **gold))  # type: ignore[arg-type]
    return next(examine([labelled], shipped_model().judges))


def repeat(verdict: Verdict) -> Correction:
    return Correction("m2", verdict, code=Code.REPEATED_REQUEST)


def test_a_finding_called_wrong_that_is_still_found_is_a_false_positive_with_its_quote() -> None:
    [case] = correction_cases(seen(repeat(Verdict.WRONG)))
    assert (case.part, case.value, case.outcome) == (Part.FINDING, "R101", Outcome.FALSE_POSITIVE)
    assert case.evidence is not None
    assert "phone number" in case.evidence.quote


def test_a_finding_called_right_that_is_found_is_no_error() -> None:
    examined = seen(repeat(Verdict.RIGHT))
    [case] = correction_cases(examined)
    assert case.outcome is Outcome.TRUE_POSITIVE
    assert list(disagreement_records([(examined, ())])) == []


def test_what_is_missing_is_a_false_negative_until_it_is_found() -> None:
    blame = Correction("m2", Verdict.MISSING, code=Code.BLAME_SHIFT)
    assert [case.outcome for case in correction_cases(seen(blame))] == [Outcome.FALSE_NEGATIVE]
    assert [case.outcome for case in correction_cases(seen(repeat(Verdict.MISSING)))] == [Outcome.TRUE_POSITIVE]


def test_what_was_wrong_and_is_no_longer_found_makes_no_case() -> None:
    assert correction_cases(seen(Correction("m2", Verdict.WRONG, code=Code.BLAME_SHIFT))) == ()


def test_acts_are_corrected_alike() -> None:
    [case] = correction_cases(seen(Correction("m2", Verdict.WRONG, act=Act.DATA_REQUEST)))
    assert (case.part, case.value, case.outcome) == (Part.ACT, "data_request", Outcome.FALSE_POSITIVE)


def test_corrections_are_silent_where_all_findings_were_gone_through() -> None:
    assert correction_cases(seen(repeat(Verdict.WRONG), findings=())) == ()


def test_the_list_of_errors_holds_them() -> None:
    [record] = disagreement_records([(seen(repeat(Verdict.WRONG)), ())])
    assert (record["kind"], record["what"], record["value"], record["message"]) == ("fp", "finding", "R101", "m2")

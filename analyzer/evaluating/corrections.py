"""What readers corrected in threads whose acts or findings they did not go through as a whole."""

from __future__ import annotations

from analyzer.codebook import Verdict
from analyzer.evaluating.cases import Case, Outcome, Part
from analyzer.evaluating.examined import ExaminedThread
from analyzer.findings import ReviewedThread
from analyzer.scores import Evidence, Finding
from analyzer.threads import Correction


def correction_cases(examined: ExaminedThread) -> tuple[Case, ...]:
    """A case for each correction, as the program stands now: what was called wrong and is still found is false.

    What was called wrong and is no longer found makes none. Where readers went through all acts or findings, gold says
    the same and more, so that corrections of that kind make none either.
    """
    reviewed, gold = examined.reviewed, examined.gold
    if reviewed is None:
        return ()
    asked = [each for each in gold.corrections if (gold.acts if each.act is not None else gold.findings) is None]
    cases = (_act_case(each, reviewed) if each.act is not None else _finding_case(each, reviewed) for each in asked)
    return tuple(case for case in cases if case is not None)


def _outcome(found: bool, verdict: Verdict) -> Outcome | None:
    if verdict is Verdict.WRONG:
        return Outcome.FALSE_POSITIVE if found else None
    return Outcome.TRUE_POSITIVE if found else Outcome.FALSE_NEGATIVE


def _act_case(correction: Correction, reviewed: ReviewedThread) -> Case | None:
    entries = (entry for entry in reviewed.ledger.annotated.replies if entry.message.id == correction.message)
    message = next(entries, None)
    if correction.act is None or message is None:
        return None
    marks = message.labelled("acts", correction.act)
    outcome = _outcome(bool(marks), correction.verdict)
    if outcome is None:
        return None
    text = message.message.text
    evidence = Evidence(correction.message, marks[0].start, marks[0].end, marks[0].quote(text)) if marks else None
    return Case(Part.ACT, correction.act.value, outcome, correction.message, evidence)


def _finding_case(correction: Correction, reviewed: ReviewedThread) -> Case | None:
    if correction.code is None:
        return None
    found = next((each for each in reviewed.findings if _is_about(each, correction)), None)
    outcome = _outcome(found is not None, correction.verdict)
    if outcome is None:
        return None
    value, message = correction.code.value, correction.message
    if found is None:
        return Case(Part.FINDING, value, outcome, message, slot=correction.slot)
    evidence = Evidence(found.message, found.start, found.end, found.quote)
    return Case(Part.FINDING, value, outcome, message, evidence, found.slot, found.confidence, found.rests_on)


def _is_about(found: Finding, correction: Correction) -> bool:
    same_place = found.code is correction.code and found.message == correction.message
    return same_place and (correction.slot is None or found.slot is correction.slot)

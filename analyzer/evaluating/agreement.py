"""Agreement of found evidence with gold: precision, recall, F1 and false accusations, each with its interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzer.codebook import Act, Code, Confidence, Slot
from analyzer.evaluating.cases import Case, Outcome, Part, is_annotated
from analyzer.evaluating.examined import ExaminedThread
from analyzer.modeling.bootstrap import Estimate, Floats, ratios

FEW = 30
ALL_SLOTS = "all slots"
GROUPS: Mapping[str, tuple[Code, ...]] = {
    "repeats and blame": (
        Code.REPEATED_REQUEST, Code.REQUEST_AFTER_REFUSAL, Code.REQUEST_FOR_DATA_ON_FILE, Code.UNNAMED_REQUEST,
        Code.BLAME_SHIFT,
    ),
    "other accusations": (
        Code.CHANNEL_BOUNCE, Code.REPEATED_REPLY, Code.FORMULA_ONLY, Code.DEFLECTION, Code.ALREADY_TRIED,
        Code.UNANSWERED_QUESTION, Code.NO_REPLY,
    ),
    "credits": (Code.ANSWER, Code.COMMITMENT, Code.RESOLUTION, Code.HONEST_REDIRECT),
}  # fmt: skip

Compared = tuple[ExaminedThread, tuple[Case, ...]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far one act, slot, code or group of them agrees with gold.

    Attributes:
        name: The act, slot or code, or the name of a group.
        support: How often gold has it: ``tp + fn``.
        few: Whether ``support`` is under 30, too few to lean on.
        precision: ``tp / (tp + fp)``.
        recall: ``tp / (tp + fn)``.
        f1: ``2 tp / (2 tp + fp + fn)``.
    """

    name: str
    support: int
    few: bool
    tp: int
    fp: int
    fn: int
    precision: Estimate
    recall: Estimate
    f1: Estimate


@dataclass(frozen=True, slots=True)
class Accusation:
    """What a finding against the brand costs when it is wrong.

    Attributes:
        name: The code, or the name of a group.
        threads_without: Threads whose gold has none, and where none is disputed.
        false_per_100_threads: False ones in a hundred of those threads.
        certain: How many found ones are certain; ``certain_precision``: the share of them that gold has.
        likely: How many are likely; ``likely_precision``: the share of them that gold has.
    """

    name: str
    threads_without: int
    false_per_100_threads: Estimate
    certain: int
    certain_precision: Estimate
    likely: int
    likely_precision: Estimate


@dataclass(frozen=True, slots=True)
class LanguageAgreement:
    """Agreement over the threads of one language; rows that neither gold nor the program has are left out.

    Attributes:
        language: Primary tag; ``all`` for every thread together.
        threads: Threads compared, by part.
        left_out: Threads without gold for a part, by part.
        acts: One row an act.
        slots: One row a requested slot, the micro total first.
        findings: One row a code.
        groups: Micro totals of the groups of findings.
        accusations: One row a code against the brand, and one a group.
    """

    language: str
    threads: dict[Part, int]
    left_out: dict[Part, int]
    acts: tuple[Agreement, ...]
    slots: tuple[Agreement, ...]
    findings: tuple[Agreement, ...]
    groups: tuple[Agreement, ...]
    accusations: tuple[Accusation, ...]


def agreement_by_language(compared: Sequence[Compared]) -> tuple[LanguageAgreement, ...]:
    """One entry a language in alphabetical order, and one for all where there are several."""
    languages = sorted({examined.language for examined, _ in compared})
    parts = [(tag, [entry for entry in compared if entry[0].language == tag]) for tag in languages]
    if len(languages) > 1:
        parts.append(("all", list(compared)))
    return tuple(_language_agreement(tag, entries) for tag, entries in parts)


def _language_agreement(language: str, compared: Sequence[Compared]) -> LanguageAgreement:
    kept = {part: [entry for entry in compared if is_annotated(entry[0].gold, part)] for part in Part}
    slots = {slot.value: (slot.value,) for slot in Slot}
    return LanguageAgreement(
        language,
        {part: len(entries) for part, entries in kept.items()},
        {part: len(compared) - len(entries) for part, entries in kept.items()},
        acts=_agreements(kept[Part.ACT], Part.ACT, {act.value: (act.value,) for act in Act}),
        slots=_agreements(kept[Part.SLOT], Part.SLOT, {ALL_SLOTS: tuple(slots), **slots}),
        findings=_agreements(kept[Part.FINDING], Part.FINDING, {code.value: (code.value,) for code in Code}),
        groups=_agreements(kept[Part.FINDING], Part.FINDING, GROUPS),
        accusations=_accusations(kept[Part.FINDING]),
    )


def _agreements(compared: Sequence[Compared], part: Part, rows: Mapping[str, Sequence[str]]) -> tuple[Agreement, ...]:
    def counted(outcome: Outcome) -> Floats:
        return _counts(compared, rows, lambda case: case.part is part and case.outcome is outcome)

    tp, fp, fn = (counted(outcome) for outcome in Outcome)
    figures = zip(
        rows,
        *(counts.sum(axis=0).astype(int).tolist() for counts in (tp, fp, fn)),
        ratios(tp, tp + fp),
        ratios(tp, tp + fn),
        ratios(2 * tp, 2 * tp + fp + fn),
        strict=True,
    )
    return tuple(
        Agreement(name, right + missed, right + missed < FEW, right, false, missed, precision, recall, f1)
        for name, right, false, missed, precision, recall, f1 in figures
        if right + false + missed
    )


def _accusations(compared: Sequence[Compared]) -> tuple[Accusation, ...]:
    rows: dict[str, tuple[Code, ...]] = {code.value: (code,) for code in Code if not code.is_credit}
    rows |= {name: codes for name, codes in GROUPS.items() if not codes[0].is_credit}

    def found(confidence: Confidence | None, *outcomes: Outcome) -> Floats:
        return _counts(
            compared,
            rows,
            lambda case: (
                case.part is Part.FINDING
                and case.outcome in outcomes
                and (confidence is None or case.confidence is confidence)
            ),
        )

    without = _without(compared, list(rows.values()))
    both = (Outcome.TRUE_POSITIVE, Outcome.FALSE_POSITIVE)
    false = found(None, Outcome.FALSE_POSITIVE)
    told = {confidence: found(confidence, *both) for confidence in Confidence}
    precision = {kind: ratios(found(kind, Outcome.TRUE_POSITIVE), told[kind]) for kind in Confidence}
    figures = zip(
        rows,
        without.sum(axis=0).astype(int).tolist(),
        ratios(100 * false * without, without),
        told[Confidence.CERTAIN].sum(axis=0).astype(int).tolist(),
        precision[Confidence.CERTAIN],
        told[Confidence.LIKELY].sum(axis=0).astype(int).tolist(),
        precision[Confidence.LIKELY],
        strict=True,
    )
    return tuple(Accusation(*row) for row in figures)


def _counts(
    compared: Sequence[Compared], rows: Mapping[str, Sequence[str]], counts: Callable[[Case], bool]
) -> NDArray[np.float64]:
    """How many cases of each row a thread has; shape (threads, rows)."""
    columns: dict[str, list[int]] = {}
    for column, values in enumerate(rows.values()):
        for value in values:
            columns.setdefault(value, []).append(column)
    table = np.zeros((len(compared), len(rows)))
    for thread, (_, cases) in enumerate(compared):
        for case in cases:
            if counts(case):
                table[thread, columns.get(case.value, [])] += 1
    return table


def _without(compared: Sequence[Compared], rows: Sequence[Sequence[Code]]) -> NDArray[np.float64]:
    """1 where gold has no finding of a row, not even a disputed one; shape (threads, rows)."""
    table = np.ones((len(compared), len(rows)))
    for thread, (examined, _) in enumerate(compared):
        gold = examined.gold
        had = {finding.code for finding in (*(gold.findings or ()), *gold.disputed.findings)}
        for column, codes in enumerate(rows):
            table[thread, column] = float(not had.intersection(codes))
    return table

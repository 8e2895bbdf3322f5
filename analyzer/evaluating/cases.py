"""What was found set against gold, one case for each act, requested slot and finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from analyzer.codebook import Act, Code, Confidence, Slot
from analyzer.evaluating.examined import ExaminedThread
from analyzer.findings import ReviewedThread
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.scores import Evidence, Finding, RestsOn
from analyzer.threads import Gold, GoldFinding


class Part(StrEnum):
    """The kinds of evidence that readers label; each may be missing from a file."""

    ACT = "act"
    SLOT = "slot"
    FINDING = "finding"


class Outcome(StrEnum):
    """How one piece of evidence stands to gold."""

    TRUE_POSITIVE = "tp"
    FALSE_POSITIVE = "fp"
    FALSE_NEGATIVE = "fn"


@dataclass(frozen=True, slots=True)
class Case:
    """One piece of evidence that was found, or that gold has, or both.

    Attributes:
        value: The act, the slot or the finding code.
        evidence: Where it was found; None for what was not.
        slot: For a finding, the slot it is about, if any.
    """

    part: Part
    value: str
    outcome: Outcome
    message: str
    evidence: Evidence | None = None
    slot: Slot | None = None
    confidence: Confidence | None = None
    rests_on: RestsOn | None = None


def is_annotated(gold: Gold, part: Part) -> bool:
    """Whether readers were asked for this kind of evidence; an empty answer is an answer."""
    return {Part.ACT: gold.acts, Part.SLOT: gold.requested, Part.FINDING: gold.findings}[part] is not None


def cases_of(examined: ExaminedThread) -> tuple[Case, ...]:
    """Every case of a thread, by message, then part and value; what is disputed or not annotated makes none.

    Acts and slots match by message. A finding matches gold on code and message, and on slot where gold has one;
    several findings that match the same gold are one case, and each that matches none is a false positive.
    """
    reviewed, gold = examined.reviewed, examined.gold
    if reviewed is None:
        return ()
    found = [
        *(_act_cases(reviewed, gold) if gold.acts is not None else ()),
        *(_slot_cases(reviewed, gold.requested) if gold.requested is not None else ()),
        *(_finding_cases(reviewed.findings, gold.findings, gold) if gold.findings is not None else ()),
    ]
    position = {message.id: index for index, message in enumerate(examined.thread.messages)}
    parts, codes = list(Part), list(Outcome)
    found.sort(
        key=lambda case: (
            position[case.message],
            parts.index(case.part),
            case.value,
            codes.index(case.outcome),
            case.slot or "",
        )
    )
    return tuple(found)


def _act_cases(reviewed: ReviewedThread, gold: Gold) -> Iterator[Case]:
    for message in reviewed.ledger.annotated.messages:
        name = message.message.id
        found = set(message.acts) if message.is_reply else set()
        expected = set((gold.acts or {}).get(name, ()))
        for act in (found | expected) - set(gold.disputed.acts.get(name, ())):
            yield _marked(Part.ACT, act, message, "acts", act in found, act in expected)


def _slot_cases(reviewed: ReviewedThread, requested: Mapping[str, tuple[Slot, ...]]) -> Iterator[Case]:
    for message in reviewed.ledger.annotated.messages:
        found = set(message.requested) if message.is_reply else set()
        expected = set(requested.get(message.message.id, ()))
        for slot in found | expected:
            yield _marked(Part.SLOT, slot, message, "requested", slot in found, slot in expected)


def _marked(part: Part, value: Act | Slot, message: AnnotatedMessage, group: str, found: bool, expected: bool) -> Case:
    name, text = message.message.id, message.message.text
    marks = message.labelled(group, value) if found else ()
    evidence = Evidence(name, marks[0].start, marks[0].end, marks[0].quote(text)) if marks else None
    outcome = Outcome.FALSE_NEGATIVE if not found else Outcome.TRUE_POSITIVE if expected else Outcome.FALSE_POSITIVE
    return Case(part, value.value, outcome, name, evidence)


def _finding_cases(found: tuple[Finding, ...], expected: tuple[GoldFinding, ...], gold: Gold) -> Iterator[Case]:
    disputed = {(entry.code, entry.message) for entry in gold.disputed.findings}
    matched: set[int] = set()
    for entry in dict.fromkeys(expected):
        rows = [row for row, finding in enumerate(found) if _matches(finding, entry)]
        matched.update(rows)
        if (entry.code, entry.message) in disputed:
            continue
        if rows:
            firmest = min(rows, key=lambda row: found[row].confidence is not Confidence.CERTAIN)
            yield _found(found[firmest], Outcome.TRUE_POSITIVE)
        else:
            yield Case(Part.FINDING, entry.code.value, Outcome.FALSE_NEGATIVE, entry.message, slot=entry.slot)
    false: dict[tuple[Code, str, Slot | None], Finding] = {}
    for row, finding in enumerate(found):
        if row not in matched and (finding.code, finding.message) not in disputed:
            false.setdefault((finding.code, finding.message, finding.slot), finding)
    for finding in false.values():
        yield _found(finding, Outcome.FALSE_POSITIVE)


def _matches(finding: Finding, gold: GoldFinding) -> bool:
    same_place = finding.code is gold.code and finding.message == gold.message
    return same_place and (gold.slot is None or finding.slot is gold.slot)


def _found(finding: Finding, outcome: Outcome) -> Case:
    return Case(
        Part.FINDING,
        finding.code.value,
        outcome,
        finding.message,
        Evidence(finding.message, finding.start, finding.end, finding.quote),
        finding.slot,
        finding.confidence,
        finding.rests_on,
    )

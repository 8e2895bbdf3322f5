"""What a writer is, and how scores become plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

from analyzer.codebook import Label
from analyzer.modeling.classifier import LABELS
from analyzer.scores import Evidence, Finding, Promise, Score
from analyzer.scoring import ScoredThread

CSV_COLUMNS = (
    "source", "thread_id", "brand", "channel", "language", "score", "label",
    *(label.value for label in LABELS), "not_scorable", "findings",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Writer:
    """One output format.

    Attributes:
        name: As in ``--format``.
        write: Scores to a binary stream, in order; for a terminal the stream may be one.
        for_people: Whether it is laid out for reading rather than for programs.
    """

    name: str
    write: Callable[[Iterable[ScoredThread], BinaryIO], None]
    for_people: bool = False


def source_name(scored: ScoredThread) -> str:
    """File and line a thread was read from; standard input by that name."""
    source = scored.thread.source
    name = "stdin" if source.file == "-" else source.file
    return name if source.line is None else f"{name}:{source.line}"


def table_row(scored: ScoredThread) -> dict[str, Any]:
    """One thread as one row, keyed by ``CSV_COLUMNS``."""
    thread, score = scored.thread, scored.score
    chances = score.probabilities or {}
    return {
        "source": source_name(scored),
        "thread_id": thread.id,
        "brand": thread.brand,
        "channel": thread.channel,
        "language": score.language,
        "score": score.score,
        "label": score.label.value if score.label else None,
        **{label.value: chances.get(label) for label in LABELS},
        "not_scorable": score.not_scorable.value if score.not_scorable else None,
        "findings": ";".join(finding.code.value for finding in score.findings),
    }


def score_record(scored: ScoredThread) -> dict[str, Any]:
    """One thread as the contract's JSON object."""
    thread, score = scored.thread, scored.score
    record: dict[str, Any] = {
        "thread_id": thread.id,
        "source": {"file": thread.source.file, "line": thread.source.line},
        "brand": thread.brand,
        "channel": thread.channel,
        "language": score.language,
        "score": score.score,
        "label": score.label,
        "probabilities": _probabilities(score),
        "findings": [finding_record(finding) for finding in score.findings],
        "acts": score.acts,
        "requested": score.requested,
        "questions": [{**_evidence(entry.evidence), "taken_up_by": entry.taken_up_by} for entry in score.questions],
        "handoffs": [
            {**_evidence(entry.evidence), "outcome": entry.outcome, "shown_by": entry.shown_by}
            for entry in score.handoffs
        ],
        "promises": [_promise_record(entry) for entry in score.promises],
        "intervals": score.intervals,
        "features": {name: int(value) if value.is_integer() else value for name, value in score.features.items()},
        "model": score.model,
    }
    if score.not_scorable:
        record["not_scorable"] = score.not_scorable
    return record


def finding_record(finding: Finding) -> dict[str, Any]:
    """One finding as the contract's JSON object; what does not apply is absent."""
    record: dict[str, Any] = {
        "code": finding.code,
        "name": finding.code.finding_name,
        "message": finding.message,
        "start": finding.start,
        "end": finding.end,
        "confidence": finding.confidence,
        "quote": finding.quote,
    }
    if finding.slot:
        record["slot"] = finding.slot
    if finding.rests_on:
        record["rests_on"] = finding.rests_on
    return {**record, "explanation": finding.explanation}


def _probabilities(score: Score) -> dict[Label, float] | None:
    return dict(score.probabilities) if score.probabilities else None


def _promise_record(promise: Promise) -> dict[str, Any]:
    deadline = promise.deadline
    return {
        **_evidence(promise.evidence),
        "outcome": promise.outcome,
        "deadline": {**_evidence(deadline.evidence), "moment": deadline.moment} if deadline else None,
        "shown_by": promise.shown_by,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "message": evidence.message,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
    }

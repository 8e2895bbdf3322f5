"""Earlier scores set against what a new model says of the same threads: what moves, by how much, because of what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import pandas as pd

from analyzer.codebook import Code, Label, Slot
from analyzer.exports.files import OpenedInput
from analyzer.exports.json_items import json_lines
from analyzer.exports.reading import Reject
from analyzer.modeling.artifact import Model
from analyzer.modeling.classifier import expected_score
from analyzer.scores import Finding, Score
from analyzer.scoring import ScoredThread

_NOTICED = 0.05


class OldFinding(msgspec.Struct, frozen=True):
    """A finding of an earlier output."""

    code: Code
    message: str
    quote: str = ""
    slot: Slot | None = None


class OldSource(msgspec.Struct, frozen=True):
    """Where an earlier output read its thread."""

    file: str
    line: int | None = None


class OldScore(msgspec.Struct, frozen=True):
    """One line of an earlier output, as far as it is needed here."""

    thread_id: str
    source: OldSource
    score: float | None
    label: Label | None
    findings: tuple[OldFinding, ...] = ()
    features: dict[str, float] = {}
    model: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Cause:
    """A column that differs: the new score less what it were with the column's old value."""

    column: str
    before: float
    after: float
    effect: float


@dataclass(frozen=True, slots=True)
class Move:
    """How one thread's score moved.

    Attributes:
        by_evidence: The part that other findings make, 0 to 100 points; None where the old features are not known or
            a thread could not be judged before or now.
        by_model: The rest: the new model reads the same evidence differently.
        gone: Findings that are no longer there.
        come: Findings that were not there.
        causes: Columns that differ, strongest first.
    """

    thread_id: str
    source: OldSource
    score_before: float | None
    score: float | None
    label_before: Label | None
    label: Label | None
    by_evidence: float | None
    by_model: float | None
    gone: tuple[OldFinding, ...]
    come: tuple[OldFinding, ...]
    causes: tuple[Cause, ...]

    @property
    def by(self) -> float | None:
        """New score less old one; None where one of them is missing."""
        return None if self.score is None or self.score_before is None else round(self.score - self.score_before, 1)

    @property
    def moved(self) -> bool:
        """Whether score or label are others, or there is one only now or only before."""
        return self.score != self.score_before or self.label is not self.label_before


def read_scores(opened: OpenedInput) -> Iterator[OldScore | Reject]:
    """The lines of an earlier output of ``score`` in JSON Lines."""
    for source, record in json_lines(opened):
        if isinstance(record, Reject):
            yield record
            continue
        try:
            yield msgspec.convert(record, OldScore)
        except msgspec.ValidationError as error:
            yield Reject(source, f"not a score: {error}")


def moves(pairs: Iterable[tuple[OldScore, ScoredThread]], model: Model) -> Iterator[Move]:
    """One move for each old score beside the new one, in order.

    Args:
        pairs: Of the same threads.
        model: What the new scores come from.
    """
    for old, scored in pairs:
        yield _move(old, scored.score, model)


def _move(old: OldScore, new: Score, model: Model) -> Move:
    before = dict.fromkeys(_statement(found) for found in old.findings)
    after = dict.fromkeys(_statement(found) for found in new.findings)
    by_evidence, causes = _evidence(old.features, new, model)
    total = None if new.score is None or old.score is None else new.score - old.score
    return Move(
        old.thread_id,
        old.source,
        old.score,
        new.score,
        old.label,
        new.label,
        None if by_evidence is None or total is None else round(by_evidence, 1),
        None if by_evidence is None or total is None else round(total - by_evidence, 1),
        tuple(_without_statement(old.findings, after)),
        tuple(
            OldFinding(found.code, found.message, found.quote, found.slot)
            for found in new.findings
            if _statement(found) not in before
        ),
        causes,
    )


def _evidence(before: Mapping[str, float], new: Score, model: Model) -> tuple[float | None, tuple[Cause, ...]]:
    """What the new model makes of the new evidence less what it makes of the old, and each column's part."""
    columns = model.classifier.columns
    if new.score is None or not all(column in before for column in columns):
        return None, ()
    after = new.features
    changed = [column for column in columns if before[column] != after[column]]
    if not changed:
        return 0.0, ()
    rows = [{column: after[column] for column in columns}, {column: before[column] for column in columns}]
    rows += [{**rows[0], column: before[column]} for column in changed]
    now, then, *each = expected_score(model.classifier.probabilities(pd.DataFrame(rows))).tolist()
    causes = [
        Cause(column, before[column], after[column], round(now - without, 1))
        for column, without in zip(changed, each, strict=True)
    ]
    return now - then, tuple(sorted(causes, key=lambda cause: -abs(cause.effect)))


def _statement(found: OldFinding | Finding) -> tuple[Code, str, Slot | None]:
    return found.code, found.message, found.slot


def _without_statement(
    findings: Iterable[OldFinding], known: Mapping[tuple[Code, str, Slot | None], None]
) -> Iterator[OldFinding]:
    return (found for found in findings if _statement(found) not in known)


def in_words(move: Move) -> str:
    """Why a thread moved, in one line.

    Findings that came or went are named first; where there are none, the columns that differ are, and where those are
    the same, the model alone reads the evidence differently.
    """
    parts = [f"+{found.code} {found.message}" for found in move.come]
    parts += [f"-{found.code} {found.message}" for found in move.gone]
    if not parts:
        parts = [f"{cause.column} {cause.before:g} to {cause.after:g}" for cause in move.causes[:3]]
    if move.by_model is not None and abs(move.by_model) > _NOTICED:
        parts.append(f"model {move.by_model:+.1f}")
    return ", ".join(parts) or "no other evidence"

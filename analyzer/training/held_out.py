"""How good the model and its baselines are on threads of brands they have not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.codebook import Label
from analyzer.modeling.baselines import fit_text_baseline, label_shares, weighted_findings
from analyzer.modeling.bootstrap import Estimate
from analyzer.modeling.calibration import Calibration, calibration
from analyzer.modeling.classifier import Probabilities, ordinal_codes
from analyzer.modeling.cross_validation import Fold, gathered
from analyzer.modeling.label_figures import LabelFigures, label_figures, macro_f1_gain
from analyzer.modeling.side_by_side import side_by_side
from analyzer.nlp.annotation import AnnotatedThread
from analyzer.scoring import label_probabilities
from analyzer.threads import Thread
from analyzer.training.table import TrainingTable

NOT_KNOWN = "not known"
FEWEST_A_SLICE = 10
SPLITS = ("language", "sector", "channel")


@dataclass(frozen=True, slots=True)
class SliceFigures:
    """Figures of some of the threads; slices under ``FEWEST_A_SLICE`` threads stand together as ``others``."""

    split: str
    name: str
    figures: LabelFigures


@dataclass(frozen=True, slots=True)
class BaselineFigures:
    """A baseline in the same folds, and the macro-F1 that the model has above it."""

    name: str
    figures: LabelFigures
    gain: Estimate


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Figures of the held-out judgements, as ``analyzer score`` judges.

    Attributes:
        probabilities: Shape (threads, 3).
        figures: Of all threads.
        calibration: Reliability of the probabilities.
        slices: By language, sector and channel.
        baselines: In the same folds.
    """

    probabilities: Probabilities
    figures: LabelFigures
    calibration: Calibration
    slices: tuple[SliceFigures, ...]
    baselines: tuple[BaselineFigures, ...]


def held_out_figures(
    table: TrainingTable, probabilities: Probabilities, baselines: dict[str, Probabilities]
) -> HeldOut:
    """The figures of held-out judgements beside those of the baselines."""
    gold = ordinal_codes(table.rows.labels)
    return HeldOut(
        probabilities,
        label_figures(gold, probabilities),
        calibration(gold, probabilities),
        tuple(
            SliceFigures(split, name, label_figures(gold[rows], probabilities[rows]))
            for split in SPLITS
            for name, rows in _slices(table.rows.annotated, split)
        ),
        tuple(
            BaselineFigures(name, label_figures(gold, other), macro_f1_gain(gold, probabilities, other))
            for name, other in baselines.items()
        ),
    )


def held_out_judgements(table: TrainingTable, folds: Sequence[Fold]) -> Probabilities:
    """What the folds' models say of the brands they have not seen; shape (threads, 3)."""
    return gathered(
        folds, [label_probabilities([table.reviewed[row] for row in fold.test], fold.classifier) for fold in folds]
    )


def baseline_judgements(table: TrainingTable, folds: Sequence[Fold]) -> dict[str, Probabilities]:
    """What the baselines say in the same folds, by name."""
    threads = [entry.thread for entry in table.rows.entries]
    shares, calls = [], []
    for fold in folds:
        labels = [table.rows.labels[row] for row in fold.train]
        shares.append(label_shares(labels, len(fold.test)))
        calls.append(([threads[row] for row in fold.train], labels, [threads[row] for row in fold.test]))
    words = side_by_side(_by_words, calls, len(threads))
    return {
        "commonest label": gathered(folds, shares),
        "weighted findings": weighted_findings(thread.findings for thread in table.reviewed),
        "words": gathered(folds, words),
    }


def _by_words(threads: Sequence[Thread], labels: Sequence[Label], tested: Sequence[Thread]) -> Probabilities:
    return fit_text_baseline(threads, labels).probabilities(tested)


def _slices(threads: Sequence[AnnotatedThread], split: str) -> list[tuple[str, list[int]]]:
    rows: dict[str, list[int]] = {}
    for row, thread in enumerate(threads):
        rows.setdefault(_slice_of(thread, split), []).append(row)
    others = [row for found in rows.values() if len(found) < FEWEST_A_SLICE for row in found]
    kept = [(name, found) for name, found in sorted(rows.items()) if len(found) >= FEWEST_A_SLICE]
    return [*kept, ("others", sorted(others))] if others else kept


def _slice_of(annotated: AnnotatedThread, split: str) -> str:
    thread = annotated.thread
    value = annotated.language if split == "language" else getattr(thread, split, None) or thread.extra.get(split)
    return value if isinstance(value, str) and value.strip() else NOT_KNOWN

"""How well predicted labels and scores agree with gold labels, each figure with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from analyzer.codebook import Label
from analyzer.modeling.bootstrap import Estimate, Floats, estimates
from analyzer.modeling.calibration import ece, top_label
from analyzer.modeling.classifier import LABELS, Probabilities, expected_score, most_probable, ordinal_codes
from analyzer.modeling.weighted_ranks import roc_auc, spearman

FEW_THREADS = 30
_CLASSES = len(LABELS)
_SQUARED_DISTANCE = np.subtract.outer(np.arange(_CLASSES), np.arange(_CLASSES)).astype(np.float64) ** 2


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """One label: how often gold has it, and precision, recall and F1 of its prediction."""

    label: Label
    support: int
    precision: Estimate
    recall: Estimate
    f1: Estimate


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """Agreement of predictions with gold labels.

    Attributes:
        threads: How many were judged.
        few: Whether there are under 30.
        macro_f1: Mean F1 of the labels that gold or prediction has.
        accuracy: Share of threads with the right label.
        quadratic_kappa: Cohen's kappa with quadratic weights (Cohen 1968), -1 to 1.
        spearman: Rank correlation of the score with the ordinal gold label.
        roc_auc_unresponsive: Chance that an unresponsive thread gets a higher P(unresponsive) than another one.
        brier: Mean squared distance of the probabilities from the gold label, summed over labels (Brier 1950), 0 to 2.
        ece: Expected calibration error; see ``Calibration``.
        classes: Figures of each label.
        confusion: Threads by gold label (rows) and predicted label (columns), worst label first.
        confusion_shares: The same as shares of each row.
    """

    threads: int
    few: bool
    macro_f1: Estimate
    accuracy: Estimate
    quadratic_kappa: Estimate
    spearman: Estimate
    roc_auc_unresponsive: Estimate
    brier: Estimate
    ece: Estimate
    classes: tuple[ClassFigures, ...]
    confusion: tuple[tuple[int, ...], ...]
    confusion_shares: tuple[tuple[Estimate, ...], ...]


def label_figures(gold: NDArray[np.int64], probabilities: Probabilities) -> LabelFigures:
    """Figures of one set of predictions.

    Args:
        gold: Ordinal labels, shape (threads,), at least one.
        probabilities: Shape (threads, 3).
    """
    predicted = ordinal_codes(most_probable(probabilities))
    cells = np.eye(_CLASSES**2)[gold * _CLASSES + predicted]
    scores = expected_score(probabilities)
    squared = ((probabilities - np.eye(_CLASSES)[gold]) ** 2).sum(axis=1)
    top = top_label(gold, probabilities)

    def statistic(weights: Floats) -> Floats:
        total = weights.sum(axis=1)
        confusion = (weights @ cells).reshape(-1, _CLASSES, _CLASSES)
        by_class = _precision_recall_f1(confusion)
        return np.column_stack(
            [
                _mean_of_defined(by_class[:, 2]),
                np.trace(confusion, axis1=1, axis2=2) / total,
                _quadratic_kappa(confusion),
                spearman(weights, scores, gold.astype(np.float64)),
                roc_auc(weights, gold == LABELS.index(Label.UNRESPONSIVE), probabilities[:, 0]),
                weights @ squared / total,
                ece(weights, *top)[:, 0],
                by_class.reshape(len(weights), -1),
                _divided(confusion, confusion.sum(axis=2, keepdims=True)).reshape(len(weights), -1),
            ]
        )

    found = iter(estimates(statistic, len(gold)))
    macro_f1, accuracy, kappa, correlation, auc, brier, error = islice(found, 7)
    precisions, recalls, f1s, *shares = (tuple(islice(found, _CLASSES)) for _ in range(3 + _CLASSES))
    counts = cells.sum(axis=0).astype(int).reshape(_CLASSES, _CLASSES)
    return LabelFigures(
        threads=len(gold),
        few=len(gold) < FEW_THREADS,
        macro_f1=macro_f1,
        accuracy=accuracy,
        quadratic_kappa=kappa,
        spearman=correlation,
        roc_auc_unresponsive=auc,
        brier=brier,
        ece=error,
        classes=tuple(
            ClassFigures(label, int(row.sum()), precision, recall, f1)
            for label, row, precision, recall, f1 in zip(LABELS, counts, precisions, recalls, f1s, strict=True)
        ),
        confusion=tuple(tuple(map(int, row)) for row in counts),
        confusion_shares=tuple(shares),
    )


def macro_f1(gold: NDArray[np.int64], probabilities: Probabilities) -> float:
    """Mean F1 of the labels that gold or prediction has."""
    return float(_macro_f1(_cells(gold, probabilities), np.ones((1, len(gold))))[0])


def macro_f1_under(gold: NDArray[np.int64], probabilities: Probabilities, weights: Floats) -> Floats:
    """Macro-F1 under each row of weights, such as how often a resample drew each thread.

    Args:
        gold: Ordinal labels, shape (threads,).
        probabilities: Shape (threads, 3).
        weights: Shape (resamples, threads).

    Returns:
        Shape (resamples,).
    """
    return _macro_f1(_cells(gold, probabilities), weights)


def macro_f1_gain(gold: NDArray[np.int64], one: Probabilities, other: Probabilities) -> Estimate:
    """Macro-F1 of one set of predictions less that of another, both on the same resampled threads.

    Args:
        gold: Ordinal labels, shape (threads,), at least one.
        one: Shape (threads, 3).
        other: Shape (threads, 3).
    """
    cells = _cells(gold, one), _cells(gold, other)

    def statistic(weights: Floats) -> Floats:
        first, second = (_macro_f1(each, weights) for each in cells)
        return np.asarray((first - second)[:, None])

    return estimates(statistic, len(gold))[0]


def _cells(gold: NDArray[np.int64], probabilities: Probabilities) -> Floats:
    """One-hot cell of the confusion matrix for each thread."""
    return np.asarray(np.eye(_CLASSES**2)[gold * _CLASSES + ordinal_codes(most_probable(probabilities))])


def _macro_f1(cells: Floats, weights: Floats) -> Floats:
    return _mean_of_defined(_precision_recall_f1((weights @ cells).reshape(-1, _CLASSES, _CLASSES))[:, 2])


def _precision_recall_f1(confusion: Floats) -> Floats:
    """Shape (resamples, 3 figures, 3 labels)."""
    right = np.diagonal(confusion, axis1=1, axis2=2)
    predicted, gold = confusion.sum(axis=1), confusion.sum(axis=2)
    return np.stack([_divided(right, predicted), _divided(right, gold), _divided(2 * right, predicted + gold)], axis=1)


def _mean_of_defined(values: Floats) -> Floats:
    defined = ~np.isnan(values)
    return _divided(np.where(defined, values, 0.0).sum(axis=1), defined.sum(axis=1).astype(np.float64))


def _quadratic_kappa(confusion: Floats) -> Floats:
    total = confusion.sum(axis=(1, 2))
    by_chance = np.einsum("bi,bj->bij", confusion.sum(axis=2), confusion.sum(axis=1)) / total[:, None, None]
    seen, expected = ((_SQUARED_DISTANCE * table).sum(axis=(1, 2)) for table in (confusion, by_chance))
    return np.asarray(1 - _divided(seen, expected))


def _divided(above: Floats, below: Floats) -> Floats:
    below = np.broadcast_to(below, above.shape)
    return np.asarray(np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0))

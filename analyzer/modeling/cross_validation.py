"""What models say of threads whose brand they have not seen, and which of the named settings do best there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score

from analyzer.codebook import Label
from analyzer.modeling.classifier import OrdinalClassifier, Probabilities, most_probable, ordinal_codes
from analyzer.modeling.side_by_side import side_by_side
from analyzer.modeling.training import (
    DEFAULT_SETTINGS,
    FitSettings,
    Rows,
    Weights,
    fit,
    fit_uncalibrated,
    grouped_folds,
)

CANDIDATES: Mapping[str, FitSettings] = {
    "usual": DEFAULT_SETTINGS,
    "small trees": FitSettings(leaves=4, rounds=200),
    "small leaves": FitSettings(samples_a_leaf=12),
}
_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Fold:
    """One part of the data, and a model fitted on all other brands.

    Attributes:
        train: Rows the model was fitted on.
        test: Rows it has not seen, of brands it has not seen.
        classifier: The model.
    """

    train: Rows
    test: Rows
    classifier: OrdinalClassifier


@dataclass(frozen=True, slots=True)
class Choice:
    """Which settings did best.

    Attributes:
        name: Name of the settings in ``CANDIDATES``.
        settings: The settings.
        macro_f1: What each candidate reached in the folds, before calibration.
    """

    name: str
    settings: FitSettings
    macro_f1: Mapping[str, float]


def brand_folds(labels: Sequence[Label], brands: Sequence[str]) -> list[tuple[Rows, Rows]]:
    """Rows to fit on and rows to test on; all threads of a brand are on one side."""
    return grouped_folds(ordinal_codes(labels), brands)


def choose_settings(
    table: pd.DataFrame,
    labels: Sequence[Label],
    directions: Mapping[str, int],
    folds: Sequence[tuple[Rows, Rows]],
    candidates: Mapping[str, FitSettings] = CANDIDATES,
) -> Choice:
    """The candidate with the highest macro-F1 on the held-out parts, to three decimals; the first of equals.

    Candidates are compared before calibration, which moves few labels and takes most of the time.
    """
    gold = ordinal_codes(labels)
    splits = [(train, test) for _ in candidates for train, test in folds]
    tried = [settings for settings in candidates.values() for _ in folds]
    said = iter(quick_judgements(table, labels, directions, tried, splits))
    reached = {}
    for name in candidates:
        predicted = np.zeros(len(gold), dtype=np.int64)
        for _, test in folds:
            predicted[test] = ordinal_codes(most_probable(next(said)))
        score = f1_score(gold, predicted, average="macro", labels=[0, 1, 2], zero_division=0.0)
        reached[name] = round(float(score), _DECIMALS)
    best = max(reached, key=lambda name: reached[name])
    return Choice(best, candidates[best], reached)


def quick_judgements(
    table: pd.DataFrame,
    labels: Sequence[Label],
    directions: Mapping[str, int],
    settings: Sequence[FitSettings],
    splits: Sequence[tuple[Rows, Rows]],
    weights: Sequence[Weights | None] | None = None,
) -> list[Probabilities]:
    """What uncalibrated models say of the rows to test on, one table a split.

    Args:
        table: Shape (threads, columns).
        labels: One a row.
        directions: Column to -1, 0 or 1.
        settings: One a split.
        splits: Rows to fit on and rows to test on.
        weights: One array over all rows a split; alike if not given.

    Raises:
        TrainingRefusedError: Only one side of a threshold has threads to fit on.
    """
    each_weights = weights or [None] * len(splits)
    calls = [
        (
            table.iloc[train],
            [labels[row] for row in train],
            directions,
            chosen,
            None if weighing is None else weighing[train],
            table.iloc[test],
        )
        for (train, test), chosen, weighing in zip(splits, settings, each_weights, strict=True)
    ]
    return side_by_side(_quick_judgement, calls, len(table))


def fitted_folds(
    table: pd.DataFrame,
    labels: Sequence[Label],
    groups: Sequence[str],
    directions: Mapping[str, int],
    settings: FitSettings,
    folds: Sequence[tuple[Rows, Rows]],
    weights: Sequence[Weights | None] | None = None,
) -> list[Fold]:
    """A calibrated model for each fold; ``weights`` as in ``quick_judgements``."""
    each_weights = weights or [None] * len(folds)
    calls = [
        (
            table.iloc[train],
            [labels[row] for row in train],
            [groups[row] for row in train],
            directions,
            settings,
            None if weighing is None else weighing[train],
        )
        for (train, _), weighing in zip(folds, each_weights, strict=True)
    ]
    classifiers = side_by_side(fit, calls, len(table))
    return [Fold(train, test, model) for (train, test), model in zip(folds, classifiers, strict=True)]


def gathered(folds: Sequence[Fold], predicted: Sequence[Probabilities]) -> Probabilities:
    """One row a thread from one table a fold."""
    table = np.zeros((sum(len(fold.test) for fold in folds), 3))
    for fold, probabilities in zip(folds, predicted, strict=True):
        table[fold.test] = probabilities
    return table


def _quick_judgement(
    table: pd.DataFrame,
    labels: Sequence[Label],
    directions: Mapping[str, int],
    settings: FitSettings,
    weights: Weights | None,
    tested: pd.DataFrame,
) -> Probabilities:
    return fit_uncalibrated(table, labels, directions, settings, weights).probabilities(tested)

"""What models say of threads whose brand they have not seen, and which of the named settings do best there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score

from analyzer.codebook import Label
from analyzer.modeling.classifier import OrdinalClassifier, Probabilities, most_probable, ordinal_codes
from analyzer.modeling.training import DEFAULT_SETTINGS, FitSettings, Rows, fit, fit_uncalibrated, grouped_folds

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
    reached = {}
    for name, settings in candidates.items():
        predicted = np.zeros(len(gold), dtype=np.int64)
        for train, test in folds:
            model = fit_uncalibrated(table.iloc[train], [labels[row] for row in train], directions, settings)
            predicted[test] = ordinal_codes(most_probable(model.probabilities(table.iloc[test])))
        score = f1_score(gold, predicted, average="macro", labels=[0, 1, 2], zero_division=0.0)
        reached[name] = round(float(score), _DECIMALS)
    best = max(reached, key=lambda name: reached[name])
    return Choice(best, candidates[best], reached)


def fitted_folds(
    table: pd.DataFrame,
    labels: Sequence[Label],
    brands: Sequence[str],
    directions: Mapping[str, int],
    settings: FitSettings,
    folds: Sequence[tuple[Rows, Rows]],
) -> list[Fold]:
    """A calibrated model for each fold."""
    return [
        Fold(
            train,
            test,
            fit(
                table.iloc[train],
                [labels[row] for row in train],
                [brands[row] for row in train],
                directions,
                settings,
            ),
        )
        for train, test in folds
    ]


def gathered(folds: Sequence[Fold], predicted: Sequence[Probabilities]) -> Probabilities:
    """One row a thread from one table a fold."""
    table = np.zeros((sum(len(fold.test) for fold in folds), 3))
    for fold, probabilities in zip(folds, predicted, strict=True):
        table[fold.test] = probabilities
    return table

"""What each column does: how much held-out labels depend on it, and where the score goes as it grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score

from analyzer.modeling.classifier import (
    OrdinalClassifier,
    Probabilities,
    expected_score,
    most_probable,
    ordinal_codes,
)
from analyzer.modeling.cross_validation import Fold
from analyzer.modeling.training import SEED

_USUAL_MOST = 0.99
_ROWS_OF_A_MEAN = 500


@dataclass(frozen=True, slots=True)
class Effect:
    """What one column does.

    Attributes:
        column: Its name.
        importance: Macro-F1 lost on held-out threads when the column is shuffled among them (Breiman, "Random
            forests", 2001); about 0 where others say the same.
        scores: Column value and mean score over some 500 training threads, were it so in all of them and all else as
            it is (partial dependence; Friedman, "Greedy function approximation", 2001): from 0 to the 99th percentile.
    """

    column: str
    importance: float
    scores: tuple[tuple[float, float], ...]


def effects(
    classifier: OrdinalClassifier, table: pd.DataFrame, gold: Sequence[int], folds: Sequence[Fold]
) -> tuple[Effect, ...]:
    """The effect of every column, in the order of the table.

    Args:
        classifier: Fitted on the whole table.
        table: Shape (threads, columns).
        gold: Ordinal label of each row.
        folds: Models of the held-out parts.
    """
    truth = np.asarray(gold)
    untouched = _macro_f1(truth, folds, [fold.classifier.probabilities(table.iloc[fold.test]) for fold in folds])
    generator = np.random.default_rng(SEED)
    found = []
    for column in table.columns:
        values = table[column].to_numpy(copy=True)
        for fold in folds:
            values[fold.test] = generator.permutation(values[fold.test])
        shuffled = table.assign(**{column: values})
        left = _macro_f1(truth, folds, [fold.classifier.probabilities(shuffled.iloc[fold.test]) for fold in folds])
        found.append(Effect(column, round(untouched - left, 4), _dependence(classifier, table, column)))
    return tuple(found)


def _dependence(classifier: OrdinalClassifier, table: pd.DataFrame, column: str) -> tuple[tuple[float, float], ...]:
    most = float(np.ceil(table[column].quantile(_USUAL_MOST)))
    some = table.iloc[:: max(1, len(table) // _ROWS_OF_A_MEAN)]
    values = sorted({0.0, 1.0, most} if most > 1 else {0.0, 1.0})
    return tuple(
        (value, round(float(expected_score(classifier.probabilities(some.assign(**{column: value}))).mean()), 1))
        for value in values
    )


def _macro_f1(truth: np.ndarray, folds: Sequence[Fold], predicted: Sequence[Probabilities]) -> float:
    rows = np.concatenate([fold.test for fold in folds])
    labels = ordinal_codes(most_probable(np.vstack(list(predicted))))
    return float(f1_score(truth[rows], labels, average="macro", labels=[0, 1, 2], zero_division=0.0))

"""Fits the ordinal classifier on a feature table and says how good it is in held-out folds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import cohen_kappa_score, confusion_matrix, f1_score
from sklearn.model_selection import StratifiedGroupKFold
from threadpoolctl import threadpool_limits

from analyzer.codebook import Label
from analyzer.errors import TrainingRefusedError
from analyzer.modeling.classifier import LABELS, OrdinalClassifier, most_probable, ordinal_codes

FEWEST_A_CLASS = 15
FOLDS = 5
SEED = 20_150_127


@dataclass(frozen=True, slots=True)
class FitSettings:
    """The few settings of a fit, all named in the card.

    Attributes:
        shares: Label shares the training weights restore; the written corpus holds more failures than life.
        learning_rate: Shrinkage of each boosting step.
        rounds: Boosting steps.
        leaves: Most leaves of a tree.
        samples_a_leaf: Fewest threads in a leaf.
        l2: Ridge penalty on leaf values.
    """

    shares: Mapping[Label, float]
    learning_rate: float = 0.06
    rounds: int = 120
    leaves: int = 8
    samples_a_leaf: int = 12
    l2: float = 1.0


DEFAULT_SETTINGS = FitSettings({Label.UNRESPONSIVE: 0.22, Label.PARTIAL: 0.48, Label.RESPONSIVE: 0.30})


@dataclass(frozen=True, slots=True)
class FoldFigures:
    """How a fit did on folds it had not seen, grouped by brand.

    Attributes:
        macro_f1: Mean F1 of the three labels, 0 to 1.
        quadratic_kappa: Cohen's kappa with quadratic weights, -1 to 1.
        confusion: Rows are gold, columns predicted, in the order unresponsive, partial, responsive.
    """

    macro_f1: float
    quadratic_kappa: float
    confusion: list[list[int]]


def fit(
    table: pd.DataFrame,
    labels: Sequence[Label],
    groups: Sequence[str],
    directions: Mapping[str, int],
    settings: FitSettings = DEFAULT_SETTINGS,
) -> OrdinalClassifier:
    """Fits both cumulative models.

    Args:
        table: Shape (threads, columns).
        labels: One a row.
        groups: One a row; rows of a group (a brand) never part between fitting and calibration.
        directions: Column to -1, 0 or 1; the monotone constraint.
        settings: See ``FitSettings``.

    Raises:
        TrainingRefusedError: A label is missing or rarer than ``FEWEST_A_CLASS``.
    """
    codes = ordinal_codes(labels)
    _refuse_thin_classes(codes)
    weights = _weights(codes, settings)
    values = table.to_numpy(dtype="float64")
    constraint = [directions[column] for column in table.columns]
    with threadpool_limits(1, "openmp"):
        models = [
            _fit_binary(values, codes >= threshold, groups, constraint, weights, settings) for threshold in (1, 2)
        ]
    return OrdinalClassifier(models[0], models[1], tuple(table.columns))


def held_out_predictions(
    table: pd.DataFrame,
    labels: Sequence[Label],
    groups: Sequence[str],
    directions: Mapping[str, int],
    settings: FitSettings = DEFAULT_SETTINGS,
) -> NDArray[np.float64]:
    """Probabilities of every row from a model that saw no thread of its group; shape (threads, 3)."""
    codes = ordinal_codes(labels)
    _refuse_thin_classes(codes)
    predicted = np.zeros((len(table), 3))
    folds = StratifiedGroupKFold(_fold_count(groups), shuffle=True, random_state=SEED)
    for train, test in folds.split(table, codes, list(groups)):
        model = fit(
            table.iloc[train],
            [labels[row] for row in train],
            [groups[row] for row in train],
            directions,
            settings,
        )
        predicted[test] = model.probabilities(table.iloc[test])
    return predicted


def figures(labels: Sequence[Label], probabilities: NDArray[np.float64]) -> FoldFigures:
    """Figures of predicted probabilities against gold labels."""
    gold, predicted = ordinal_codes(labels), ordinal_codes(most_probable(probabilities))
    return FoldFigures(
        macro_f1=float(f1_score(gold, predicted, average="macro", labels=[0, 1, 2], zero_division=0.0)),
        quadratic_kappa=float(cohen_kappa_score(gold, predicted, weights="quadratic")),
        confusion=confusion_matrix(gold, predicted, labels=[0, 1, 2]).tolist(),
    )


def _fit_binary(
    values: NDArray[np.float64],
    target: NDArray[np.bool_],
    groups: Sequence[str],
    constraint: list[int],
    weights: NDArray[np.float64],
    settings: FitSettings,
) -> CalibratedClassifierCV:
    booster = HistGradientBoostingClassifier(
        learning_rate=settings.learning_rate,
        max_iter=settings.rounds,
        max_leaf_nodes=settings.leaves,
        min_samples_leaf=settings.samples_a_leaf,
        l2_regularization=settings.l2,
        monotonic_cst=constraint,
        early_stopping=False,
        random_state=SEED,
    )
    folds = StratifiedGroupKFold(_fold_count(groups), shuffle=True, random_state=SEED)
    splits = list(folds.split(values, target, list(groups)))
    calibrated = CalibratedClassifierCV(booster, method="sigmoid", cv=splits, ensemble=False)
    return calibrated.fit(values, target.astype(int), sample_weight=weights)


def _fold_count(groups: Sequence[str]) -> int:
    return max(2, min(FOLDS, len(set(groups))))


def _weights(codes: NDArray[np.int64], settings: FitSettings) -> NDArray[np.float64]:
    seen = np.bincount(codes, minlength=3) / len(codes)
    wanted = np.array([settings.shares[label] for label in LABELS])
    return np.asarray((wanted / seen)[codes], dtype=np.float64)


def _refuse_thin_classes(codes: NDArray[np.int64]) -> None:
    counts = np.bincount(codes, minlength=3)
    for label, count in zip(LABELS, counts, strict=True):
        if count < FEWEST_A_CLASS:
            raise TrainingRefusedError(
                f"only {count} threads are labelled {label}",
                mend=f"label at least {FEWEST_A_CLASS} of each label",
            )

"""Fits the ordinal classifier on a feature table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from threadpoolctl import threadpool_limits

from analyzer.codebook import Label
from analyzer.errors import TrainingRefusedError
from analyzer.modeling.classifier import LABELS, OrdinalClassifier, ordinal_codes

FEWEST_A_CLASS = 15
FEWEST_BRANDS_A_CLASS = 2
FOLDS = 5
SEED = 20_150_127

Rows = NDArray[np.intp]
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FitSettings:
    """The few settings of a fit, all named in the card.

    Attributes:
        learning_rate: Shrinkage of each boosting step.
        rounds: Boosting steps.
        leaves: Most leaves of a tree.
        samples_a_leaf: Fewest threads in a leaf.
        l2: Ridge penalty on leaf values.
    """

    learning_rate: float = 0.06
    rounds: int = 120
    leaves: int = 8
    samples_a_leaf: int = 30
    l2: float = 1.0


DEFAULT_SETTINGS = FitSettings()


def fit(
    table: pd.DataFrame,
    labels: Sequence[Label],
    groups: Sequence[str],
    directions: Mapping[str, int],
    settings: FitSettings = DEFAULT_SETTINGS,
    weights: Weights | None = None,
) -> OrdinalClassifier:
    """Fits both cumulative models, each calibrated on folds it has not seen.

    Args:
        table: Shape (threads, columns).
        labels: One a row.
        groups: One a row; rows of a group (a brand) never part between fitting and calibration.
        directions: Column to -1, 0 or 1; the monotone constraint.
        settings: See ``FitSettings``.
        weights: How much each row counts, shape (threads,); alike if not given.

    Raises:
        TrainingRefusedError: Only one side of a threshold has threads.
    """
    codes = ordinal_codes(labels)
    values = table.to_numpy(dtype="float64")
    with threadpool_limits(1):
        models = [
            _calibrated(values, _target(codes, threshold), groups, booster(table, directions, settings), weights)
            for threshold in (1, 2)
        ]
    return OrdinalClassifier(models[0], models[1], tuple(table.columns))


def fit_uncalibrated(
    table: pd.DataFrame,
    labels: Sequence[Label],
    directions: Mapping[str, int],
    settings: FitSettings,
    weights: Weights | None = None,
) -> OrdinalClassifier:
    """Both cumulative models as they come out of boosting: a sixth of the work of ``fit``, for choosing settings.

    Raises:
        TrainingRefusedError: Only one side of a threshold has threads.
    """
    codes = ordinal_codes(labels)
    values = table.to_numpy(dtype="float64")
    with threadpool_limits(1):
        models = [
            booster(table, directions, settings).fit(values, _target(codes, threshold), sample_weight=weights)
            for threshold in (1, 2)
        ]
    return OrdinalClassifier(models[0], models[1], tuple(table.columns))


def booster(
    table: pd.DataFrame, directions: Mapping[str, int], settings: FitSettings
) -> HistGradientBoostingClassifier:
    """The unfitted binary model, held to the direction of every column."""
    return HistGradientBoostingClassifier(
        learning_rate=settings.learning_rate,
        max_iter=settings.rounds,
        max_leaf_nodes=settings.leaves,
        min_samples_leaf=settings.samples_a_leaf,
        l2_regularization=settings.l2,
        monotonic_cst=[directions[column] for column in table.columns],
        early_stopping=False,
        random_state=SEED,
    )


def grouped_folds(target: NDArray[np.generic], groups: Sequence[str]) -> list[tuple[Rows, Rows]]:
    """Rows to fit on and rows to test on, the target's shares kept where the groups allow it.

    Args:
        target: Shape (threads,).
        groups: One a row; a group is never parted.

    Returns:
        Five pairs, or as many as there are groups.
    """
    folds = StratifiedGroupKFold(max(2, min(FOLDS, len(set(groups)))), shuffle=True, random_state=SEED)
    return list(folds.split(np.zeros((len(target), 1)), target, list(groups)))


def refuse_thin_classes(labels: Sequence[Label], groups: Sequence[str]) -> None:
    """Stops where a label has too little to learn from or to be judged by.

    Raises:
        TrainingRefusedError: One label alone, fewer than ``FEWEST_A_CLASS`` threads of a label, or one brand alone.
    """
    if not labels:
        raise TrainingRefusedError("no thread has a label", mend="add a 'label' to each thread of the file")
    if len(set(labels)) == 1:
        raise TrainingRefusedError(
            f"all {len(labels)} threads are labelled {labels[0]}", mend="add threads with the other labels"
        )
    for label in LABELS:
        if (count := labels.count(label)) < FEWEST_A_CLASS:
            raise TrainingRefusedError(
                f"only {count} threads are labelled {label}", mend=f"label at least {FEWEST_A_CLASS} of each label"
            )
    if len(set(groups)) < 2:
        mend = "add threads of other brands, such as the shipped ones: --with shipped"
        raise TrainingRefusedError("all threads are of one brand", mend=mend)
    for label in LABELS:
        brands = {group for group, other in zip(groups, labels, strict=True) if other is label}
        if len(brands) < FEWEST_BRANDS_A_CLASS:
            raise TrainingRefusedError(
                f"all threads labelled {label} are of one brand", mend=f"add {label} threads of other brands"
            )


def _target(codes: NDArray[np.int64], threshold: int) -> NDArray[np.int64]:
    target = (codes >= threshold).astype(np.int64)
    if len(set(target.tolist())) < 2:
        raise TrainingRefusedError(
            f"too few brands have threads {LABELS[threshold]} or better, and worse ones, to part them into folds",
            mend="add threads of other brands",
        )
    return target


def _calibrated(
    values: NDArray[np.float64],
    target: NDArray[np.int64],
    groups: Sequence[str],
    model: HistGradientBoostingClassifier,
    weights: Weights | None,
) -> CalibratedClassifierCV:
    splits = grouped_folds(target, groups)
    if any(len(set(target[train].tolist())) < 2 for train, _ in splits):
        folds = StratifiedKFold(min(FOLDS, int(np.bincount(target).min())), shuffle=True, random_state=SEED)
        splits = list(folds.split(values, target))
    calibrated = CalibratedClassifierCV(model, method="sigmoid", cv=splits, ensemble=False)
    return calibrated.fit(values, target, sample_weight=weights)

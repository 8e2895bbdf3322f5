"""Two cumulative monotone models, read as one ordinal judgement.

``P(at least partial)`` and ``P(at least responsive)`` are each a gradient-boosted binary classifier held to the
direction of every column, then calibrated by a sigmoid, which keeps the order (Frank & Hall, "A simple approach to
ordinal classification", ECML 2001; Platt 1999).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from analyzer.codebook import Label

LABELS = (Label.UNRESPONSIVE, Label.PARTIAL, Label.RESPONSIVE)
Probabilities = NDArray[np.float64]
_DECIMALS = 4
_ABOVE = 2 * 10.0**-_DECIMALS


@dataclass(frozen=True, slots=True)
class OrdinalClassifier:
    """A fitted pair of cumulative models.

    Attributes:
        at_least_partial: scikit-learn classifier of ``label >= partial``.
        at_least_responsive: scikit-learn classifier of ``label >= responsive``.
        columns: Names of the columns it was fitted on, in order.
    """

    at_least_partial: Any
    at_least_responsive: Any
    columns: tuple[str, ...]

    def probabilities(self, table: pd.DataFrame) -> Probabilities:
        """Probability of each label.

        Args:
            table: Feature table holding every column of the model; others are ignored.

        Returns:
            Shape (threads, 3): unresponsive, partial, responsive; rows sum to 1.
        """
        if table.empty:
            return np.empty((0, 3))
        values = table.loc[:, list(self.columns)].to_numpy(dtype="float64")
        with _thread_pools().limit(limits=1, user_api="openmp"):
            partial = self.at_least_partial.predict_proba(values)[:, 1]
            responsive = np.minimum(self.at_least_responsive.predict_proba(values)[:, 1], partial)
        return np.column_stack([1.0 - partial, partial - responsive, responsive])


@cache
def _thread_pools() -> ThreadpoolController:
    """Those of the libraries loaded by the time of the first prediction; looking for them takes longer than it."""
    return ThreadpoolController()


def expected_score(probabilities: Probabilities) -> NDArray[np.float64]:
    """The expected ordinal label on a scale of 0 to 100: ``100 * (P(responsive) + P(partial) / 2)``, one decimal."""
    return np.round(100.0 * (probabilities[:, 2] + 0.5 * probabilities[:, 1]), 1)


def most_probable(probabilities: Probabilities) -> list[Label]:
    """The label of each row; ties go to the lower one."""
    return [LABELS[int(index)] for index in np.argmax(np.round(probabilities, _DECIMALS), axis=1)]


def raised_above_unresponsive(probabilities: Probabilities) -> Probabilities:
    """The probabilities, with ``P(at least partial)`` raised as little as it takes for another label to win.

    The expected score of what comes out never falls as either cumulative probability of what goes in grows.

    Args:
        probabilities: Shape (threads, 3).

    Returns:
        Shape (threads, 3). ``most_probable`` is never ``unresponsive``; rows where it was not stay as they are.
    """
    responsive = probabilities[:, 2]
    least = np.minimum((1.0 + responsive) / 2, 1.0 - responsive) + _ABOVE
    lowest = np.array([label is Label.UNRESPONSIVE for label in most_probable(probabilities)], dtype=bool)
    partial = np.where(lowest, np.maximum(1.0 - probabilities[:, 0], least), 1.0 - probabilities[:, 0])
    return np.where(lowest[:, None], np.column_stack([1.0 - partial, partial - responsive, responsive]), probabilities)


def ordinal_codes(labels: Sequence[Label]) -> NDArray[np.int64]:
    """0 unresponsive, 1 partial, 2 responsive."""
    return np.array([LABELS.index(label) for label in labels], dtype=np.int64)

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
    return [LABELS[int(index)] for index in np.argmax(np.round(probabilities, 4), axis=1)]


def ordinal_codes(labels: Sequence[Label]) -> NDArray[np.int64]:
    """0 unresponsive, 1 partial, 2 responsive."""
    return np.array([LABELS.index(label) for label in labels], dtype=np.int64)

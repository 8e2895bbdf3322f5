"""Threads into feature columns, as a scikit-learn transformer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin

from analyzer.features import feature_table, features
from analyzer.modeling.artifact import load_model
from analyzer.nlp.annotation import annotate
from analyzer.scoring import reviewed_thread
from analyzer.threads import Thread


class ThreadFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Counts what is found in threads; the first step of a pipeline whose input is threads.

    Args:
        model: Name of the model whose text models judge the replies.
    """

    def __init__(self, model: str = "default") -> None:
        """Keep the parameter as it is, as scikit-learn asks."""
        self.model = model

    def fit(self, X: Sequence[Thread], y: Any = None) -> Self:  # noqa: N803
        """Loads the model; threads teach it nothing."""
        self.judges_ = load_model(self.model).judges
        return self

    def transform(self, X: Sequence[Thread]) -> pd.DataFrame:  # noqa: N803
        """One row a thread and one column a feature; NaN in all of them for a thread that cannot be judged."""
        annotated = list(annotate(X))
        judged = [row for row, thread in enumerate(annotated) if thread.obstacle is None]
        table = feature_table(reviewed_thread(annotated[row], self.judges_) for row in judged)
        table.index = pd.Index(judged)
        return table.reindex(range(len(annotated)))

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:
        """The columns, in order."""
        return np.array([feature.name for feature in features()], dtype=object)

    def __sklearn_tags__(self) -> Any:
        """Say that the input is no table and that nothing is fitted on it."""
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        return tags

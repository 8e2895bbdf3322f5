"""The cumulative idea as an estimator of scikit-learn's own kind, for anybody's tables and pipelines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data


class CumulativeClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """An ordinal classifier of one boosted binary model for each threshold between two neighbouring classes.

    ``P(class >= k)`` is fitted for every k but the lowest (Frank & Hall, "A simple approach to ordinal
    classification", ECML 2001); where two cross, the higher threshold is lowered. Columns can be held to a direction.

    Args:
        order: The classes from worst to best; by default sorted.
        monotonic_cst: For each column 1, 0 or -1: the direction in which it moves the class.
        learning_rate: Of each boosting.
        max_iter: Rounds of boosting.
        max_leaf_nodes: Of a tree.
        min_samples_leaf: Rows in a leaf, at least.
        random_state: For boosting.

    Attributes:
        classes_: The classes, worst first.
        models_: One fitted binary classifier a threshold.
        n_iter_: Rounds of each.
    """

    def __init__(
        self,
        order: Sequence[Any] | None = None,
        monotonic_cst: Sequence[int] | None = None,
        learning_rate: float = 0.1,
        max_iter: int = 100,
        max_leaf_nodes: int = 15,
        min_samples_leaf: int = 20,
        random_state: int | None = 0,
    ) -> None:
        """Keep the parameters as they are, as scikit-learn asks."""
        self.order = order
        self.monotonic_cst = monotonic_cst
        self.learning_rate = learning_rate
        self.max_iter = max_iter
        self.max_leaf_nodes = max_leaf_nodes
        self.min_samples_leaf = min_samples_leaf
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:  # noqa: N803
        """Fits one binary model a threshold.

        Args:
            X: Shape (rows, columns).
            y: One class a row.

        Raises:
            ValueError: A class is not in ``order``.
        """
        table, target = validate_data(self, X, y)
        check_classification_targets(target)
        found, codes = np.unique(target, return_inverse=True)
        if self.order is None:
            self.classes_ = found
        else:
            ranks = {value: rank for rank, value in enumerate(self.order)}
            if unknown := [value for value in found.tolist() if value not in ranks]:
                raise ValueError(f"class {unknown[0]!r} is not in order")
            self.classes_ = np.array([value for value in self.order if value in set(found.tolist())])
            places = {value: place for place, value in enumerate(self.classes_.tolist())}
            codes = np.array([places[value] for value in found.tolist()])[codes]
        self.models_ = [
            self._booster().fit(table, (codes >= threshold).astype(int)) for threshold in range(1, len(self.classes_))
        ]
        self.n_iter_ = self.max_iter
        return self

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:  # noqa: N803
        """Probability of each class; shape (rows, classes), rows sum to 1."""
        check_is_fitted(self)
        table = validate_data(self, X, reset=False)
        at_least = np.ones((len(table), len(self.classes_) + 1))
        at_least[:, -1] = 0.0
        for threshold, model in enumerate(self.models_, start=1):
            at_least[:, threshold] = np.minimum(at_least[:, threshold - 1], model.predict_proba(table)[:, 1])
        return np.asarray(at_least[:, :-1] - at_least[:, 1:])

    def predict(self, X: ArrayLike) -> NDArray[Any]:  # noqa: N803
        """The most probable class of each row; ties go to the lower one."""
        check_is_fitted(self)
        return np.asarray(self.classes_[np.argmax(self.predict_proba(X), axis=1)])

    def _booster(self) -> HistGradientBoostingClassifier:
        return HistGradientBoostingClassifier(
            learning_rate=self.learning_rate,
            max_iter=self.max_iter,
            max_leaf_nodes=self.max_leaf_nodes,
            min_samples_leaf=self.min_samples_leaf,
            monotonic_cst=self.monotonic_cst,
            early_stopping=False,
            random_state=self.random_state,
        )

"""The estimator keeps scikit-learn's promises and its own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from analyzer.codebook import Label
from analyzer.modeling.classifier import LABELS
from analyzer.modeling.estimator import CumulativeClassifier


@parametrize_with_checks([CumulativeClassifier(max_iter=30, min_samples_leaf=5)])
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
def test_it_passes_scikit_learn_s_own_checks(estimator: Any, check: Any) -> None:
    check(estimator)


def rows(size: int = 300) -> tuple[np.ndarray, list[Label]]:
    generator = np.random.default_rng(0)
    table = generator.normal(size=(size, 3))
    value = table[:, 0] - table[:, 1] + generator.normal(scale=0.4, size=size)
    return table, [LABELS[int(rank)] for rank in np.digitize(value, [-0.7, 0.7])]


def test_classes_stand_in_the_order_given() -> None:
    table, labels = rows()
    fitted = CumulativeClassifier(order=LABELS).fit(table, labels)
    assert fitted.classes_.tolist() == list(LABELS)
    assert np.mean(fitted.predict(table) == np.array(labels)) > 0.85


def test_more_of_a_bad_column_never_makes_it_better() -> None:
    table, labels = rows()
    fitted = CumulativeClassifier(order=LABELS, monotonic_cst=[1, -1, 0]).fit(table, labels)
    worse = table.copy()
    worse[:, 1] += 1
    before, after = fitted.predict_proba(table), fitted.predict_proba(worse)
    assert (after[:, 0] >= before[:, 0] - 1e-12).all()
    assert (after[:, 2] <= before[:, 2] + 1e-12).all()


def test_a_class_outside_the_order_is_refused() -> None:
    with pytest.raises(ValueError, match="is not in order"):
        CumulativeClassifier(order=["a", "b"]).fit([[0.0], [1.0]], ["a", "c"])

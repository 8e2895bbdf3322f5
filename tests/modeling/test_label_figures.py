"""Figures of the label, against scikit-learn's and scipy's."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.metrics import (
    accuracy_score,
    brier_score_loss,
    cohen_kappa_score,
    confusion_matrix,
    f1_score,
    precision_recall_fscore_support,
    roc_auc_score,
)

from analyzer.modeling.bootstrap import Estimate
from analyzer.modeling.calibration import top_label
from analyzer.modeling.classifier import expected_score, most_probable, ordinal_codes
from analyzer.modeling.label_figures import LabelFigures, label_figures, macro_f1, macro_f1_gain

GENERATOR = np.random.default_rng(11)
GOLD = GENERATOR.integers(0, 3, 200)
PROBABILITIES = GENERATOR.dirichlet([1.0, 1.0, 1.0], 200) * 0.5 + 0.5 * np.eye(3)[GENERATOR.integers(0, 3, 200)]
PREDICTED = ordinal_codes(most_probable(PROBABILITIES))


@pytest.fixture(scope="module")
def figures() -> LabelFigures:
    return label_figures(GOLD, PROBABILITIES)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("macro_f1", f1_score(GOLD, PREDICTED, average="macro")),
        ("accuracy", accuracy_score(GOLD, PREDICTED)),
        ("quadratic_kappa", cohen_kappa_score(GOLD, PREDICTED, weights="quadratic")),
        ("spearman", spearmanr(GOLD, expected_score(PROBABILITIES)).statistic),
        ("roc_auc_unresponsive", roc_auc_score(GOLD == 0, PROBABILITIES[:, 0])),
        ("brier", brier_score_loss(GOLD, PROBABILITIES, labels=[0, 1, 2], scale_by_half=False)),
    ],
)
def test_the_figures_are_those_of_the_libraries(figures: LabelFigures, name: str, expected: float) -> None:
    estimate: Estimate = getattr(figures, name)
    assert estimate.value == pytest.approx(expected)
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.low < expected < estimate.high


def test_the_figures_of_each_label_are_those_of_the_library(figures: LabelFigures) -> None:
    expected = precision_recall_fscore_support(GOLD, PREDICTED)
    for name, values in zip(("precision", "recall", "f1"), expected[:3], strict=True):
        assert [getattr(row, name).value for row in figures.classes] == pytest.approx(values)
    assert [row.support for row in figures.classes] == expected[3].tolist()


def test_the_confusion_has_gold_in_its_rows(figures: LabelFigures) -> None:
    assert [list(row) for row in figures.confusion] == confusion_matrix(GOLD, PREDICTED).tolist()
    for row in figures.confusion_shares:
        assert sum(share.value or 0 for share in row) == pytest.approx(1)


def test_the_calibration_error_is_that_of_its_definition(figures: LabelFigures) -> None:
    confidence, right = PROBABILITIES.max(axis=1), PREDICTED == GOLD
    error = 0.0
    for low in np.arange(10) / 10:
        inside = (confidence > low) & (confidence <= low + 0.1)
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    assert figures.ece.value == pytest.approx(error)
    assert top_label(GOLD, PROBABILITIES)[0] == pytest.approx(confidence)


def test_labels_nobody_has_count_nowhere() -> None:
    gold = np.array([1, 1, 2, 2])
    figures = label_figures(gold, np.eye(3)[[1, 2, 2, 2]])
    with warnings.catch_warnings(action="ignore"):
        assert figures.macro_f1.value == pytest.approx(f1_score(gold, [1, 2, 2, 2], average="macro"))
    assert figures.roc_auc_unresponsive == figures.classes[0].f1 == Estimate(None, None, None)


@pytest.mark.parametrize(("threads", "few"), [(29, True), (30, False)])
def test_fewer_than_thirty_threads_are_few(threads: int, few: bool) -> None:
    assert label_figures(GOLD[:threads], PROBABILITIES[:threads]).few is few


def test_one_thread_is_enough() -> None:
    assert label_figures(np.array([2]), np.array([[0.0, 0.2, 0.8]])).accuracy == Estimate(1.0, 1.0, 1.0)


def test_a_set_of_predictions_gains_nothing_on_itself_and_all_on_its_opposite() -> None:
    gold = np.tile([0, 1, 2], 30)
    right, wrong = np.eye(3)[gold], np.eye(3)[(gold + 1) % 3]
    assert macro_f1(gold, right) == 1
    assert macro_f1_gain(gold, right, right) == Estimate(0.0, 0.0, 0.0)
    assert macro_f1_gain(gold, right, wrong) == Estimate(1.0, 1.0, 1.0)

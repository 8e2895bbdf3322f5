"""The ordinal classifier: probabilities, score, label, and the direction of every column."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analyzer.codebook import Label
from analyzer.features import Direction, feature_table, features
from analyzer.modeling.artifact import Model
from analyzer.modeling.classifier import (
    LABELS,
    OrdinalClassifier,
    expected_score,
    most_probable,
    ordinal_codes,
)
from tests.conftest import reviewed

NAMES = [column.name for column in features()]
ROWS = st.lists(st.sampled_from([0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 12.0]), min_size=len(NAMES), max_size=len(NAMES))
CHANCES = arrays("float64", (4, 3), elements=st.floats(0.01, 1)).map(
    lambda rows: rows / rows.sum(axis=1, keepdims=True)
)


def scores(model: Model, rows: list[list[float]]) -> list[float]:
    return expected_score(model.classifier.probabilities(pd.DataFrame(rows, columns=NAMES))).tolist()


def with_more(row: list[float], direction: Direction, more: float) -> list[list[float]]:
    """The row once for each column of a direction, with more in that column."""
    return [
        [value + more * (position == raised) for position, value in enumerate(row)]
        for raised, column in enumerate(features())
        if column.direction is direction
    ]


@settings(deadline=None, max_examples=60)
@given(row=ROWS, more=st.floats(0.1, 9))
def test_more_of_what_worsens_never_raises_the_score(default_model: Model, row: list[float], more: float) -> None:
    before, *after = scores(default_model, [row, *with_more(row, Direction.WORSENS, more)])
    assert max(after) <= before


@settings(deadline=None, max_examples=60)
@given(row=ROWS, more=st.floats(0.1, 9))
def test_more_of_what_improves_never_lowers_the_score(default_model: Model, row: list[float], more: float) -> None:
    before, *after = scores(default_model, [row, *with_more(row, Direction.IMPROVES, more)])
    assert min(after) >= before


@settings(deadline=None, max_examples=30)
@given(st.lists(ROWS, min_size=1, max_size=5))
def test_probabilities_sum_to_one_and_none_is_negative(default_model: Model, rows: list[list[float]]) -> None:
    chances = default_model.classifier.probabilities(pd.DataFrame(rows, columns=NAMES))
    assert chances.shape == (len(rows), 3)
    assert np.allclose(chances.sum(axis=1), 1.0)
    assert (chances >= 0).all()


class Always:
    """A fitted binary model that always says the same."""

    def __init__(self, chance: float) -> None:
        self.chance = chance

    def predict_proba(self, values: np.ndarray) -> np.ndarray:
        return np.tile([1 - self.chance, self.chance], (len(values), 1))


@given(partial=st.floats(0, 1), responsive=st.floats(0, 1))
def test_responsive_is_never_more_probable_than_at_least_partial(partial: float, responsive: float) -> None:
    [chances] = OrdinalClassifier(Always(partial), Always(responsive), ("x",)).probabilities(pd.DataFrame({"x": [0.0]}))
    assert chances[2] <= partial
    assert (chances >= 0).all()
    assert chances.sum() == pytest.approx(1.0)


def test_columns_are_taken_by_name_and_others_ignored(default_model: Model) -> None:
    table = feature_table([reviewed(["C: Where is it?", "B: It is in Bologna."])])
    mixed = table.loc[:, NAMES[::-1]].assign(unknown=7.0)
    expected = default_model.classifier.probabilities(table)
    assert (default_model.classifier.probabilities(mixed) == expected).all()


def test_an_empty_table_has_no_probabilities(default_model: Model) -> None:
    assert default_model.classifier.probabilities(feature_table([])).shape == (0, 3)


@pytest.mark.parametrize(
    ("chances", "score"),
    [([1.0, 0.0, 0.0], 0.0), ([0.0, 1.0, 0.0], 50.0), ([0.0, 0.0, 1.0], 100.0), ([0.89, 0.07, 0.04], 7.5)],
)
def test_the_score_is_the_expected_label(chances: list[float], score: float) -> None:
    assert expected_score(np.array([chances])).tolist() == [score]


@given(CHANCES)
def test_the_score_has_one_decimal_and_stays_on_its_scale(chances: np.ndarray) -> None:
    for score in expected_score(chances).tolist():
        assert 0 <= score <= 100
        assert score == round(score, 1)


@pytest.mark.parametrize(
    ("chances", "label"),
    [
        ([0.4, 0.4, 0.2], Label.UNRESPONSIVE),
        ([0.2, 0.4, 0.4], Label.PARTIAL),
        ([0.4, 0.2, 0.4], Label.UNRESPONSIVE),
        ([1 / 3, 1 / 3, 1 / 3], Label.UNRESPONSIVE),
        ([0.40001, 0.40002, 0.19997], Label.UNRESPONSIVE),
        ([0.1, 0.2, 0.7], Label.RESPONSIVE),
    ],
)
def test_ties_in_four_decimals_go_to_the_lower_label(chances: list[float], label: Label) -> None:
    assert most_probable(np.array([chances])) == [label]


@given(CHANCES)
def test_the_label_is_the_most_probable_as_printed(chances: np.ndarray) -> None:
    for label, row in zip(most_probable(chances), np.round(chances, 4), strict=True):
        assert row[LABELS.index(label)] == row.max()


def test_labels_are_ordered_from_worst_to_best() -> None:
    assert ordinal_codes([Label.RESPONSIVE, Label.UNRESPONSIVE, Label.PARTIAL]).tolist() == [2, 0, 1]

"""Threads into columns."""

from __future__ import annotations

from sklearn.base import clone

from analyzer.thread_features import ThreadFeatures
from analyzer.threads import Thread
from tests.conftest import thread_of

ASKED = ["C: My number is 333 1234567, call me.", "B: Could you please send us your phone number?"]


def test_a_row_a_thread_and_a_column_a_feature() -> None:
    features = ThreadFeatures()
    table = features.fit_transform([thread_of(ASKED), thread_of(["C: Hello?"])])
    assert list(table.columns) == features.get_feature_names_out().tolist()
    assert table["repeated_requests"].tolist() == [1.0, 0.0]


def test_a_thread_that_cannot_be_judged_is_missing_and_not_zero() -> None:
    table = ThreadFeatures().fit_transform([Thread("empty", ()), thread_of(ASKED)])
    assert table.loc[0].isna().all()
    assert table.loc[1].notna().all()


def test_it_can_be_cloned_with_its_parameter() -> None:
    assert clone(ThreadFeatures(model="mine")).model == "mine"

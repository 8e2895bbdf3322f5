"""Data unlike those the model at hand was fitted on are said to be so."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pandas as pd

from analyzer.codebook import Label
from analyzer.nlp.annotation import annotate
from analyzer.training.profile import DataProfile, drift, profile_of
from tests.conftest import thread_of

LINES = ["C: Where is my refund?", "B: It was issued today."]


def profile() -> DataProfile:
    threads = list(annotate([thread_of(LINES, "en")] * 40))
    table = pd.DataFrame({"answers": np.tile([0.0, 1.0], 20)})
    return profile_of(threads, [Label.PARTIAL, Label.RESPONSIVE] * 20, table)


def card(found: DataProfile) -> dict[str, object]:
    return {"profile": msgspec.to_builtins(found)}


def test_a_profile_holds_shares_lengths_and_ranges() -> None:
    found = profile()
    assert found.labels == {"unresponsive": 0.0, "partial": 0.5, "responsive": 0.5}
    assert found.languages == {"en": 1.0}
    assert found.message_length == {"customer": 19.0, "brand": 20.0}
    mean, low, high = found.columns["answers"]
    assert low < mean == 0.5 < high


def test_the_same_data_have_not_drifted() -> None:
    assert drift(profile(), card(profile()), "default") == []


def test_a_card_without_a_profile_says_nothing() -> None:
    assert drift(profile(), {}, "default") == []


def test_each_way_of_drifting_is_one_line() -> None:
    found = profile()
    other = replace(
        found,
        labels={"unresponsive": 0.5, "partial": 0.25, "responsive": 0.25},
        languages={"it": 1.0},
        message_length={"customer": 60.0, "brand": 20.0},
        columns={"answers": (0.9, 0.8, 1.0)},
    )
    lines = drift(found, card(other), "default")
    assert [line.split()[0] for line in lines] == ["partial", "responsive", "unresponsive", "en", "it", "a", "features"]
    assert lines[-1].endswith("answers 0.50 (mean of a hundred threads 0.80 to 1.00)")

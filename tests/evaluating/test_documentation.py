"""``docs/evaluate.md`` names every key that is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec
import pytest

from analyzer.evaluating.disagreements import disagreement_records
from analyzer.evaluating.evaluation import compare, evaluate
from analyzer.evaluating.examined import examine
from analyzer.modeling.artifact import Model
from analyzer.readers import read_labelled_threads
from analyzer.threads import LabelledThread
from tests.conftest import ROOT, shipped_model

BY_NAME = {"not_scorable", "baselines"}


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inside in value.items():
            yield key
            if key not in BY_NAME:
                yield from keys(inside)
    elif isinstance(value, list | tuple):
        for inside in value:
            yield from keys(inside)


@pytest.fixture(scope="module")
def documented() -> set[str]:
    return set(
        re.findall(r"[a-z_0-9]+", " ".join(re.findall(r"`([^`]+)`", (ROOT / "docs/evaluate.md").read_text("utf-8"))))
    )


def test_every_key_is_documented(default_model: Model, documented: set[str]) -> None:
    items = islice(read_labelled_threads([ROOT / "data" / "heldout"]), 200)
    threads = [item for item in items if isinstance(item, LabelledThread)]
    examined = list(examine(threads, shipped_model().judges))
    compared = compare(examined)
    evaluation = msgspec.to_builtins(evaluate(["x"], examined, compared, default_model, counterfactuals=True))
    assert {"macro_f1", "false_per_100_threads", "score_change"} <= set(keys(evaluation))
    assert set(keys(evaluation)) <= documented
    errors = [msgspec.to_builtins(record) for record in disagreement_records(compared)]
    assert {key for record in errors for key in record} <= documented

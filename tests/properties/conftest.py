"""The shipped threads, scored once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from analyzer.modeling.artifact import Model
from analyzer.readers import read_threads
from analyzer.scoring import ScoredThread, score_threads
from analyzer.threads import Thread
from tests.conftest import ROOT

SHIPPED: Sequence[Path] = sorted((ROOT / "data").glob("*/*.jsonl"))


def shipped_threads() -> list[Thread]:
    """Every thread of the labelled and held-out parts and the sample."""
    parts = [path for path in SHIPPED if path.parent.name != "second_reading"]
    return [item for item in read_threads(parts) if isinstance(item, Thread)]


@pytest.fixture(scope="session")
def shipped(default_model: Model) -> list[ScoredThread]:
    """Every shipped thread beside its score."""
    return list(score_threads(shipped_threads(), default_model))

"""Reviewed threads in, one table row each out."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analyzer.features.base import Direction, Feature
from analyzer.findings import ReviewedThread
from analyzer.registry import declared

__all__ = ["Direction", "Feature", "feature_row", "feature_table", "features"]


def features() -> tuple[Feature, ...]:
    """Every column, in the order of the modules and their functions."""
    return declared("analyzer.features", Feature)


def feature_row(reviewed: ReviewedThread) -> dict[str, float]:
    """One thread's columns by name."""
    return {column.name: float(column.count(reviewed)) for column in features()}


def feature_table(reviewed: Iterable[ReviewedThread]) -> pd.DataFrame:
    """One row a thread, in the order given, under a plain positional index.

    Args:
        reviewed: Threads with their findings.

    Returns:
        Shape (threads, columns), float64, values finite and not below 0.
    """
    rows = [feature_row(thread) for thread in reviewed]
    return pd.DataFrame(rows, columns=[column.name for column in features()], dtype="float64")

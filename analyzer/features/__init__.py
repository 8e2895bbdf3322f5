"""Reviewed threads in, one table row each out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from analyzer.features.base import Direction, Feature
from analyzer.findings import ReviewedThread
from analyzer.registry import declared

__all__ = ["Direction", "Feature", "feature_row", "feature_table", "features", "table_of"]


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
    return table_of([feature_row(thread) for thread in reviewed])


def table_of(rows: Sequence[Mapping[str, float]]) -> pd.DataFrame:
    """The table of rows that ``feature_row`` gave."""
    names = [column.name for column in features()]
    return pd.DataFrame(
        np.array([[row[name] for name in names] for row in rows], "float64").reshape(-1, len(names)), columns=names
    )

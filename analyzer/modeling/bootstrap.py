"""Intervals from resampled threads: how far a figure would move had other threads been labelled.

The percentile bootstrap (Efron & Tibshirani, "An Introduction to the Bootstrap", 1993, ch. 13). Threads are drawn,
never messages, because the messages of a thread depend on each other. A resample is a row of weights: how often each
thread was drawn. Every figure here is a function of such weights, so that all resamples are computed at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 20_150_127
RESAMPLES = 1_000
LEVEL = 0.95
_CELLS_AT_ONCE = 4_000_000

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its 95 % interval; None where it is not defined (nothing to divide by)."""

    value: float | None
    low: float | None
    high: float | None


def estimates(statistic: Statistic, threads: int) -> list[Estimate]:
    """The figures of a statistic with their intervals.

    Args:
        statistic: Weights of shape (resamples, threads) in, figures of shape (resamples, figures) out; NaN where a
            figure is not defined.
        threads: How many there are; with none, every figure is undefined.
    """
    point = statistic(np.ones((1, threads)))[0]
    drawn = np.vstack([statistic(weights) for weights in _resamples(threads)]) if threads else point[None, :]
    return [_estimate(float(value), column) for value, column in zip(point, drawn.T, strict=True)]


def ratios(numerators: Floats, denominators: Floats) -> list[Estimate]:
    """Sums over threads divided by sums over threads.

    Args:
        numerators: Shape (threads, figures).
        denominators: The same shape.
    """

    def statistic(weights: Floats) -> Floats:
        above, below = weights @ numerators, weights @ denominators
        return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)

    return estimates(statistic, len(numerators))


def _resamples(threads: int) -> Iterator[Floats]:
    generator = np.random.default_rng(SEED)
    left = RESAMPLES
    while left:
        rows = min(left, max(1, _CELLS_AT_ONCE // threads))
        drawn = generator.integers(0, threads, size=(rows, threads))
        drawn += np.arange(rows)[:, None] * threads
        counts = np.bincount(drawn.ravel(), minlength=rows * threads)
        yield counts.reshape(rows, threads).astype(np.float64)
        left -= rows


def _estimate(value: float, drawn: Floats) -> Estimate:
    defined = drawn[~np.isnan(drawn)]
    if np.isnan(value) or not len(defined):
        return Estimate(None, None, None)
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(value, float(low), float(high))

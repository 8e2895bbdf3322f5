"""Intervals over any number of threads: what a percentile bootstrap over threads gives, from counts of like threads.

Threads that add the same to a figure are one kind; how often each kind is drawn is multinomial, so a resample costs as
much as there are kinds, however many threads. Quantiles need no drawing: which waits a resample's quantile falls
between is binomial (Efron & Tibshirani, "An Introduction to the Bootstrap", 1993, ch. 13 and problem 13.6).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binom

from analyzer.modeling.bootstrap import LEVEL, RESAMPLES, SEED, Estimate

NOTHING = Estimate(None, None, None)
_TAIL = (1 - LEVEL) / 2
_DECIMALS = 6


def ratio(numerators: ArrayLike, denominators: ArrayLike | None = None, resamples: int = RESAMPLES) -> Estimate:
    """The sum of the first over threads divided by the sum of the second, by default by the number of threads."""
    above = np.asarray(numerators, dtype=np.float64)
    below = np.ones_like(above) if denominators is None else np.asarray(denominators, dtype=np.float64)
    if below.sum() <= 0:
        return NOTHING
    drawn = drawn_ratios(above, below, resamples)
    return estimated(float(above.sum() / below.sum()), drawn)


def drawn_ratios(
    above: NDArray[np.float64], below: NDArray[np.float64], resamples: int, seed: int = SEED
) -> NDArray[np.float64]:
    """The figure in each resample; NaN where there is nothing to divide by."""
    kinds, counts = np.unique(np.column_stack([above, below]), axis=0, return_counts=True)
    weights = np.random.default_rng(seed).multinomial(len(above), counts / len(above), size=resamples)
    sums = weights @ kinds
    drawn: NDArray[np.float64] = np.full(resamples, np.nan)
    return np.divide(sums[:, 0], sums[:, 1], out=drawn, where=sums[:, 1] > 0)


def estimated(value: float, drawn: NDArray[np.float64]) -> Estimate:
    """A figure with the interval of its resamples."""
    defined = drawn[~np.isnan(drawn)]
    if not len(defined):
        return NOTHING
    low, high = np.quantile(defined, [_TAIL, 1 - _TAIL])
    return Estimate(round(value, _DECIMALS), round(float(low), _DECIMALS), round(float(high), _DECIMALS))


def quantile(values: ArrayLike, share: float) -> Estimate:
    """The smallest value that at least ``share`` of the values do not exceed, with its interval."""
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    if not len(ordered):
        return NOTHING
    count = len(ordered)
    needed = max(1, int(np.ceil(count * share - 1e-9)))
    within = binom.sf(needed - 1, count, np.arange(1, count + 1) / count)  # P(quantile <= k-th value)
    low, high = (int(np.searchsorted(within, tail)) for tail in (_TAIL, 1 - _TAIL))
    low, high = min(low, count - 1), min(high, count - 1)
    return Estimate(float(ordered[needed - 1]), float(ordered[low]), float(ordered[high]))

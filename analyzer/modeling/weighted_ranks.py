"""Rank statistics over many resamples at once; a resample is a row of weights, how often each thread was drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analyzer.modeling.bootstrap import Floats


def roc_auc(weights: Floats, positive: NDArray[np.bool_], score: Floats) -> Floats:
    """Chance that a positive thread scores above a negative one, ties counting half (Hanley & McNeil 1982).

    Args:
        weights: Shape (resamples, threads).
        positive: Shape (threads,).
        score: Shape (threads,).

    Returns:
        Shape (resamples,); NaN where one side is empty.
    """
    order, starts, _ = _ties(score)
    sorted_weights = weights[:, order]
    above = np.add.reduceat(sorted_weights * positive[order], starts, axis=1)
    below = np.add.reduceat(sorted_weights * ~positive[order], starts, axis=1)
    won = (above * (np.cumsum(below, axis=1) - below / 2)).sum(axis=1)
    pairs = above.sum(axis=1) * below.sum(axis=1)
    return np.asarray(np.divide(won, pairs, out=np.full_like(won, np.nan), where=pairs > 0))


def spearman(weights: Floats, first: Floats, second: Floats) -> Floats:
    """Rank correlation, ties taking their mean rank.

    Args:
        weights: Shape (resamples, threads).
        first: Shape (threads,).
        second: Shape (threads,).

    Returns:
        Shape (resamples,); NaN where a side does not vary.
    """
    total = weights.sum(axis=1, keepdims=True)
    one, other = (_centred_ranks(weights, values, total) for values in (first, second))
    covariance = (weights * one * other).sum(axis=1)
    spread = np.sqrt((weights * one**2).sum(axis=1) * (weights * other**2).sum(axis=1))
    varies = spread > 1e-9 * total[:, 0] ** 3
    return np.asarray(np.divide(covariance, spread, out=np.full_like(covariance, np.nan), where=varies))


def _centred_ranks(weights: Floats, values: Floats, total: Floats) -> Floats:
    order, starts, groups = _ties(values)
    tied = np.add.reduceat(weights[:, order], starts, axis=1)
    ranks = np.cumsum(tied, axis=1) - tied / 2 + 0.5
    return np.asarray(ranks[:, groups] - (total + 1) / 2)


def _ties(values: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """The order of the values, where each run of equal ones starts in it, and the run of each value."""
    order = np.argsort(values, kind="stable")
    _, starts, groups = np.unique(values[order], return_index=True, return_inverse=True)
    run = np.empty(len(values), dtype=np.intp)
    run[order] = groups
    return order, starts, run

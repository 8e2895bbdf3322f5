"""Replies and what they answer, as trees told from ids alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def places_of(ids: Ints, wanted: Ints) -> Ints:
    """Where each wanted id stands first among the ids; -1 where it does not.

    >>> places_of(np.array([7, 5, 7]), np.array([5, 7, 9])).tolist()
    [1, 0, -1]
    """
    if not len(ids):
        return np.full(len(wanted), -1, np.int64)
    order = np.argsort(ids, kind="stable")
    found = np.minimum(np.searchsorted(ids[order], wanted), len(ids) - 1)
    return np.where(ids[order[found]] == wanted, order[found], -1)


def trees(parents: Ints) -> Iterator[list[int]]:
    """Places bound by replies, in the order in which each tree begins; what answers itself in a circle is one tree.

    Args:
        parents: For each place the place it answers, -1 for none.

    >>> list(trees(np.array([1, -1, 4, 0, -1])))
    [[0, 1, 3], [2, 4]]
    """
    if not len(parents):
        return
    labels = _roots(parents)
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    begins = first[inverse]
    order = np.argsort(begins, kind="stable")
    cuts = np.flatnonzero(np.diff(begins[order])) + 1
    for start, end in pairwise([0, *cuts.tolist(), len(order)]):
        yield order[start:end].tolist()


def _roots(parents: Ints) -> Ints:
    """A place that all of one tree share, and no other."""
    above = np.where(parents < 0, np.arange(len(parents)), parents)
    for _ in range(len(parents).bit_length()):
        above = above[above]
    in_circles = np.unique(above[parents[above] >= 0])
    for place in in_circles.tolist():
        circle = [place]
        while (following := int(parents[circle[-1]])) != place:
            circle.append(following)
        above[above == place] = min(circle)
    return above

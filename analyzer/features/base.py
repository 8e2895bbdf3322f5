"""What a feature is: a named column, counted from evidence that can be quoted, and which way it points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from analyzer.findings import ReviewedThread


class Direction(IntEnum):
    """Which way the score may move when a column grows and all others stay; the model is held to it."""

    WORSENS = -1
    NEUTRAL = 0
    IMPROVES = 1


@dataclass(frozen=True, slots=True)
class Feature:
    """One column of the feature table.

    Attributes:
        name: Column name.
        direction: The monotone constraint.
        meaning: First line of the function's docstring; stands in the model card.
        count: The column's value for a thread, a finite number not below 0.
    """

    name: str
    direction: Direction
    meaning: str
    count: Callable[[ReviewedThread], float]


def feature(direction: Direction) -> Callable[[Callable[[ReviewedThread], float]], Feature]:
    """Declares the decorated function as a column of its own name."""

    def declare(count: Callable[[ReviewedThread], float]) -> Feature:
        return Feature(count.__name__, direction, (count.__doc__ or "").strip().splitlines()[0], count)

    return declare

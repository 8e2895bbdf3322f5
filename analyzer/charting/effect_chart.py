"""The mean score as each column grows, as coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_ROW, _NAMES, _PLOT, _VALUES, _TOP = 22, 215, 360, 190, 14
_TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One column, in pixels: from the mean score where it is 0 to that where it is largest."""

    name: str
    y: float
    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class EffectChart:
    """One line a column.

    Attributes:
        left: Where score 0 lies.
        ticks: Position and text of each line of the grid.
    """

    width: float
    height: float
    left: float
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[EffectRow, ...]


def effect_chart(columns: Sequence[tuple[str, Sequence[tuple[float, float]]]]) -> EffectChart:
    """The chart of column names and their (value, mean score) pairs, the lowest value first."""
    rows = []
    for number, (name, scores) in enumerate(columns):
        (least, start), (most, end) = scores[0], scores[-1]
        text = f"{start:.1f} at {least:g}, {end:.1f} at {most:g}"
        rows.append(EffectRow(name, _TOP + number * _ROW, _across(start), _across(end), text))
    return EffectChart(
        width=_NAMES + _PLOT + _VALUES,
        height=_TOP + _ROW * len(rows) + 40,
        left=_NAMES,
        ticks=tuple((_across(tick), f"{tick}") for tick in _TICKS),
        rows=tuple(rows),
    )


def _across(score: float) -> float:
    return _NAMES + score / 100 * _PLOT

"""Charts as coordinates; the template draws them as inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from analyzer.modeling.bootstrap import Estimate
from analyzer.modeling.calibration import Calibration

LONGEST_NAME = 30
_ROW, _NAMES, _PLOT, _VALUES = 24, 215, 360, 150
_SIDE, _MARGIN, _LARGEST_RADIUS = 300, 44, 11
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart, in pixels; without a value there is nothing to draw."""

    name: str
    shown_name: str
    y: float
    width: float | None
    low: float
    high: float
    text: str
    faint: bool


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars from 0 to 1 with their intervals.

    Attributes:
        left: Where 0 lies.
        ticks: Position and text of each line of the grid.
    """

    title: str
    width: float
    height: float
    left: float
    ticks: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One bin of the reliability curve, in pixels, its radius by the threads in it."""

    x: float
    y: float
    radius: float
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class ReliabilityChart:
    """Accuracy over probability; the diagonal is perfect calibration."""

    side: float
    margin: float
    ticks: tuple[tuple[float, float, str], ...]
    points: tuple[Point, ...]


def bar_chart(title: str, rows: Sequence[tuple[str, Estimate, int]]) -> BarChart:
    """Bars for shares between 0 and 1.

    Args:
        title: What the bars show.
        rows: Name, figure and number of threads; under 30 threads a bar is faint.
    """
    return BarChart(
        title,
        width=_NAMES + _PLOT + _VALUES,
        height=_ROW * len(rows) + 26,
        left=_NAMES,
        ticks=tuple((_NAMES + tick * _PLOT, f"{tick:g}") for tick in TICKS),
        bars=tuple(_bar(number, *row) for number, row in enumerate(rows)),
    )


def reliability_chart(calibration: Calibration) -> ReliabilityChart:
    """The reliability curve of the predicted labels."""
    largest = max(entry.threads for entry in calibration.bins)
    points = []
    for entry in calibration.bins:
        if entry.confidence is None or entry.accuracy.value is None:
            continue
        low, high = entry.accuracy.low or 0.0, entry.accuracy.high or 0.0
        points.append(
            Point(
                _across(entry.confidence),
                _up(entry.accuracy.value),
                max(3.0, _LARGEST_RADIUS * sqrt(entry.threads / largest)),
                _up(low),
                _up(high),
                f"{entry.threads} threads: probability {entry.confidence:.2f}, right {entry.accuracy.value:.2f} "
                f"[{low:.2f} to {high:.2f}]",
            )
        )
    ticks = tuple((_across(tick), _up(tick), f"{tick:g}") for tick in TICKS)
    return ReliabilityChart(_SIDE, _MARGIN, ticks, tuple(points))


def _bar(number: int, name: str, estimate: Estimate, threads: int) -> Bar:
    shown = name if len(name) <= LONGEST_NAME else "…" + name[-LONGEST_NAME + 1 :]
    value, low, high = (max(0.0, part or 0.0) * _PLOT for part in (estimate.value, estimate.low, estimate.high))
    text = "not defined" if estimate.value is None else f"{estimate.value:.2f} ({threads} threads)"
    width = None if estimate.value is None else value
    return Bar(name, shown, number * _ROW + 4, width, _NAMES + low, _NAMES + high, text, threads < 30)


def _across(share: float) -> float:
    return _MARGIN + share * _SIDE


def _up(share: float) -> float:
    return 10 + (1 - share) * _SIDE

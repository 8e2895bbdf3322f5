"""A learning curve as coordinates: macro-F1 over the number of labels, on a logarithmic scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log2

from analyzer.modeling.bootstrap import Estimate

_LEFT, _TOP, _PLOT, _TALL, _RIGHT, _BELOW = 60, 12, 420, 220, 130, 50
_LEFT_ROOM = 24
_STEP = 0.1


@dataclass(frozen=True, slots=True)
class CurvePlace:
    """One point with its interval, in pixels, what stands below it and what is told of it."""

    x: float
    y: float
    low: float
    high: float
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class CurveChart:
    """The curve, and the height of another model beside it.

    Attributes:
        heights: Position and text of each line of the grid.
        before: Position and text of the other model's line, if any.
    """

    width: float
    height: float
    left: float
    right: float
    heights: tuple[tuple[float, str], ...]
    points: tuple[CurvePlace, ...]
    before: tuple[float, str] | None


def curve_chart(points: Sequence[tuple[int, Estimate]], before: tuple[str, float] | None) -> CurveChart:
    """The chart of a curve.

    Args:
        points: Number of labels and figure, from the fewest on; 0 labels stand as far left of the next point as twice
            the labels stand right of it.
        before: Name and figure of another model.
    """
    known = [(labels, each, each.value) for labels, each in points if each.value is not None]
    reach = [part for _, each, value in known for part in (value, each.low, each.high) if part is not None]
    reach += [before[1]] if before else []
    lowest, highest = (floor(min(reach) / _STEP) * _STEP, ceil(max(reach) / _STEP) * _STEP) if reach else (0.0, 1.0)
    span = max(highest - lowest, _STEP)
    first = next((log2(labels) for labels, *_ in known if labels), 0.0)
    places = [log2(labels) - first + 1 if labels else 0.0 for labels, *_ in known]
    across = max([*places, 1.0])

    def up(value: float) -> float:
        return _TOP + (lowest + span - value) / span * _TALL

    def drawn(place: float, labels: int, each: Estimate, value: float) -> CurvePlace:
        low, high = (value if part is None else part for part in (each.low, each.high))
        x = _LEFT + _LEFT_ROOM + place / across * (_PLOT - 2 * _LEFT_ROOM)
        text = f"{labels} labels: macro-F1 {value:.3f} [{low:.3f} to {high:.3f}]"
        return CurvePlace(x, up(value), up(low), up(high), str(labels), text)

    lines = [lowest + number * _STEP for number in range(round(span / _STEP) + 1)]
    return CurveChart(
        width=_LEFT + _PLOT + _RIGHT,
        height=_TOP + _TALL + _BELOW,
        left=_LEFT,
        right=_LEFT + _PLOT,
        heights=tuple((up(value), f"{value:.1f}") for value in lines),
        points=tuple(drawn(place, *each) for place, each in zip(places, known, strict=True)),
        before=None if before is None else (up(before[1]), f"{before[0]} {before[1]:.2f}"),
    )

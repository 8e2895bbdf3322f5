"""The report's charts as coordinates; the template draws them as inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analyzer.report.summary import DayFigures, ScoreBin

_WIDTH, _HEIGHT, _SHOWN_DAYS = 720, 150, 70


@dataclass(frozen=True, slots=True)
class Column:
    """One bin of the scores, in pixels."""

    low: int
    high: int
    threads: int
    x: float
    y: float
    width: float
    height: float
    tone: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the calendar; ``threads`` is 0 where none began."""

    day: str
    of_month: int
    threads: int
    score: float | None
    tone: str


def histogram(bins: Sequence[ScoreBin]) -> tuple[Column, ...]:
    """The scores' bins as columns of a drawing 720 wide and 150 high."""
    most = max((each.threads for each in bins), default=0) or 1
    step = _WIDTH / max(1, len(bins))
    columns = []
    for place, each in enumerate(bins):
        height = _HEIGHT * each.threads / most
        shown = max(height, 2.0) if each.threads else 0.0
        columns.append(
            Column(
                each.low, each.high, each.threads, round(place * step + 1.5, 1), round(_HEIGHT - shown, 1),
                round(step - 3, 1), round(shown, 1), tone((each.low + each.high) / 2),
            )
        )  # fmt: skip
    return tuple(columns)


def calendar_weeks(days: Sequence[DayFigures]) -> tuple[tuple[Cell | None, ...], ...]:
    """The last days with threads as weeks from Monday; None stands before the first and after the last day."""
    if not days:
        return ()
    by_day = {date.fromisoformat(each.day): each for each in days}
    last = max(by_day)
    first = min(day for day in by_day if (last - day).days < _SHOWN_DAYS)
    cells: list[Cell | None] = [None] * first.weekday()
    day = first
    while day <= last:
        found = by_day.get(day)
        score = found.mean_score if found else None
        cells.append(Cell(day.isoformat(), day.day, found.threads if found else 0, score, tone(score)))
        day += timedelta(days=1)
    cells.extend([None] * (-len(cells) % 7))
    return tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))


def tone(score: float | None) -> str:
    """The colour class of a score: five steps from 0 to 100.

    >>> tone(10), tone(50), tone(100), tone(None)
    ('t0', 't2', 't4', 'tn')
    """
    return "tn" if score is None else f"t{min(4, int(score // 20))}"

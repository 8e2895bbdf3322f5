"""Times that people's programs write without naming their order: settled over a whole file, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from analyzer.exports.reading import DateOrder

SPACE = r"[ \u00a0\u2009\u202f]"
DATE = (
    rf"(?P<first>\d{{1,4}})(?P<between>[./\-]){SPACE}?(?P<second>\d{{1,2}})(?P=between){SPACE}?(?P<third>\d{{1,4}})\.?"
)
CLOCK = (
    rf"(?P<hour>\d{{1,2}})[:.](?P<minute>\d\d)(?:[:.](?P<seconds>\d\d)(?:[.,]\d+)?)?"
    rf"(?:{SPACE}*(?P<half>[AaPp]\.?{SPACE}?[Mm]\.?|μμ|πμ|下午|上午))?"
)
_TIME = re.compile(rf"{DATE}(?:,?{SPACE}*(?:[^\W\d]+\.?{SPACE}+){{0,3}}{CLOCK})?")
_AFTERNOON = ("p", "μμ", "下午")
_ORDERS = {
    DateOrder.DAY_FIRST: (2, 1, 0),
    DateOrder.MONTH_FIRST: (2, 0, 1),
    DateOrder.YEAR_FIRST: (0, 1, 2),
}


class AmbiguousDatesError(ValueError):
    """The dates can be read in two orders, or in none."""


@dataclass(frozen=True, slots=True)
class WrittenTime:
    """A date and a time of day as written: three numbers whose order is not known yet."""

    numbers: tuple[int, int, int]
    between: str
    padded: bool
    hour: int
    minute: int
    second: int | None
    half: str | None

    @classmethod
    def of(cls, match: re.Match[str]) -> WrittenTime:
        """From a match of ``DATE`` and ``CLOCK``."""
        first, between, second, third, written_hour, minute, seconds, half = match.group(
            "first", "between", "second", "third", "hour", "minute", "seconds", "half"
        )
        hour = int(written_hour or 0)
        if half:
            afternoon = half.casefold().startswith(_AFTERNOON)
            hour = hour % 12 + 12 if afternoon else hour % 12
        return cls(
            (int(first), int(second), int(third)),
            between,
            (len(first) > 1 and first[0] == "0") or (len(second) > 1 and second[0] == "0"),
            hour,
            int(minute or 0),
            int(seconds) if seconds else None,
            half,
        )

    @property
    def is_possible(self) -> bool:
        """Whether there is such a time in one order at least."""
        return any(_fits([self], order) for order in _ORDERS)

    @property
    def day(self) -> WrittenTime:
        """The same at midnight: what tells the order of its numbers."""
        return replace(self, hour=0, minute=0, second=None)

    def in_order(self, order: DateOrder) -> datetime:
        """The time, without a zone, its date read in this order; years of two digits are after 2000.

        Raises:
            ValueError: There is no such day or time.
        """
        at_year, at_month, at_day = _ORDERS[order]
        year, month, day = self.numbers[at_year], self.numbers[at_month], self.numbers[at_day]
        return datetime(year + 2000 if year < 100 else year, month, day, self.hour, self.minute, self.second or 0)


def written_time(text: str) -> WrittenTime | None:
    """The time a whole text writes in numbers, such as ``12.03.24, 18:05`` or ``3/12/2024 6:05 PM``."""
    match = _TIME.fullmatch(text.strip())
    return WrittenTime.of(match) if match else None


def settled_order(times: Sequence[WrittenTime], told: DateOrder | None, in_sequence: bool) -> DateOrder:
    """The one order in which all dates of a file can be read.

    A year of four digits, a number above 12, points between the numbers or (in sequence) an order in which time
    never runs backwards settles it; last, what only American programs write: ``3/9/24, 6:05 PM`` without zeros.

    Args:
        times: All the times of the file.
        told: What the user said, which wins.
        in_sequence: Whether the file lists them in the order in which they happened.

    Raises:
        AmbiguousDatesError: Two orders are left, or none.
    """
    if told is not None:
        return told
    if all(time.numbers[0] > 99 for time in times):
        return DateOrder.YEAR_FIRST
    possible = [order for order in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST) if _fits(times, order)]
    if len(possible) == 2 and all(time.between == "." for time in times):
        return DateOrder.DAY_FIRST
    if len(possible) == 2 and in_sequence:
        possible = [order for order in possible if _runs_forward(time.in_order(order) for time in times)] or possible
    if len(possible) == 2 and all(time.numbers[0] == time.numbers[1] for time in times):
        return DateOrder.DAY_FIRST
    if len(possible) == 2 and all(_is_american(time) for time in times) and not any(time.padded for time in times):
        return DateOrder.MONTH_FIRST
    if len(possible) != 1:
        raise AmbiguousDatesError(
            "dates can be read day first and month first" if possible else "dates fit no order of day, month and year"
        )
    return possible[0]


def _fits(times: Iterable[WrittenTime], order: DateOrder) -> bool:
    try:
        for time in times:
            time.in_order(order)
    except ValueError:
        return False
    return True


def _runs_forward(moments: Iterable[datetime]) -> bool:
    latest = datetime.min
    for moment in moments:
        if moment < latest:
            return False
        latest = moment
    return True


def _is_american(time: WrittenTime) -> bool:
    return time.between == "/" and time.half in ("AM", "PM")

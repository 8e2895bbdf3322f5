"""How much of a stretch of time falls into office hours, exact over nights, weekends and clock changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60
_LONGEST = timedelta(days=3660)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When somebody is there to reply.

    Attributes:
        zone: IANA name of the time zone the hours are meant in.
        week: For each weekday from Monday, stretches as minutes of the day from 0 to 1440, in order, none overlapping.
        holidays: Days without office hours.
    """

    zone: str
    week: tuple[tuple[tuple[int, int], ...], ...]
    holidays: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether anybody is there on a day."""
        return bool(self.week[day.weekday()]) and day not in self.holidays


def office_seconds(start: datetime, end: datetime, hours: OfficeHours) -> float | None:
    """Seconds between two moments that fall into office hours.

    A time without a zone is taken as the office's own. An opening or closing time that a clock change skips counts
    as the moment of the change; of one that comes twice, the first counts.

    Args:
        start: First moment.
        end: Second moment, not before the first.
        hours: The office hours.

    Returns:
        A number from 0 to the seconds between the two; None for a stretch of more than ten years, which is no wait.
    """
    zone = ZoneInfo(hours.zone)
    try:
        begin, finish = _in_utc(start, zone), _in_utc(end, zone)
        if finish - begin > _LONGEST:
            return None
        total = timedelta()
        for opens, closes in _open_stretches(begin, finish, hours, zone):
            total += max(timedelta(), min(closes, finish) - max(opens, begin))
    except OverflowError:
        return None
    return total.total_seconds()


def _open_stretches(
    begin: datetime, finish: datetime, hours: OfficeHours, zone: tzinfo
) -> Iterator[tuple[datetime, datetime]]:
    day = begin.astimezone(zone).date() - timedelta(days=1)
    last = finish.astimezone(zone).date() + timedelta(days=1)
    while day <= last:
        if hours.is_workday(day):
            for opens, closes in hours.week[day.weekday()]:
                yield _moment(day, opens, zone), _moment(day, closes, zone)
        day += timedelta(days=1)


def _moment(day: date, minute: int, zone: tzinfo) -> datetime:
    """The moment at which the clock of a zone first shows a minute of a day, in UTC."""
    clock = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)
    after = clock.replace(tzinfo=zone).astimezone(UTC)
    if after.astimezone(zone).replace(tzinfo=None) == clock:
        return after
    before = clock.replace(tzinfo=zone, fold=1).astimezone(UTC)
    while after - before > _SECOND:  # the clock skips this minute somewhere between the two
        middle = before + (after - before) // 2
        if middle.astimezone(zone).replace(tzinfo=None) < clock:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _in_utc(moment: datetime, zone: tzinfo) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)

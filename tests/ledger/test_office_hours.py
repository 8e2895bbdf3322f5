"""Seconds within office hours: exact over nights, weekends, holidays and clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.ledger.office_hours import OfficeHours, office_seconds

ROME = "Europe/Rome"
NINE_TO_SIX = ((540, 1080),)
WEEKDAYS = OfficeHours(ROME, (*(NINE_TO_SIX,) * 5, (), ()))
ALWAYS = OfficeHours(ROME, (((0, 1440),),) * 7)
HOUR = 3600.0

zones = st.sampled_from([ROME, "America/New_York", "Asia/Kolkata", "Africa/Cairo", "America/Havana", "UTC"])
stretches = st.lists(st.integers(0, 1440), min_size=0, max_size=4, unique=True).map(
    lambda minutes: tuple(zip(*[iter(sorted(minutes))] * 2, strict=False))
)
hours = st.builds(
    OfficeHours,
    zone=zones,
    week=st.tuples(*[stretches] * 7),
    holidays=st.frozensets(st.dates(date(2024, 1, 1), date(2024, 12, 31)), max_size=3),
)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2024, 12, 31), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)


def rome(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ROME))


@pytest.mark.parametrize(
    ("start", "end", "in_hours"),
    [
        ("2025-03-03T10:00", "2025-03-03T11:30", 1.5),
        ("2025-03-03T17:00", "2025-03-04T10:00", 2.0),
        ("2025-03-07T17:30", "2025-03-10T09:30", 1.0),
        ("2025-03-08T10:00", "2025-03-09T20:00", 0.0),
        ("2025-03-03T19:00", "2025-03-03T23:00", 0.0),
        ("2025-03-03T08:00", "2025-03-10T08:00", 45.0),
    ],
)
def test_only_time_within_the_hours_counts(start: str, end: str, in_hours: float) -> None:
    assert office_seconds(rome(start), rome(end), WEEKDAYS) == in_hours * HOUR


def test_a_holiday_counts_nothing() -> None:
    closed = OfficeHours(ROME, WEEKDAYS.week, frozenset({date(2025, 3, 4)}))
    assert office_seconds(rome("2025-03-03T17:00"), rome("2025-03-05T10:00"), closed) == 2 * HOUR


@pytest.mark.parametrize(("day", "in_hours"), [("2025-03-30", 4.0), ("2025-10-26", 6.0)])
def test_a_clock_change_within_the_hours_shortens_or_lengthens_them(day: str, in_hours: float) -> None:
    night = OfficeHours(ROME, (((0, 300),),) * 7)
    following = datetime.fromisoformat(day) + timedelta(days=1)
    assert office_seconds(rome(day), following.replace(tzinfo=ZoneInfo(ROME)), night) == in_hours * HOUR


def test_an_opening_time_that_the_clock_skips_is_the_moment_of_the_change() -> None:
    half_past_two = OfficeHours(ROME, (((150, 300),),) * 7)
    assert office_seconds(rome("2025-03-30T00:00"), rome("2025-03-30T12:00"), half_past_two) == 2 * HOUR


def test_a_time_without_a_zone_is_the_offices_own() -> None:
    start, end = datetime(2025, 3, 3, 8), datetime(2025, 3, 3, 10)
    assert office_seconds(start, end, WEEKDAYS) == HOUR


def test_a_wait_of_centuries_is_a_wrong_time() -> None:
    assert office_seconds(datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC), WEEKDAYS) is None
    assert office_seconds(datetime(9999, 12, 31, tzinfo=UTC), datetime(9999, 12, 31, 5, tzinfo=UTC), ALWAYS) is None


@given(hours, moments, moments)
def test_never_negative_nor_longer_than_by_the_clock(chosen: OfficeHours, one: datetime, other: datetime) -> None:
    start, end = sorted((one, other))
    counted = office_seconds(start, end, chosen)
    assert counted is not None
    assert 0 <= counted <= (end - start).total_seconds()


@given(hours, st.lists(moments, min_size=3, max_size=3))
def test_a_wait_cut_in_two_adds_up(chosen: OfficeHours, three: list[datetime]) -> None:
    start, middle, end = sorted(three)
    halves = (office_seconds(start, middle, chosen) or 0) + (office_seconds(middle, end, chosen) or 0)
    assert halves == office_seconds(start, end, chosen)


@given(zones, moments, moments)
def test_round_the_clock_is_the_time_by_the_clock(zone: str, one: datetime, other: datetime) -> None:
    start, end = sorted((one, other))
    assert office_seconds(start, end, OfficeHours(zone, ALWAYS.week)) == (end - start).total_seconds()


@given(hours, moments, moments, st.integers(-14, 14))
def test_the_offset_a_time_is_written_in_changes_nothing(
    chosen: OfficeHours, one: datetime, other: datetime, offset: int
) -> None:
    start, end = sorted((one, other))
    moved = timezone(timedelta(hours=offset))
    assert office_seconds(start.astimezone(moved), end, chosen) == office_seconds(start, end, chosen)

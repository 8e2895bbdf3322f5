"""Times as exports write them; a written zone is kept, one that is not written is not made up."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from analyzer.exports.reading import Note, ReadOptions, Topic
from analyzer.threads import Source

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_ENGLISH = re.compile(
    r"[A-Za-z]{3} (?P<month>[A-Za-z]{3}) (?P<day>\d{1,2}) (?P<time>\d\d:\d\d:\d\d) (?P<zone>[+-]\d{4}) (?P<year>\d{4})"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def iso_time(value: Any) -> datetime:
    """An ISO 8601 time, with its zone where it writes one; ``+0000`` and ``Z`` are zones.

    Raises:
        ValueError: It is not one.
    """
    if not isinstance(value, str):
        raise ValueError("not an ISO 8601 time")
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError:
        raise ValueError("not an ISO 8601 time") from None


def epoch_time(value: Any, unit: float = 1.0) -> datetime:
    """The UTC time of a number since 1970, or of its digits as text.

    Args:
        value: The number.
        unit: Seconds it counts: 1 for seconds, 0.001 for milliseconds.

    Raises:
        ValueError: It is no number, or lies outside the years 1 to 9999.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("not an epoch time")
    try:
        if unit == 0.001 and isinstance(value, int):
            return _EPOCH + timedelta(milliseconds=value)
        return _EPOCH + timedelta(seconds=float(value) * unit)
    except (ValueError, OverflowError):
        raise ValueError("not an epoch time") from None


def english_time(value: Any) -> datetime:
    """A time such as ``Tue Mar 12 17:21:09 +0000 2024``, whatever the machine's language.

    Raises:
        ValueError: It is not one.
    """
    match = _ENGLISH.fullmatch(value.strip()) if isinstance(value, str) else None
    month = _MONTHS.get(match["month"].casefold()) if match else None
    if match is None or month is None:
        raise ValueError("not a time such as 'Tue Mar 12 17:21:09 +0000 2024'")
    return iso_time(f"{match['year']}-{month:02}-{int(match['day']):02}T{match['time']}{match['zone']}")


def placed(time: datetime, zone: ZoneInfo | None) -> datetime:
    """The time in the zone that was told, where it has none of its own; else as it is."""
    return time.replace(tzinfo=zone) if time.tzinfo is None and zone is not None else time


def zone_note(file: str, options: ReadOptions) -> Note:
    """What is said once of a file whose times are written without a zone."""
    if options.time_zone is None:
        text = "times are written without a zone: waits are measured by the clock they show; name it with --timezone"
    else:
        text = f"times are written without a zone: read as {options.time_zone.key}"
    return Note(Source(file), Topic.TIME_ZONE, text)

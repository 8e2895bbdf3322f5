"""What counts as a late reply: thresholds and office hours, as code and as a TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from analyzer.errors import UsageError
from analyzer.ledger.office_hours import MINUTES_A_DAY, OfficeHours

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_STRETCH = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class ReplyTimePolicy:
    """When a reply is late.

    Attributes:
        first_reply_seconds: Longest wait for the first human reply that is not late.
        any_reply_seconds: Longest wait for any later reply that is not late.
        office_hours: Where set, only time within them counts.
    """

    first_reply_seconds: float = 60 * 60
    any_reply_seconds: float = 24 * 60 * 60
    office_hours: OfficeHours | None = None


DEFAULT_POLICY = ReplyTimePolicy()


class _ReplyTimes(msgspec.Struct, forbid_unknown_fields=True):
    """The ``[reply_times]`` table of a policy file."""

    first_reply_seconds: float = DEFAULT_POLICY.first_reply_seconds
    any_reply_seconds: float = DEFAULT_POLICY.any_reply_seconds
    time_zone: str | None = None
    office_hours: dict[Weekday, list[str]] = {}
    holidays: list[date] = []


class _PolicyFile(msgspec.Struct, forbid_unknown_fields=True):
    """A policy file; what an audit reads in it is left to the audit."""

    reply_times: _ReplyTimes = msgspec.field(default_factory=_ReplyTimes)
    audit: dict[str, Any] = {}


def read_policy(path: str) -> ReplyTimePolicy:
    """When a reply is late, by a TOML file.

    Raises:
        UsageError: The file cannot be read, is no TOML, or holds a key or value that has no meaning here.
    """
    return reply_time_policy(policy_content(path), path)


def policy_content(path: str) -> Mapping[str, Any]:
    """What a policy file holds.

    Raises:
        UsageError: The file cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"cannot read the policy ({error.strerror})", path, "name a TOML file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"not a TOML file ({error})", path, "mend that line") from None


def reply_time_policy(content: Mapping[str, Any], path: str) -> ReplyTimePolicy:
    """When a reply is late, by the content of a policy file.

    Raises:
        UsageError: A key or value has no meaning here.
    """
    try:
        found = msgspec.convert(content, _PolicyFile).reply_times
    except msgspec.ValidationError as error:
        raise UsageError(str(error), path, "see the policy file in the README") from None
    for name in ("first_reply_seconds", "any_reply_seconds"):
        if not 0 < getattr(found, name) < float("inf"):
            raise UsageError(f"{name} is not above 0", path, "give a number of seconds such as 3600")
    return ReplyTimePolicy(found.first_reply_seconds, found.any_reply_seconds, _office_hours(found, path))


def _office_hours(found: _ReplyTimes, path: str) -> OfficeHours | None:
    if not any(found.office_hours.values()):
        if found.office_hours or found.holidays or found.time_zone:
            raise UsageError(
                "no office hours on any day", path, 'add [reply_times.office_hours] monday = ["09:00-18:00"]'
            )
        return None
    if found.time_zone is None:
        raise UsageError("office hours without a time zone", path, 'add time_zone = "Europe/Rome"')
    try:
        ZoneInfo(found.time_zone)
    except (KeyError, ValueError, OSError):
        raise UsageError(
            f"unknown time zone {found.time_zone!r}", path, 'use an IANA name such as "Europe/Rome"'
        ) from None
    week = tuple(_stretches(day, found.office_hours.get(day, []), path) for day in WEEKDAYS)
    return OfficeHours(found.time_zone, week, frozenset(found.holidays))


def _stretches(day: Weekday, written: list[str], path: str) -> tuple[tuple[int, int], ...]:
    """Stretches of a day in minutes.

    >>> _stretches("monday", ["14:00-18:00", "09:00-13:00"], "policy.toml")
    ((540, 780), (840, 1080))
    """
    stretches = []
    for row in written:
        match = _STRETCH.fullmatch(row.replace(" ", ""))
        opens, closes = (60 * int(match[1]) + int(match[2]), 60 * int(match[3]) + int(match[4])) if match else (0, 0)
        if not opens < closes <= MINUTES_A_DAY:
            raise UsageError(f"{row!r} on {day} are no hours", path, 'write them as "09:00-13:00", at most to "24:00"')
        stretches.append((opens, closes))
    stretches.sort()
    if any(earlier[1] > later[0] for earlier, later in pairwise(stretches)):
        raise UsageError(f"office hours on {day} overlap", path, "join them into one")
    return tuple(stretches)

"""Values of JSON nobody has checked, taken only as what they should be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from analyzer.exports.times import epoch_time, iso_time

_EXACT_FLOAT = 2**53
_LONGEST_ID = 500


class MalformedRecordError(ValueError):
    """A record that is not what its format says; the text names the key and the fault, never the record's words."""


def record_of(value: Any) -> Mapping[str, Any]:
    """The value as an object.

    Raises:
        MalformedRecordError: It is none.
    """
    if not isinstance(value, dict):
        raise MalformedRecordError("not a JSON object")
    return value


def inner(record: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The object under a key; empty where there is none."""
    value = record.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise MalformedRecordError(f"{key!r} is not an object")
    return value


def listed(record: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The objects of the list under a key; empty where there is none."""
    value = record.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise MalformedRecordError(f"{key!r} is not a list of objects")
    return value


def words(record: Mapping[str, Any], key: str) -> str:
    """The text under a key; empty where there is none."""
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise MalformedRecordError(f"{key!r} is not text")
    return value


def name(record: Mapping[str, Any], key: str) -> str | None:
    """The text under a key without space around it; nothing where it is empty or absent."""
    return words(record, key).strip() or None


def identifier(record: Mapping[str, Any], key: str) -> str | None:
    """The id under a key, always as text; nothing where it is empty or absent.

    Raises:
        MalformedRecordError: It is no id, or a number that was rounded on its way.
    """
    value = record.get(key)
    if isinstance(value, str) and 0 < len(value) <= _LONGEST_ID:
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT_FLOAT:
        value = int(value)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise MalformedRecordError(f"{key!r} is not an id")
    if isinstance(value, int) and value.bit_length() > 256:
        raise MalformedRecordError(f"{key!r} is not an id")
    text = str(value)
    if len(text) > _LONGEST_ID:
        raise MalformedRecordError(f"{key!r} is too long for an id")
    return text


def count(record: Mapping[str, Any], key: str) -> int | None:
    """The number of things under a key; nothing where it is absent or no whole number."""
    value = record.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def moment(record: Mapping[str, Any], key: str, milliseconds: bool = False) -> datetime | None:
    """The time under a key: ISO 8601, or a number (or its digits) since the epoch in UTC.

    Args:
        record: The object.
        key: Its key.
        milliseconds: Whether a number counts milliseconds, not seconds.

    Raises:
        MalformedRecordError: It is no time.
    """
    value = record.get(key)
    if value is None or value == "":
        return None
    written = isinstance(value, str) and not value.strip().isdecimal()
    try:
        return iso_time(value) if written else epoch_time(value, 0.001 if milliseconds else 1)
    except ValueError as error:
        raise MalformedRecordError(f"{key!r} is {error}") from None

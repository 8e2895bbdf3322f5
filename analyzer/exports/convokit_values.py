"""What ConvoKit's records say, and in how many ways: sides, times, metadata."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from analyzer.codebook import Role
from analyzer.exports.json_values import MalformedRecordError, identifier
from analyzer.exports.table_threads import ROLE_VALUES
from analyzer.exports.times import epoch_time, iso_time

_PICKLED = "<##bin{"
_ROLE_KEYS = ("role", "speaker_role", "user_role", "side")
_SIDES = {"is_brand": Role.BRAND, "is_agent": Role.BRAND, "is_customer": Role.CUSTOMER, "inbound": Role.CUSTOMER}
_OTHER_SIDE = {Role.BRAND: Role.CUSTOMER, Role.CUSTOMER: Role.BRAND}
_FIRST_SECOND, _FIRST_MILLISECOND = 10**8, 10**11


def conversation_of(utterance: Mapping[str, Any]) -> str:
    """The conversation's id, under the name of today or the old one.

    Raises:
        MalformedRecordError: There is none.
    """
    if (key := identifier(utterance, "conversation_id") or identifier(utterance, "root")) is None:
        raise MalformedRecordError("no 'conversation_id'")
    return key


def speaker_of(utterance: Mapping[str, Any]) -> str | None:
    """The speaker's id, under the name of today or the old one; an old corpus may hold the speaker as an object."""
    speaker = utterance.get("speaker", utterance.get("user"))
    return identifier(speaker if isinstance(speaker, dict) else {"id": speaker}, "id")


def metadata(entry: Any) -> dict[str, Any]:
    """Metadata of an utterance, speaker or conversation, without what is kept in pickle files."""
    if not isinstance(entry, dict):
        return {}
    meta = entry["meta"] if isinstance(entry.get("meta"), dict) and entry.keys() <= {"meta", "vectors"} else entry
    return {key: value for key, value in meta.items() if not is_pickled(value)}


def is_pickled(value: Any) -> bool:
    """Whether it stands for an object in a pickle file."""
    return isinstance(value, str) and value.startswith(_PICKLED)


def role_in(*metas: Mapping[str, Any]) -> Role | None:
    """The side that metadata tell, the first that does."""
    for meta in metas:
        for key in _ROLE_KEYS:
            if isinstance(value := meta.get(key), str) and (role := ROLE_VALUES.get(value.casefold())):
                return role
        for key, role in _SIDES.items():
            if isinstance(holds := meta.get(key), bool):
                return role if holds else _OTHER_SIDE[role]
    return None


def time_of(value: Any) -> datetime | None:
    """The time: seconds or milliseconds since 1970, as a number or its digits, or ISO 8601.

    Numbers too small to be times, such as places in a sequence, are none.

    Raises:
        MalformedRecordError: It is neither a number nor a time.
    """
    if value is None or value == "":
        return None
    try:
        seconds = float(value)
    except (TypeError, ValueError, OverflowError):
        seconds = None
    try:
        if seconds is None:
            return iso_time(value)
        if seconds < _FIRST_SECOND:
            return None
        return epoch_time(seconds, 1 if seconds < _FIRST_MILLISECOND else 0.001)
    except ValueError:
        raise MalformedRecordError("'timestamp' is not a time") from None

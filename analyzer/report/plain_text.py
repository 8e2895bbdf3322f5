"""Text without characters that draw over other text or turn the direction of writing."""

from __future__ import annotations

_DIRECTIONS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C], "\ufffd")
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160)], "\ufffd")


def plain(value: object) -> str:
    r"""The text with each such character replaced by the sign for none.

    >>> plain("a\u202eb")
    'a\ufffdb'
    """
    return str(value).translate(_DIRECTIONS).translate(_CONTROLS)


def plain_or_none(value: str | None) -> str | None:
    """The same, where there is a text."""
    return None if value is None else plain(value)

"""Places in a text counted in UTF-16 code units, as browsers count them, and in characters, as Python does."""

from __future__ import annotations


def to_units(text: str, place: int) -> int:
    """Code units before the place.

    >>> to_units("lost 😡 again", 6)
    7
    """
    return place + sum(ord(character) > 0xFFFF for character in text[:place])


def to_characters(text: str, units: int) -> int:
    """Characters before so many code units; a place inside a pair counts as before it, one past the end as the end.

    >>> to_characters("lost 😡 again", 7), to_characters("lost", 9)
    (6, 4)
    """
    passed = 0
    for place, character in enumerate(text):
        passed += 2 if ord(character) > 0xFFFF else 1
        if passed > units:
            return place
    return len(text)

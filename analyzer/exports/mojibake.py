"""Repair of text whose UTF-8 bytes were each written as a character, as Meta's exports do."""

from __future__ import annotations


def repaired(text: str) -> str:
    r"""The text meant, where every character is such a byte; any other text as it is.

    >>> repaired("Caff\u00c3\u00a8"), repaired("già"), repaired("😀")
    ('Caffè', 'già', '😀')
    """
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text

"""Repair of text whose UTF-8 bytes were each written as a character, as Meta's exports do."""

from __future__ import annotations


def repaired(text: str) -> str:
    r"""The text meant, where every character is such a byte; any other text as it is.

    Where the export cut the last character in two, its half is left out.

    >>> repaired("Caff\u00c3\u00a8"), repaired("gi\u00e0"), repaired("\U0001f600"), repaired("\u00c3\u00a8 gi\u00c3")
    ('Caffè', 'già', '😀', 'è gi')
    """
    if text.isascii():
        return text
    try:
        content = text.encode("latin-1")
    except UnicodeError:
        return text
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        cut_off = error.end == len(content) and error.reason == "unexpected end of data"
        return before.decode("utf-8") if cut_off and not before.isascii() else text

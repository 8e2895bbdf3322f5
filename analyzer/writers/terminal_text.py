"""Text that a terminal shows and never obeys."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_PICTURES = 0x2400


def terminal_safe(text: str) -> str:
    r"""The text with control characters, bidirectional overrides and lone surrogates replaced, one for one.

    The length stays the same, so that character offsets still hold; line feeds and tabs stay.

    >>> terminal_safe("a\x1b[31mb")
    'a␛[31mb'
    """
    return _CONTROL.sub(_visible, text)


def one_line(text: str) -> str:
    """The safe text on one line."""
    return " ".join(terminal_safe(text).split())


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(_PICTURES + code) if code < 0x20 else "�"

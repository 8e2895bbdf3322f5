"""The folded form of a word, under which patterns match: lower case, no accents, no elongation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")
_APOSTROPHES = str.maketrans("’‘`´", "''''")


def fold(word: str) -> str:
    """Folded form of one token.

    >>> fold("Perché"), fold("GRAZIEEEE"), fold("l’")
    ('perche', 'grazie', "l'")
    """
    word = word.lower().replace("`", "'")
    if not word.isascii():
        decomposed = unicodedata.normalize("NFD", word.translate(_APOSTROPHES))
        word = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _ELONGATED.sub(r"\1", word)


def norm_getter(spellings: Mapping[str, str]) -> Callable[[str], str]:
    """What spaCy's ``NORM`` attribute shall hold: the folded form, chat spellings written out.

    Args:
        spellings: Folded chat spelling to folded word, such as ``nn`` to ``non``.
    """

    def norm(word: str) -> str:
        folded = fold(word)
        return spellings.get(folded, folded)

    return norm

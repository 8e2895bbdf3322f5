"""Content words cut to their first letters, for telling whether two texts speak of the same thing."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module

from analyzer.nlp.folding import fold

LETTERS = 5
_FEWEST_LETTERS = 4
_NO_WORDS = re.compile(r"[@#]\w+|https?://\S+|www\.\S+")
_WORD = re.compile(r"[^\W\d_]+")


def stems(text: str, language: str) -> frozenset[str]:
    """The first four or five letters of each content word; mentions, tags, links, numbers and stop words apart.

    >>> sorted(stems("@Lumo Where is the RED parcel, parcels?", "en"))
    ['parce']
    """
    words = (fold(word) for word in _WORD.findall(_NO_WORDS.sub(" ", text)))
    stop = _stop_words(language)
    return frozenset(
        word[: min(LETTERS, max(_FEWEST_LETTERS, len(word) - 1))]
        for word in words
        if len(word) >= _FEWEST_LETTERS and word not in stop
    )


@cache
def _stop_words(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS)

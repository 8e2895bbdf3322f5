"""The pattern notation of the language files, compiled into elements around an anchor.

A pattern is a row of elements parted by spaces; each stands for one token's folded form:

=================  ==========================================================
``word``           that word
``a|b``            either
``send{s,ing,}``   braces spell out endings: ``sends``, ``sending``, ``send``
``<send>``         a word class of the language file
``word?``          the element may be missing
``!word|other``    a word other than those
``~3``             up to three tokens of any kind
``#``              a number, or a token holding a digit
``@``              a URL or an e-mail address
``?!``             a question mark
``^`` first        the match begins a clause: ``^ moved to``
``$`` last         the match ends a clause: ``^ done $``
=================  ==========================================================

The *anchor* of a pattern is its rarest element that must be there; ``analyzer.nlp.matching`` tries a pattern only
where its anchor stands.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

_BRACES = re.compile(r"\{([^{}]*)\}")
_GAP = re.compile(r"~(\d)")
_OTHER = re.compile(r"!([\w<].*)")
_CLAUSE_START, _CLAUSE_END = "^", "$"
_FORMS: Mapping[str, re.Pattern[str]] = {
    "#": re.compile(r"\d"),
    "@": re.compile(r"(?i)^(https?:|www\.|\S+@\S+\.\w)|^\S+\.(com|it|net|org|eu|gov)\b"),
    "?!": re.compile(r"^\?"),
}


class PatternSyntaxError(ValueError):
    """A pattern of a language file that cannot be compiled."""


@dataclass(frozen=True, slots=True)
class Element:
    """What one place of a pattern lets pass.

    Attributes:
        words: Folded forms; empty where a form or a gap stands.
        form: Searched for in the token as written.
        optional: Whether the place may be left out.
        gap: Up to how many tokens of any kind pass; 0 where words or a form stand.
        others: Folded forms that do not pass, where any other word does; empty for every other kind of place.
    """

    words: frozenset[str] = frozenset()
    form: re.Pattern[str] | None = None
    optional: bool = False
    gap: int = 0
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CompiledPattern:
    """A pattern as its anchor and what stands around it.

    Attributes:
        anchor: The words of the rarest element, of which one must be there.
        before: Elements before the anchor, the nearest first.
        after: Elements after the anchor.
        needed: Words of the other elements that must be there.
        begins_clause: Whether a match must stand first in its clause.
        ends_clause: Whether a match must stand last in its clause.
        preceding: Words of which one must stand right before the anchor; None where none must.
        following: Words of which one must stand right after the anchor; None where none must.
    """

    anchor: frozenset[str]
    before: tuple[Element, ...]
    after: tuple[Element, ...]
    needed: tuple[frozenset[str], ...]
    begins_clause: bool
    ends_clause: bool
    preceding: frozenset[str] | None
    following: frozenset[str] | None

    @property
    def elements(self) -> tuple[Element, ...]:
        """All elements in reading order."""
        return (*reversed(self.before), Element(self.anchor), *self.after)


@cache
def spelled_out(element: str) -> tuple[str, ...]:
    """All words an element with alternatives and braces stands for.

    >>> spelled_out("send{s,ing,}|give")
    ('sends', 'sending', 'send', 'give')
    """
    words: list[str] = []
    for alternative in re.split(r"\|(?![^{]*\})", element):
        parts = _BRACES.split(alternative)
        choices = [part.split(",") if position % 2 else [part] for position, part in enumerate(parts)]
        words.extend("".join(chosen) for chosen in itertools.product(*choices))
    return tuple(words)


def compile_pattern(pattern: str, word_classes: Mapping[str, Sequence[str]]) -> CompiledPattern:
    """One pattern in the notation above.

    Raises:
        PatternSyntaxError: An unknown word class, or no element that must be there.
    """
    rows = pattern.split()
    begins_clause, ends_clause = rows[:1] == [_CLAUSE_START], rows[-1:] == [_CLAUSE_END]
    rows = rows[begins_clause : len(rows) - ends_clause]
    elements = [_element(element, word_classes, pattern) for element in rows]
    required = [place for place, element in enumerate(elements) if element.words and not element.optional]
    if not required:
        raise PatternSyntaxError(f"pattern {pattern!r} has no word that must be there")
    anchor = max(required, key=lambda place: rarity(elements[place].words))
    before, after = tuple(reversed(elements[:anchor])), tuple(elements[anchor + 1 :])
    return CompiledPattern(
        elements[anchor].words,
        before,
        after,
        tuple(elements[place].words for place in required if place != anchor),
        begins_clause,
        ends_clause,
        _words_that_must_come(before),
        _words_that_must_come(after),
    )


def _words_that_must_come(elements: Sequence[Element]) -> frozenset[str] | None:
    """The words of the nearest element, where it is a word and must be there."""
    return elements[0].words if elements and elements[0].words and not elements[0].optional else None


def _element(element: str, word_classes: Mapping[str, Sequence[str]], pattern: str) -> Element:
    if re.fullmatch(r"~\w+", element) and not _GAP.fullmatch(element):
        raise PatternSyntaxError(f"{element} is no gap: ~1 to ~9")
    if gap := _GAP.fullmatch(element):
        return Element(gap=int(gap[1]))
    if element in _FORMS:
        return Element(form=_FORMS[element])
    if other := _OTHER.fullmatch(element):
        return Element(others=_element(other[1], word_classes, pattern).words)
    words: list[str] = []
    for part in re.split(r"\|(?![^{]*\})", element.removesuffix("?")):
        if part.startswith("<") and part.endswith(">"):
            if part[1:-1] not in word_classes:
                raise PatternSyntaxError(f"pattern {pattern!r} names an unknown word class {part}")
            for entry in word_classes[part[1:-1]]:
                words.extend(spelled_out(entry))
        else:
            words.extend(spelled_out(part))
    return Element(frozenset(words), optional=element.endswith("?"))


def rarity(words: frozenset[str]) -> tuple[int, int]:
    """Long words are rare words; of several, few alternatives are rarer than many."""
    return (min(4, min(len(word) for word in words)), -len(words))


def folded_words(rows: Iterable[str]) -> frozenset[str]:
    """Every word that some rows of a language file spell out."""
    return frozenset(word for row in rows for word in spelled_out(row))

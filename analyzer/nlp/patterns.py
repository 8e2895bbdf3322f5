"""The pattern notation of the language files, compiled for spaCy's Matcher and run behind anchor words.

A pattern is a row of elements parted by spaces; each stands for one token's folded form:

=================  ==========================================================
``word``           that word
``a|b``            either
``send{s,ing,}``   braces spell out endings: ``sends``, ``sending``, ``send``
``<send>``         a word class of the language file
``word?``          the element may be missing
``~3``             up to three tokens of any kind
``#``              a number, or a token holding a digit
``@``              a URL or an e-mail address
``?!``             a question mark
=================  ==========================================================

Running a hundred token patterns over every message costs ten times the tokenizer. So each pattern
has an *anchor*, its rarest required element, and only patterns whose anchor occurs in a sentence are
tried on that sentence.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.attrs import NORM
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from analyzer.languages import LanguagePack

_BRACES = re.compile(r"\{([^{}]*)\}")
_GAP = re.compile(r"~(\d)")
_SPECIAL: Mapping[str, dict[str, Any]] = {
    "#": {"TEXT": {"REGEX": r"\d"}},
    "@": {"TEXT": {"REGEX": r"(?i)^(https?:|www\.|\S+@\S+\.\w)|^\S+\.(com|it|net|org|eu|gov)\b"}},
    "?!": {"TEXT": {"REGEX": r"^\?"}},
}


class PatternSyntaxError(ValueError):
    """A pattern of a language file that cannot be compiled."""


@dataclass(frozen=True, slots=True)
class CompiledPattern:
    """Token descriptions for spaCy's Matcher, and the words of which one must be there."""

    tokens: tuple[dict[str, Any], ...]
    anchor: frozenset[str]


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
    tokens: list[dict[str, Any]] = []
    anchors: list[frozenset[str]] = []
    for element in pattern.split():
        if gap := _GAP.fullmatch(element):
            tokens.extend({"OP": "?"} for _ in range(int(gap[1])))
            continue
        if element in _SPECIAL:
            tokens.append(dict(_SPECIAL[element]))
            continue
        optional = element.endswith("?")
        words = _words(element.removesuffix("?"), word_classes, pattern)
        norm: Any = words[0] if len(words) == 1 else {"IN": sorted(words)}
        tokens.append({"NORM": norm, "OP": "?"} if optional else {"NORM": norm})
        if not optional:
            anchors.append(frozenset(words))
    if not anchors:
        raise PatternSyntaxError(f"pattern {pattern!r} has no word that must be there")
    return CompiledPattern(tuple(tokens), max(anchors, key=_rarity))


def _words(element: str, word_classes: Mapping[str, Sequence[str]], pattern: str) -> list[str]:
    words: list[str] = []
    for part in re.split(r"\|(?![^{]*\})", element):
        if part.startswith("<") and part.endswith(">"):
            if part[1:-1] not in word_classes:
                raise PatternSyntaxError(f"pattern {pattern!r} names an unknown word class {part}")
            for entry in word_classes[part[1:-1]]:
                words.extend(spelled_out(entry))
        else:
            words.extend(spelled_out(part))
    return list(dict.fromkeys(words))


def _rarity(words: frozenset[str]) -> tuple[int, int]:
    """Long words are rare words; of several, few alternatives are rarer than many."""
    return (min(4, min(len(word) for word in words)), -len(words))


class AnchoredMatcher:
    """Labelled patterns, tried only on sentences that hold their anchor words.

    Args:
        vocab: The vocabulary of the docs to match.
        patterns: Label to patterns in the notation above.
        word_classes: The language's word classes.
    """

    def __init__(
        self, vocab: Vocab, patterns: Mapping[str, Iterable[str]], word_classes: Mapping[str, Sequence[str]]
    ) -> None:
        """Compile the patterns; the matchers themselves are built when their anchor first occurs."""
        self._vocab = vocab
        self._by_anchor: dict[int, list[tuple[str, CompiledPattern]]] = defaultdict(list)
        self._matchers: dict[int, Matcher] = {}
        for label, rows in patterns.items():
            for row in rows:
                compiled = compile_pattern(row, word_classes)
                for word in compiled.anchor:
                    self._by_anchor[vocab.strings.add(word)].append((label, compiled))

    def __call__(self, doc: Doc, sentences: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int, int, int]]:
        """Matches as (label, first token, token after the last, sentence number), longest per label and sentence start.

        Args:
            doc: A tokenised message.
            sentences: Token bounds of its sentences.
        """
        norms = doc.to_array(NORM).tolist()
        strings = self._vocab.strings
        for number, (first, last) in enumerate(sentences):
            anchors = {norm for norm in norms[first:last] if norm in self._by_anchor}
            for anchor in sorted(anchors):
                for label, start, end in self._matcher(anchor)(doc[first:last]):
                    yield strings[label], first + start, first + end, number

    def _matcher(self, anchor: int) -> Matcher:
        if anchor not in self._matchers:
            matcher = Matcher(self._vocab)
            by_label: dict[str, list[list[dict[str, Any]]]] = defaultdict(list)
            for label, compiled in self._by_anchor[anchor]:
                by_label[label].append(list(compiled.tokens))
            for label, rows in by_label.items():
                matcher.add(label, rows, greedy="LONGEST")
            self._matchers[anchor] = matcher
        return self._matchers[anchor]


def norm_hashes(vocab: Vocab, rows: Iterable[str]) -> frozenset[int]:
    """Hashes of the folded words of some rows."""
    return frozenset(vocab.strings.add(word) for row in rows for word in spelled_out(row))

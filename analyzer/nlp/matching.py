"""Finds the patterns of a group in a message, each only where its anchor word stands.

The notation is that of spaCy's Matcher, and so is what matches (``tests/nlp/test_matching.py`` compares the two). Run
over every token, the Matcher takes ten times as long as the tokenizer; here a message is looked up word by word in the
anchors of a whole group, and what stands around an anchor is read only where one is found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from itertools import chain

from analyzer.nlp.patterns import CompiledPattern, Element, compile_pattern, rarity
from analyzer.nlp.tokens import Tokens

Match = tuple[str, int, int, int]
Bounds = tuple[int, int]
Name = tuple[str, str]
_Entry = tuple[Name, CompiledPattern, frozenset[int]]
_APOSTROPHES = "'’"
_NONE_NEEDED = -1


class AnchoredMatcher:
    """Groups of labelled patterns, all behind one index of the words of their anchors.

    Args:
        groups: Group to label to patterns in the notation of ``analyzer.nlp.patterns``.
        word_classes: The language's word classes.
        openers: Words as written, in lower case, after which a clause begins, besides marks of punctuation.
    """

    def __init__(
        self,
        groups: Mapping[str, Mapping[str, Iterable[str]]],
        word_classes: Mapping[str, Sequence[str]],
        openers: Iterable[str] = (),
    ) -> None:
        """Compile the patterns."""
        self._openers = frozenset(openers)
        self._groups = tuple(groups)
        self._by_anchor: dict[str, dict[int, list[_Entry]]] = defaultdict(lambda: defaultdict(list))
        numbers: dict[frozenset[str], int] = {}
        for group, patterns in groups.items():
            for label, rows in patterns.items():
                for row in rows:
                    compiled = compile_pattern(row, word_classes)
                    rarest_first = sorted(compiled.needed, key=rarity, reverse=True)
                    needed = [numbers.setdefault(words, len(numbers)) for words in rarest_first]
                    first = needed[0] if needed else _NONE_NEEDED
                    for word in compiled.anchor:
                        self._by_anchor[word][first].append(((group, label), compiled, frozenset(needed)))
        needs_met: dict[str, set[int]] = defaultdict(set)
        for words, number in numbers.items():
            for word in words:
                needs_met[word].add(number)
        self._needs_met = {word: frozenset(met) for word, met in needs_met.items()}

    def __call__(self, tokens: Tokens) -> dict[str, list[Match]]:
        """Matches of each group as (label, first token, token after the last, sentence number).

        Of overlapping matches of a label behind the same anchor word the longest is kept, then the first.
        """
        matches: dict[str, list[Match]] = {group: [] for group in self._groups}
        anchors = self._by_anchor.keys() & tokens.forms
        if not anchors:
            return matches
        met = {_NONE_NEEDED}.union(*[self._needs_met[word] for word in self._needs_met.keys() & tokens.forms])
        places: dict[int, dict[str, list[int]]] = {}
        for place, norm in enumerate(tokens.norms):
            if norm in anchors:
                places.setdefault(tokens.sentence_at(place), {}).setdefault(norm, []).append(place)
        for number, by_word in places.items():
            for anchor in by_word:
                found = self._behind(anchor, by_word, met, tokens, tokens.sentences[number])
                for (group, label), every in found.items():
                    matches[group] += [(label, start, end, number) for start, end in _longest_first(every)]
        return matches

    def _behind(
        self, anchor: str, places: Mapping[str, list[int]], met: Set[int], tokens: Tokens, sentence: Bounds
    ) -> dict[Name, set[Bounds]]:
        """Matches of the patterns of an anchor word within a sentence in which it stands.

        ``met`` numbers the sets of needed words of which the message has one. Patterns lie sorted by the rarest set
        that each needs, so that most are never looked at.
        """
        found: dict[Name, set[Bounds]] = {}
        by_need = self._by_anchor[anchor]
        for name, pattern, needed in chain.from_iterable(by_need[need] for need in sorted(by_need.keys() & met)):
            if not needed <= met:
                continue
            for word in places.keys() & pattern.anchor if len(pattern.anchor) > 1 else (anchor,):
                for place in places[word]:
                    if not _is_flanked(pattern, place, tokens.norms):
                        continue
                    bounds = _around(pattern, place, tokens, sentence)
                    if pattern.begins_clause:
                        bounds = [each for each in bounds if self._begins_clause(tokens, sentence[0], each[0])]
                    if pattern.ends_clause:
                        bounds = [each for each in bounds if _ends_clause(tokens, sentence[1], each[1])]
                    if bounds:
                        found.setdefault(name, set()).update(bounds)
        return found

    def _begins_clause(self, tokens: Tokens, sentence_start: int, start: int) -> bool:
        """Whether a token stands first in its clause, mentions, tags and white space before it apart."""
        before = start - 1
        while before >= sentence_start and (
            tokens.words[before].is_space or tokens.words[before].text.startswith(("@", "#"))
        ):
            before -= 1
        if before < sentence_start or tokens.words[before].text.lower() in self._openers:
            return True
        end = tokens.words[before].text[-1]
        return not (end.isalnum() or end in _APOSTROPHES)


def _is_flanked(pattern: CompiledPattern, place: int, norms: Sequence[str]) -> bool:
    """Whether the words stand right beside the anchor that must stand there, if any must."""
    following, preceding = pattern.following, pattern.preceding
    return (following is None or (place + 1 < len(norms) and norms[place + 1] in following)) and (
        preceding is None or (place > 0 and norms[place - 1] in preceding)
    )


def _ends_clause(tokens: Tokens, sentence_end: int, end: int) -> bool:
    """Whether a token stands last in its clause: what follows is no word."""
    if end >= sentence_end:
        return True
    following = tokens.words[end]
    return following.is_space or not (following.text[0].isalnum() or following.text[0] in _APOSTROPHES)


def _around(pattern: CompiledPattern, place: int, tokens: Tokens, sentence: Bounds) -> list[Bounds]:
    """Bounds of the pattern with its anchor at ``place``."""
    ends = _reached(pattern.after, place + 1, tokens, sentence[1], 1)
    if not ends:
        return []
    starts = _reached(pattern.before, place, tokens, sentence[0], -1)
    return [(start, end) for start in starts for end in ends]


def _reached(elements: Sequence[Element], place: int, tokens: Tokens, bound: int, step: int) -> Collection[int]:
    """Where the elements can end, read from ``place`` towards ``bound``, forwards (step 1) or backwards (step -1)."""
    places: Collection[int] = (place,)
    norms, token = tokens.norms, (0 if step > 0 else -1)
    for element in elements:
        if element.gap:
            places = _over_gap(places, element.gap, bound, step)
            continue
        words, form = element.words, element.form
        passed = [
            at + step
            for at in places
            if at != bound
            and (norms[at + token] in words or (form is not None and form.search(tokens.words[at + token].text)))
        ]
        if element.others:
            passed = [
                at + step
                for at in places
                if at != bound and tokens.words[at + token].is_alpha and norms[at + token] not in element.others
            ]
        places = {*passed, *places} if element.optional else passed
        if not places:
            break
    return places


def _over_gap(places: Collection[int], gap: int, bound: int, step: int) -> Collection[int]:
    reach = [range(at, (min(at + gap, bound) if step > 0 else max(at - gap, bound)) + step, step) for at in places]
    return reach[0] if len(reach) == 1 else set().union(*reach)


def _longest_first(bounds: set[Bounds]) -> list[Bounds]:
    """Bounds without those that overlap a longer one, or an earlier one as long."""
    if len(bounds) == 1:
        return list(bounds)
    kept: list[Bounds] = []
    for start, end in sorted(bounds, key=lambda found: (found[0] - found[1], found[0])):
        if all(end <= other_start or other_end <= start for other_start, other_end in kept):
            kept.append((start, end))
    return kept

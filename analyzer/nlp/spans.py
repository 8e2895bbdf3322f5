"""What the components write down about a doc and what the rest of the program reads back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc

from analyzer.nlp.matching import Match
from analyzer.nlp.tokens import Tokens, is_read, tokens_of

_KEY = "marks"
_CONDITION_REACH = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled stretch of one message.

    Attributes:
        label: What it is, in the words of its group (an act, a slot, a kind of statement).
        start: First character.
        end: Character after the last.
        sentence: Number of the sentence it stands in, from 0.
        value: Normal form of a data item; empty for anything else.
    """

    label: str
    start: int
    end: int
    sentence: int
    value: str = ""

    def quote(self, text: str) -> str:
        """Exactly the marked characters."""
        return text[self.start : self.end]


def covers(outer: Mark, inner: Mark) -> bool:
    """Whether a mark lies within another."""
    return outer.start <= inner.start and inner.end <= outer.end


def overlap(one: Mark, other: Mark) -> bool:
    """Whether two marks share a character."""
    return one.start < other.end and other.start < one.end


def longest(matches: Iterable[Match]) -> list[Match]:
    """Matches without those that lie inside a longer one of the same label, in reading order."""
    found = set(matches)
    if len(found) < 2:
        return list(found)
    kept: list[Match] = []
    for match in sorted(found, key=lambda each: (each[0], each[1], -each[2])):
        label, start, end, _ = match
        if kept and kept[-1][0] == label and start < kept[-1][2]:
            if end > kept[-1][2]:
                kept[-1] = (label, kept[-1][1], end, kept[-1][3])
            continue
        kept.append(match)
    return sorted(kept, key=lambda each: (each[1], each[2], each[0]))


def negated(
    tokens: Tokens,
    start: int,
    sentence: tuple[int, int],
    negations: frozenset[str],
    reach: int,
    conditions: frozenset[str] = frozenset(),
) -> bool:
    """Whether a negation stands in the ``reach`` tokens before ``start``, within the clause.

    A negation that belongs to a condition ("if it does not work, write to us") reaches only the next word.
    """
    for place in range(start - 1, max(sentence[0], start - reach) - 1, -1):
        if tokens.words[place].ends_clause:
            return False
        if tokens.norms[place] in negations:
            before = tokens.norms[max(sentence[0], place - _CONDITION_REACH) : place]
            return place == start - 1 or conditions.isdisjoint(before)
    return False


def marked(tokens: Tokens, match: Match, value: str = "") -> Mark:
    """A match as a mark; white space and line breaks at its ends are left out."""
    label, first, last, sentence = match
    start, end = tokens.characters(first, last)
    text = tokens.text[start:end]
    stripped = text.strip()
    if len(stripped) < len(text):
        start += len(text) - len(text.lstrip())
        end = start + len(stripped)
    return Mark(label, start, end, sentence, value)


def write_group(doc: Doc, group: str, matches: Iterable[Match]) -> None:
    """Store matches with the doc, as marks of a group."""
    tokens = tokens_of(doc)
    write_marks(doc, group, (marked(tokens, match) for match in matches))


def write_marks(doc: Doc, group: str, marks: Iterable[Mark]) -> None:
    """Store marks of a group with the doc; in somebody else's pipeline as ``doc.spans``, widened to whole tokens."""
    if is_read(doc):
        doc.user_data.setdefault(_KEY, {})[group] = tuple(marks)
        return
    found = (doc.char_span(mark.start, mark.end, label=mark.label, alignment_mode="expand") for mark in marks)
    doc.spans[group] = [span for span in found if span is not None]


def read_groups(doc: Doc) -> Mapping[str, tuple[Mark, ...]]:
    """Every group the components stored."""
    return doc.user_data.get(_KEY, {})  # type: ignore[no-any-return]

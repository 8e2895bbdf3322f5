"""What the components write into ``doc.spans`` and what the rest of the program reads back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Span

_CLAUSE_ENDS = frozenset({",", ":", "-", "–", "—", "(", ")"})


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


def sentence_bounds(doc: Doc) -> list[tuple[int, int]]:
    """Token bounds of the sentences, as the sentencizer set them."""
    if not len(doc):
        return []
    starts = [token.i for token in doc if token.is_sent_start] or [0]
    return list(zip(starts, [*starts[1:], len(doc)], strict=True))


def longest(matches: Iterable[tuple[str, int, int, int]]) -> list[tuple[str, int, int, int]]:
    """Matches without those that lie inside a longer one of the same label, in reading order."""
    kept: list[tuple[str, int, int, int]] = []
    for match in sorted(set(matches), key=lambda found: (found[0], found[1], -found[2])):
        label, start, end, _ = match
        if kept and kept[-1][0] == label and start < kept[-1][2]:
            if end > kept[-1][2]:
                kept[-1] = (label, kept[-1][1], end, kept[-1][3])
            continue
        kept.append(match)
    return sorted(kept, key=lambda found: (found[1], found[2], found[0]))


def negated(
    doc: Doc,
    start: int,
    sentence: tuple[int, int],
    negations: frozenset[int],
    reach: int,
    conditions: frozenset[int] = frozenset(),
) -> bool:
    """Whether a negation stands in the ``reach`` tokens before ``start``, within the clause.

    A negation right after one of the ``conditions`` ("if you can't find it send ...") negates its own clause alone.
    """
    first = max(sentence[0], start - reach)
    for token in reversed(doc[first:start]):
        if token.text in _CLAUSE_ENDS:
            return False
        if token.norm in negations:
            return all(earlier.norm not in conditions for earlier in doc[max(sentence[0], token.i - 2) : token.i])
    return False


def write_group(doc: Doc, group: str, matches: Iterable[tuple[str, int, int, int]]) -> None:
    """Store matches as spans; a span's id is the number of its sentence."""
    doc.spans[group] = [
        Span(doc, start, end, label=label, span_id=str(sentence)) for label, start, end, sentence in matches
    ]


def read_group(doc: Doc, group: str) -> tuple[Mark, ...]:
    """The spans of a group as marks; white space and line breaks at their ends are left out."""
    if group not in doc.spans:
        return ()
    marks = []
    for span in doc.spans[group]:
        text = span.text
        start = span.start_char + len(text) - len(text.lstrip())
        end = start + len(text.strip())
        marks.append(Mark(span.label_, start, end, int(span.id_), span.kb_id_))
    return tuple(marks)

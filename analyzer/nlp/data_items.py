"""Marks the data items a message holds: values by their form, told apart by the words around them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from analyzer.codebook import Slot
from analyzer.languages import LanguagePack, load_language
from analyzer.nlp.matching import AnchoredMatcher, Match
from analyzer.nlp.spans import Mark, marked, write_marks
from analyzer.nlp.tokens import Tokens, tokens_of
from analyzer.nlp.value_forms import CODE, MASK, Value, values_in

LONGEST_TEXT = 20_000
SHORTEST_CODE = 4
SHORTEST_TOLD_CODE = 3
SHORTEST_PHONE = 7
_PHONES = frozenset({Slot.PHONE_NUMBER.value, Slot.LINE_NUMBER.value, Slot.CALLING_NUMBER.value})
_CUE_REACH = 6
_AFTER_VALUE = 3


class DataItems:
    """spaCy component: the ``values`` of a doc (label: slot, ``code`` or ``mask``; value: normal form)."""

    def __init__(self, pack: LanguagePack) -> None:
        """Compile the words that tell a number's kind."""
        cues = {
            slot.value: (*item.asked_by, *item.cues)
            for slot, item in pack.slots.items()
            if slot is not Slot.DESCRIPTION
        }
        named = {slot.value: item.values for slot, item in pack.slots.items() if item.values}
        self._cues = AnchoredMatcher({"cues": cues}, pack.words)
        self._named = AnchoredMatcher({"values": named}, pack.words)

    def __call__(self, doc: Doc) -> Doc:
        """Write the group and return the doc."""
        tokens = tokens_of(doc)
        found = list(values_in(tokens.text[:LONGEST_TEXT]))
        cues = self._cues(tokens)["cues"] if found else []
        marks = [mark for value in found if (mark := _told(tokens, value, cues))]
        marks.extend(
            marked(tokens, match, tokens.between(match[1], match[2]).casefold())
            for match in self._named(tokens)["values"]
        )
        write_marks(doc, "values", sorted(marks, key=lambda mark: (mark.start, mark.end)))
        return doc


def _told(tokens: Tokens, value: Value, cues: list[Match]) -> Mark | None:
    """A value as a mark over whole tokens, its slot told by form and cue; None where it is too short for a code."""
    first, last = bisect_right(tokens.starts, value.start) - 1, bisect_left(tokens.starts, value.end)
    untold = value.slot in (CODE, MASK, Slot.PHONE_NUMBER)
    unlike_a_phone = value.slot == CODE and not (value.normal.isdigit() and len(value.normal) >= SHORTEST_PHONE)
    likely_cues = [cue for cue in cues if not (unlike_a_phone and cue[0] in _PHONES)]
    slot = (_told_by_cue(first, last, likely_cues) if untold else None) or value.slot
    shortest = SHORTEST_CODE if slot == CODE else SHORTEST_TOLD_CODE
    if value.slot == CODE and len(value.normal) < shortest:
        return None
    return marked(tokens, (slot, first, last, tokens.sentence_at(first)), value.normal)


def _told_by_cue(start: int, end: int, cues: list[Match]) -> str | None:
    """The slot named nearest before the tokens of a value, or right after them."""
    best: tuple[int, int, str] | None = None
    for slot, first, last, _ in cues:
        if last <= start:
            gap = start - last
        elif first >= end:
            gap = first - end + _AFTER_VALUE
        else:
            gap = 0 if first < start else _CUE_REACH + 1
        if gap <= _CUE_REACH:
            candidate = (gap, first - last, slot)
            best = min(best, candidate) if best else candidate
    return best[2] if best else None


@Language.factory("data_items", default_config={"language": None})
def make_data_items(nlp: Language, name: str, language: str | None) -> DataItems:
    """The component for a pipeline; ``language`` defaults to the pipeline's own."""
    return _of(language or nlp.lang)


@cache
def _of(language: str) -> DataItems:
    """One for all pipelines of a language, as it holds nothing of any."""
    return DataItems(load_language(language))

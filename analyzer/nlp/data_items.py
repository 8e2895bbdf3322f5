"""Marks the data items a message holds: values by their form, told apart by the words around them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from analyzer.codebook import Slot
from analyzer.languages import LanguagePack, load_language
from analyzer.nlp.matching import AnchoredMatcher, Match
from analyzer.nlp.spans import Mark, marked, write_marks
from analyzer.nlp.tokens import Tokens, tokens_of
from analyzer.nlp.value_forms import CODE, MASK, Value, values_in
from analyzer.threads import MOST_CHARACTERS_JUDGED

SHORTEST_CODE = 4
SHORTEST_TOLD_CODE = 3
SHORTEST_PHONE = 7
_PHONES = frozenset({Slot.PHONE_NUMBER.value, Slot.LINE_NUMBER.value, Slot.CALLING_NUMBER.value})
_NEVER_A_CODE = frozenset(
    {Slot.EMAIL.value, Slot.FULL_NAME.value, Slot.LOCATION.value, Slot.DATE.value, Slot.TIME.value}
)
_SHAPES: Mapping[str, re.Pattern[str]] = {
    Slot.TAX_CODE.value: re.compile(r"\d{9,11}|[A-Z0-9]{16}|[A-Z]{5}\d{4}[A-Z]"),
    Slot.VAT_NUMBER.value: re.compile(r"[A-Z]{0,2}\d{8,12}"),
    Slot.IBAN.value: re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{8,}|\d{6,}"),
    Slot.POSTCODE.value: re.compile(r"[A-Z0-9]{4,8}"),
    Slot.LICENCE_PLATE.value: re.compile(r"[A-Z0-9]{3,9}"),
    Slot.AMOUNT.value: re.compile(r"\d+"),
    Slot.APP_VERSION.value: re.compile(r"V?\d{1,5}"),
    Slot.OS_VERSION.value: re.compile(r"\d{1,5}"),
}
_YEAR = re.compile(r"(?:19|20)\d\d")
_CUE_REACH = 6
_AFTER_VALUE = 3
_BARE_REACH = 3


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
        found = list(values_in(tokens.text[:MOST_CHARACTERS_JUDGED]))
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
    likely_cues = [cue for cue in cues if not (unlike_a_phone and cue[0] in _PHONES)] if untold else []
    if value.slot != Slot.PHONE_NUMBER:
        likely_cues = _without_bare_numbers(likely_cues)
    if value.slot == MASK:
        likely_cues = [cue for cue in likely_cues if cue[0] != Slot.SCREENSHOT]
    else:
        likely_cues = [cue for cue in likely_cues if _can_be(cue[0], value.normal)]
    slot = _told_by_cue(first, last, likely_cues) or value.slot
    shortest = SHORTEST_CODE if slot == CODE else SHORTEST_TOLD_CODE
    if value.slot == CODE and len(value.normal) < shortest:
        return None
    return marked(tokens, (slot, first, last, tokens.sentence_at(first)), value.normal)


def _can_be(slot: str, normal: str) -> bool:
    """Whether a number or code can be a value of the slot that the words around it name."""
    shape = _SHAPES.get(slot)
    if _YEAR.fullmatch(normal):
        return False
    if not any(char.isdigit() for char in normal):
        return slot == Slot.BOOKING_CODE
    return slot not in _NEVER_A_CODE and (shape is None or shape.fullmatch(normal) is not None)


def _without_bare_numbers(cues: list[Match]) -> list[Match]:
    """Cues without a bare "number" soon after a word that tells whose number it is ("the policy is no. 12")."""
    telling = {last + gap for slot, _, last, _ in cues if slot not in _PHONES for gap in range(_BARE_REACH)}
    return [cue for cue in cues if not (cue[0] in _PHONES and cue[2] - cue[1] == 1 and cue[1] in telling)]


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

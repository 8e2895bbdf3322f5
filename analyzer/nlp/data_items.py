"""Marks the data items a message holds: values by their form, told apart by the words around them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from spacy.language import Language
from spacy.tokens import Doc, Span

from analyzer.codebook import Slot
from analyzer.languages import LanguagePack, load_language
from analyzer.nlp.patterns import AnchoredMatcher
from analyzer.nlp.spans import sentence_bounds
from analyzer.nlp.value_forms import CODE, MASK, values_in

LONGEST_TEXT = 20_000
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
    """spaCy component: the ``values`` spans of a doc (label: slot, ``code`` or ``mask``; kb id: normal form)."""

    def __init__(self, nlp: Language, pack: LanguagePack) -> None:
        """Compile the words that tell a number's kind."""
        cues = {
            slot.value: (*item.asked_by, *item.cues)
            for slot, item in pack.slots.items()
            if slot is not Slot.DESCRIPTION
        }
        named = {slot.value: item.values for slot, item in pack.slots.items() if item.values}
        self._cues = AnchoredMatcher(nlp.vocab, cues, pack.words)
        self._named = AnchoredMatcher(nlp.vocab, named, pack.words)

    def __call__(self, doc: Doc) -> Doc:
        """Write the group and return the doc."""
        sentences = sentence_bounds(doc)
        number_of = {token: number for number, (first, last) in enumerate(sentences) for token in range(first, last)}
        found = list(values_in(doc.text[:LONGEST_TEXT]))
        cues = list(self._cues(doc, sentences)) if found else []
        spans = []
        for value in found:
            span = doc.char_span(value.start, value.end, alignment_mode="expand")
            if span is None:
                continue
            untold = value.slot in (CODE, MASK, Slot.PHONE_NUMBER)
            unlike_a_phone = value.slot == CODE and not (value.normal.isdigit() and len(value.normal) >= SHORTEST_PHONE)
            likely_cues = [cue for cue in cues if not (unlike_a_phone and cue[0] in _PHONES)]
            if value.slot != Slot.PHONE_NUMBER:
                likely_cues = _without_bare_numbers(likely_cues)
            if value.slot != MASK:
                likely_cues = [cue for cue in likely_cues if _can_be(cue[0], value.normal)]
            slot = (_told_by_cue(span, likely_cues) if untold else None) or value.slot
            shortest = SHORTEST_CODE if slot == CODE else SHORTEST_TOLD_CODE
            if value.slot != CODE or len(value.normal) >= shortest:
                spans.append(_labelled(span, slot, number_of[span.start], value.normal))
        for slot, first, last, sentence in self._named(doc, sentences):
            span = doc[first:last]
            spans.append(_labelled(span, slot, sentence, span.text.casefold()))
        doc.spans["values"] = sorted(spans, key=lambda span: (span.start, span.end))
        return doc


def _labelled(span: Span, slot: str, sentence: int, normal: str) -> Span:
    return Span(span.doc, span.start, span.end, label=slot, span_id=str(sentence), kb_id=normal)


def _can_be(slot: str, normal: str) -> bool:
    """Whether a number or code can be a value of the slot that the words around it name."""
    shape = _SHAPES.get(slot)
    if _YEAR.fullmatch(normal):
        return False
    if not any(char.isdigit() for char in normal):
        return slot == Slot.BOOKING_CODE
    return slot not in _NEVER_A_CODE and (shape is None or shape.fullmatch(normal) is not None)


def _without_bare_numbers(cues: list[tuple[str, int, int, int]]) -> list[tuple[str, int, int, int]]:
    """Cues without a bare "number" soon after a word that tells whose number it is ("the policy is no. 12")."""
    telling = {last + gap for slot, _, last, _ in cues if slot not in _PHONES for gap in range(_BARE_REACH)}
    return [cue for cue in cues if not (cue[0] in _PHONES and cue[2] - cue[1] == 1 and cue[1] in telling)]


def _told_by_cue(span: Span, cues: list[tuple[str, int, int, int]]) -> str | None:
    """The slot named nearest before the value, or right after it."""
    best: tuple[int, int, str] | None = None
    for slot, first, last, _ in cues:
        if last <= span.start:
            gap = span.start - last
        elif first >= span.end:
            gap = first - span.end + _AFTER_VALUE
        else:
            gap = 0 if first < span.start else _CUE_REACH + 1
        if gap <= _CUE_REACH:
            candidate = (gap, first - last, slot)
            best = min(best, candidate) if best else candidate
    return best[2] if best else None


@Language.factory("data_items", default_config={"language": None})
def make_data_items(nlp: Language, name: str, language: str | None) -> DataItems:
    """The component for a pipeline; ``language`` defaults to the pipeline's own."""
    return DataItems(nlp, load_language(language or nlp.lang))

"""Marks the data items a message holds: values that validate as their slot, and masks.

Identifiers with check digits are validated by python-stdnum (codice fiscale with omocodia, partita IVA,
IBAN, Luhn), telephone numbers by phonenumbers. What has no form of its own (order, account, contract
numbers) is told by the words before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import phonenumbers
from spacy.language import Language
from spacy.tokens import Doc, Span
from stdnum import iban
from stdnum.exceptions import ValidationError
from stdnum.it import codicefiscale, iva

from analyzer.codebook import Slot
from analyzer.languages import LanguagePack, load_language
from analyzer.nlp.folding import fold
from analyzer.nlp.patterns import AnchoredMatcher
from analyzer.nlp.spans import sentence_bounds

CODE = "code"
MASK = "mask"
LONGEST_TEXT = 20_000
_CUE_REACH = 6
_REGIONS = {"it": "IT", "en": "GB"}


@dataclass(frozen=True, slots=True)
class ValueForm:
    """How values of a slot look, and what proves them.

    Attributes:
        slot: The slot, or ``code`` / ``mask`` where the words around must tell.
        pattern: Matched against the message's own text.
        normal: Normal form of a match, or None if it does not validate.
    """

    slot: str
    pattern: re.Pattern[str]
    normal: Callable[[str], str | None]


def _compact(value: str) -> str:
    return re.sub(r"[\s.\-/_#]", "", value).upper()


def _validated(compact: Callable[[str], str], validate: Callable[[str], str]) -> Callable[[str], str | None]:
    def normal(value: str) -> str | None:
        try:
            validate(value)
        except ValidationError:
            return None
        return compact(value)

    return normal


FORMS: tuple[ValueForm, ...] = (
    ValueForm(
        MASK,
        re.compile(
            r"\((?:omissis|oscurato|redacted|hidden|removed|xxx+)\)|\[(?:omissis|oscurato|redacted|hidden|removed|masked|mail|email|phone|name|number|\w+ number)\]"
            r"|__\w{2,30}__|<(?:phone|email|name|number|redacted)>|\b[xX]{4,}\b|(?<!\*)\*{3,}(?!\*)\d{0,4}|•{3,}\d{0,4}",
            re.IGNORECASE,
        ),
        lambda value: "mask",
    ),
    ValueForm(Slot.EMAIL, re.compile(r"[\w.+\-]{1,64}(?:@|\(at\)|\[at\])[\w\-]{1,63}(?:\.[\w\-]{2,63}){1,4}"), str.casefold),
    ValueForm(
        Slot.TAX_CODE,
        re.compile(r"\b[A-Za-z]{6}[0-9LMNPQRSTUVlmnpqrstuv]{2}[A-Za-z][0-9LMNPQRSTUVlmnpqrstuv]{2}[A-Za-z][0-9LMNPQRSTUVlmnpqrstuv]{3}[A-Za-z]\b"),
        _validated(_compact, codicefiscale.validate),
    ),
    ValueForm(
        Slot.IBAN,
        re.compile(r"\b[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{1,4}){3,8}\b"),
        _validated(_compact, lambda value: iban.validate(value)),
    ),
    ValueForm(
        Slot.METER_POINT, re.compile(r"\bIT ?\d{3} ?E ?\d{8}\w?\b", re.IGNORECASE), _compact
    ),
    ValueForm(
        Slot.PROFILE_LINK,
        re.compile(r"(?:https?://|www\.)[^\s<>\"']{3,300}", re.IGNORECASE),
        str,
    ),
    ValueForm(
        Slot.DATE,
        re.compile(
            r"\b\d{1,2}[/.\-]\d{1,2}(?:[/.\-]\d{2,4})?\b(?![/.\-]?\d)|\b\d{4}-\d{2}-\d{2}\b"
            r"|\b\d{1,2}(?:st|nd|rd|th|°)? (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|gen|mag|giu|lug|ago|set|ott|dic)[a-z]{0,7}\b"
            r"|\b(?:january|february|march|april|june|july|august|september|october|november|december) \d{1,2}(?:st|nd|rd|th)?\b"
            r"|\b(?:yesterday|today|tomorrow|ieri|oggi|domani|l'altro ieri|stamattina|stanotte|lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica"
            r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|last week|settimana scorsa|mese scorso)\b",
            re.IGNORECASE,
        ),
        fold,
    ),
    ValueForm(
        Slot.TIME,
        re.compile(r"\b(?:[01]?\d|2[0-3])[:.][0-5]\d\b(?! ?(?:€|eur|£|\$))|\b\d{1,2} ?(?:am|pm)\b|\b(?:alle|ore|verso le|dalle) \d{1,2}\b", re.IGNORECASE),
        fold,
    ),
    ValueForm(
        Slot.AMOUNT,
        re.compile(r"[€£$] ?\d+(?:[.,]\d+)*|\b\d+(?:[.,]\d+)* ?(?:€|£|euro\b|eur\b|pounds?\b|quid\b|dollars?\b|bucks\b)", re.IGNORECASE),
        fold,
    ),
    ValueForm(Slot.LICENCE_PLATE, re.compile(r"\b[A-HJ-NPR-TV-Z]{2} ?\d{3} ?[A-HJ-NPR-TV-Z]{2}\b|\b[A-Z]{2}\d{2} ?[A-Z]{3}\b"), _compact),
    ValueForm(Slot.POSTCODE, re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"), _compact),
)
_PHONE = re.compile(r"(?<![\w/])\+?\(?\d[\d\s().\-/]{4,18}\d(?!\w)")
_CODE = re.compile(r"(?<![\w@/])#?(?=[A-Za-z0-9\-/._]*\d)(?:[A-Za-z0-9]+[\-/._]?){1,8}(?<![\-/._])", re.ASCII)
_LETTER_CODE = re.compile(r"\b[A-Z0-9]{6}\b")
_SHORTEST_CODE = 4


class DataItems:
    """spaCy component: the ``values`` spans of a doc (label: slot, ``code`` or ``mask``; kb id: normal form)."""

    def __init__(self, nlp: Language, pack: LanguagePack) -> None:
        """Compile the words that tell a number's kind."""
        self._region = _REGIONS.get(pack.code, "ZZ")
        self._cues = AnchoredMatcher(
            nlp.vocab,
            {slot.value: (*item.asked_by, *item.cues) for slot, item in pack.slots.items() if slot is not Slot.DESCRIPTION},
            pack.words,
        )
        self._named = AnchoredMatcher(
            nlp.vocab, {slot.value: item.values for slot, item in pack.slots.items() if item.values}, pack.words
        )

    def __call__(self, doc: Doc) -> Doc:
        """Write the group and return the doc."""
        sentences = sentence_bounds(doc)
        found = list(_typed(doc.text[:LONGEST_TEXT]))
        cues = list(self._cues(doc, sentences)) if found else []
        spans = []
        number_of = {token: number for number, (first, last) in enumerate(sentences) for token in range(first, last)}
        for slot, start, end, value in found:
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is None:
                continue
            told = slot
            if slot in (CODE, MASK, Slot.PHONE_NUMBER):
                told = _told_by_cue(span, cues) or slot
            if told == CODE and len(value) < _SHORTEST_CODE:
                continue
            spans.append(_span(doc, start, end, told, number_of.get(span.start, 0), value))
        for slot, first, last, sentence in self._named(doc, sentences):
            spans.append(Span(doc, first, last, label=slot, span_id=str(sentence), kb_id=doc[first:last].text.casefold()))
        doc.spans["values"] = sorted(spans, key=lambda span: (span.start, span.end))
        return doc


def _span(doc: Doc, start: int, end: int, label: str, sentence: int, value: str) -> Span:
    span = doc.char_span(start, end, label=label, kb_id=value or "-", span_id=str(sentence), alignment_mode="expand")
    return span


def _typed(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Values by their form, strictest first; what one form took, no later one takes again."""
    taken = bytearray(len(text))
    if not any(char.isdigit() for char in text) and not re.search(r"[@*\[(<_•xX]|ieri|oggi|day|http", text):
        return
    for form in FORMS:
        for match in form.pattern.finditer(text):
            if any(taken[match.start() : match.end()]) or (value := form.normal(match[0])) is None:
                continue
            _take(taken, match)
            yield form.slot, match.start(), match.end(), value
    yield from _phones(text, taken)
    for match in _CODE.finditer(text):
        value = _compact(match[0])
        if any(taken[match.start() : match.end()]) or not any(char.isdigit() for char in value):
            continue
        _take(taken, match)
        yield _vat_or_code(match[0]), match.start(), match.end(), value
    for match in _LETTER_CODE.finditer(text):
        if not any(taken[match.start() : match.end()]) and match[0].isalpha() and not text.isupper():
            yield CODE, match.start(), match.end(), match[0]


def _vat_or_code(value: str) -> str:
    return Slot.VAT_NUMBER if len(value) == 11 and value.isdigit() and iva.is_valid(value) else CODE


def _take(taken: bytearray, match: re.Match[str]) -> None:
    taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())


def _phones(text: str, taken: bytearray) -> Iterator[tuple[str, int, int, str]]:
    for match in _PHONE.finditer(text):
        if any(taken[match.start() : match.end()]):
            continue
        if normal := _phone(match[0]):
            _take(taken, match)
            yield Slot.PHONE_NUMBER, match.start(), match.end(), normal


def _phone(value: str) -> str | None:
    """National digits of what is a possible telephone number in Italy, Britain or America and is written as one."""
    digits = re.sub(r"\D", "", value)
    if not 6 <= len(digits) <= 15:
        return None
    if re.fullmatch(r"0\d{1,3} ?[/\-] ?\d{3,8}", value.strip()):
        return digits
    for region in ("IT", "GB", "US"):
        try:
            number = phonenumbers.parse(value, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return str(phonenumbers.national_significant_number(number))
    spaced = re.fullmatch(r"\+?\(?\d{2,4}\)?[ .\-]\d{2,4}(?:[ .\-]\d{2,4}){1,3}", value.strip())
    return digits.lstrip("0") if spaced and 9 <= len(digits) <= 13 else None


def _told_by_cue(span: Span, cues: list[tuple[str, int, int, int]]) -> str | None:
    """The slot named nearest before the value (or right after it) in the same few words."""
    best: tuple[int, int, str] | None = None
    for slot, first, last, _ in cues:
        gap = span.start - last
        if gap < 0 and first >= span.end:
            gap = (first - span.end) + 3
        elif gap < 0:
            gap = 0 if first < span.start < last else _CUE_REACH + 1
        if gap <= _CUE_REACH:
            candidate = (gap, first - last, slot)
            best = min(best, candidate) if best else candidate
    return best[2] if best else None


@Language.factory("data_items", default_config={"language": None})
def make_data_items(nlp: Language, name: str, language: str | None) -> DataItems:
    """The component for a pipeline; ``language`` defaults to the pipeline's own."""
    return DataItems(nlp, load_language(language or nlp.lang))

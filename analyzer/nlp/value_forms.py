"""How values look in text, and what proves them: form first, then check digits, the strictest form first.

Identifiers with check digits are validated by python-stdnum (codice fiscale with omocodia, partita IVA, IBAN),
telephone numbers by phonenumbers. What has no form of its own (order, account, contract numbers) comes out as
``code``; what an export masked as ``mask``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import phonenumbers
from stdnum import iban
from stdnum.exceptions import ValidationError
from stdnum.it import codicefiscale, iva

from analyzer.codebook import Slot
from analyzer.nlp.folding import fold

CODE = "code"
MASK = "mask"
_FISCAL_DIGIT = "[0-9lmnpqrstuv]"
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|gen|mag|giu|lug|ago|set|ott|dic"
_DAYS = (
    "yesterday|today|tomorrow|last[ ]week|ieri|oggi|domani|stamattina|stanotte|settimana[ ]scorsa|mese[ ]scorso"
    "|luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|sabato|domenica"
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)


@dataclass(frozen=True, slots=True)
class ValueForm:
    """How values of a slot look, and what proves them.

    Attributes:
        slot: The slot, or ``code`` / ``mask`` where the words around must tell.
        pattern: Matched against the lower-cased text, or as written where capitals tell the form.
        normal: Normal form of a match, or None if it does not validate.
        hint: Quick to search for in the same text; where it is missing the pattern cannot match.
        cased: Whether the pattern is matched as written.
        digits: Whether there is a digit in every match.
    """

    slot: str
    pattern: re.Pattern[str]
    normal: Callable[[str], str | None]
    hint: re.Pattern[str] | None = None
    cased: bool = False
    digits: bool = True


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a text: slot, first character, character after the last, normal form."""

    slot: str
    start: int
    end: int
    normal: str


def compact(value: str) -> str:
    """A code without the signs people part it by, in capitals.

    >>> compact("ab-12 34/5")
    'AB12345'
    """
    return re.sub(r"[\s.\-/_#]", "", value).upper()


def _validated(validate: Callable[[str], str]) -> Callable[[str], str | None]:
    def normal(value: str) -> str | None:
        try:
            validate(value)
        except ValidationError:
            return None
        return compact(value)

    return normal


def _iban(value: str) -> str | None:
    """Normal form of a valid IBAN, also when words of the sentence follow it."""
    parts = value.split(" ")
    for count in range(len(parts), 0, -1):
        candidate = "".join(parts[:count])
        if iban.is_valid(candidate):
            return compact(candidate)
    return None


def _calendar(value: str) -> str | None:
    """Folded date, if a calendar can hold it."""
    numbers = [int(number) for number in re.findall(r"\d+", value)]
    if re.match(r"\d+[/.\-]\d+", value) and not (
        min(numbers[:2]) >= 1 and max(numbers[:2]) <= 31 and min(numbers[:2]) <= 12
        if len(str(numbers[0])) < 3
        else 1 <= numbers[1] <= 12 and 1 <= numbers[2] <= 31
    ):
        return None
    return fold(value)


_HOLDS_DATE = re.compile(rf"\d|{_DAYS}", re.VERBOSE)
_HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_ORE = "due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici"
_HOLDS_TIME = re.compile(rf"\d|past |clock|noon|midnight|midday|mezz|alle (?:{_ORE})|verso le| to (?:{_HOURS})")


def _partly_masked(value: str) -> str | None:
    """``mask`` for a number or code of which its writer or an export blotted out a part; kisses are none."""
    if value.endswith(")"):
        return MASK
    blotted = [len(run) for run in re.findall(r"[xX*•]+", value)]
    shown = len(re.findall(r"[A-Z\d]", value)) - sum(run.count("X") for run in re.findall(r"[X]+", value))
    signs = len(re.sub(r"[ .\-/+]", "", value))
    kissed = re.search(r"^[xX]{1,3} | [xX]{1,3}$", value) is not None
    return MASK if shown >= 2 and max(blotted, default=0) >= 2 and signs >= 5 and not kissed else None


FORMS: tuple[ValueForm, ...] = (
    ValueForm(
        Slot.EMAIL,
        re.compile(r"(?<![\w.+\-*•])[\w.+\-*•]{1,64}@[\w\-*•]{1,63}(?:\.[\w\-*•]{2,63}){1,4}"),
        str.casefold,
        re.compile(r"[*•][\w.+\-*•]{0,64}@|@[\w\-.]{0,64}[*•]"),
        cased=True,
        digits=False,
    ),
    ValueForm(
        MASK,
        re.compile(
            r"""(?<![\w@/])(?=[A-Z]{0,6}\d)[A-Z\d]{2,12}[ \-]?\((?:omissis|redacted|hidden|oscurato)\)
            |(?<![\w@/])\+?[A-Z]{0,7}[\dx*•](?:[\dxX*• .\-/]{0,24}[\dxX*•])?[A-Z]{0,3}(?!\w)""",
            re.VERBOSE,
        ),
        _partly_masked,
        re.compile(r"[xX*•]{2}|\((?:omissis|redacted|hidden|oscurato)\)"),
        cased=True,
    ),
    ValueForm(
        MASK,
        re.compile(
            r"""\((?:omissis|oscurato|redacted|hidden|removed|x{3,})\)
            |\[(?:omissis|oscurato|redacted|hidden|removed|masked|mail|email|phone|name|number|\w{2,20}\ number)\]
            |__\w{2,30}?__|<(?:phone|email|name|number|redacted)>|\bx{4,}\b|(?<!\*)\*{3,}(?!\*)\d{0,4}|•{3,}\d{0,4}""",
            re.VERBOSE,
        ),
        lambda value: "mask",
        re.compile(r"[(\[<•]|__|xxxx|\*\*\*"),
        digits=False,
    ),
    ValueForm(
        Slot.EMAIL,
        re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}(?:@|\(at\)|\[at\])[\w\-]{1,63}(?:\.[\w\-]{2,63}){1,4}"),
        str.casefold,
        re.compile(r"@|[(\[]at[)\]]"),
        cased=True,
        digits=False,
    ),
    ValueForm(
        Slot.TAX_CODE,
        re.compile(rf"\b[a-z]{{6}}{_FISCAL_DIGIT}{{2}}[a-z]{_FISCAL_DIGIT}{{2}}[a-z]{_FISCAL_DIGIT}{{3}}[a-z]\b"),
        _validated(codicefiscale.validate),
        digits=False,  # letters may stand for all of them
    ),
    ValueForm(
        Slot.IBAN,
        re.compile(r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?\b"),
        _iban,
        re.compile(r"\d\d ?[a-z0-9]{4} ?[a-z0-9]{4}"),
    ),
    ValueForm(
        Slot.VAT_NUMBER,
        re.compile(r"\b(?:it ?)?\d{11}\b"),
        _validated(iva.validate),
        re.compile(r"\d{11}"),
    ),
    ValueForm(Slot.METER_POINT, re.compile(r"\bit ?\d{3} ?e ?\d{8}\w?\b"), compact, re.compile(r"\d{8}")),
    ValueForm(
        Slot.PROFILE_LINK,
        re.compile(r"(?:https?://|www\.)[^\s<>\"']{3,300}"),
        str,
        re.compile(r"http|www"),
        digits=False,
    ),
    ValueForm(
        Slot.DATE,
        re.compile(
            rf"""(?<![\d/.\-])\d{{1,2}}(?:[/\-]\d{{1,2}}(?:[/\-]\d{{2,4}})?|\.\d{{1,2}}\.\d{{2,4}})\b(?![/.\-]?\d)
            |\b(?:\d{{4}}-\d{{2}}-\d{{2}}\b
                |\d{{1,2}}(?:st|nd|rd|th|°)?[ ](?:of[ ])?(?:{_MONTHS})[a-z]{{0,7}}\b
                |(?:{_MONTHS})[a-z]{{0,6}}[ ]\d{{1,2}}(?:st|nd|rd|th)?\b
                |the[ ]\d{{1,2}}(?:st|nd|rd|th)\b
                |(?:{_DAYS})(?!\w))""",
            re.VERBOSE,
        ),
        _calendar,
        _HOLDS_DATE,
        digits=False,
    ),
    ValueForm(
        Slot.TIME,
        re.compile(
            rf"""\b(?:alle|ore|verso\ le|dalle|at)\ \d{{1,2}}(?:[:.][0-5]\d)?\b
            |\b(?:half|(?:a\ )?quarter|five|ten|twenty|\d{{1,2}})\ (?:past|to)\ (?:{_HOURS}|\d{{1,2}})\b
            |\b(?:noon|midnight|midday|mezzogiorno|mezzanotte)\b|\b(?:\d{{1,2}}|{_HOURS})\ o.?clock\b
            |\b(?:alle|verso\ le)\ (?:{_ORE})\b
            |(?<![€£$\d.,])(?<![€£$]\ )\b(?:[01]?\d|2[0-3])[:.][0-5]\d\b(?!\ ?(?:€|eur|£|\$))
            |\b\d{{1,2}}\ ?(?:am|pm)\b""",
            re.VERBOSE,
        ),
        fold,
        _HOLDS_TIME,
        digits=False,
    ),
    ValueForm(
        Slot.AMOUNT,
        re.compile(
            r"""[€£$]\ ?\d+(?:[.,]\d+)*
            |\b\d+(?:[.,]\d+)*\ ?(?:€|£|euro\b|eur\b|pounds?\b|quid\b|dollars?\b|bucks\b)
            |(?<![\d.,])\d{1,6}[.,]\d{2}(?![\d.,]*\d)(?!\ ?(?:am|pm|h\b))""",
            re.VERBOSE,
        ),
        fold,
    ),
    ValueForm(
        Slot.LICENCE_PLATE,
        re.compile(r"\b[A-HJ-NPR-TV-Z]{2} ?\d{3} ?[A-HJ-NPR-TV-Z]{2}\b|\b[A-Z]{2}\d{2} ?[A-Z]{3}\b"),
        compact,
        re.compile(r"\d ?[A-Z]"),
        cased=True,
    ),
    ValueForm(
        Slot.POSTCODE,
        re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"),
        compact,
        re.compile(r"\d[A-Z]{2}"),
        cased=True,
    ),
)
_WITHOUT_DIGITS = tuple(form for form in FORMS if not form.digits)
_DIGIT = re.compile(r"\d")
_PHONE = re.compile(r"(?<![\w/])(?<![A-Za-z]-)\+?\(?\d[\d\s().\-/]{4,18}\d(?!\w)")
_AREA_AND_NUMBER = re.compile(r"0\d{1,3} ?[/\-] ?\d{3,8}")
_SPACED_NUMBER = re.compile(r"\+?\(?\d{2,4}\)?[ .\-]\d{2,4}(?:[ .\-]\d{2,4}){1,3}|0\d{4} \d{5,6}")
_CODE = re.compile(r"(?<![\w@/])(?<!\d[.,])(?!\d+,\d)#?[A-Za-z0-9]+(?:[\-/._][A-Za-z0-9]+){0,8}", re.ASCII)
_LETTER_CODE = re.compile(r"[A-Z]{6}\b(?<=\b[A-Z]{6})")


def values_in(text: str) -> Iterator[Value]:
    """Values by their form; what one form took, no later one takes again."""
    lowered = text.replace("İ", "i").lower()  # the one letter that two stand for in lower case
    taken = bytearray(len(text))
    holds_digits = _DIGIT.search(text) is not None
    for form in FORMS if holds_digits else _WITHOUT_DIGITS:
        read = text if form.cased else lowered
        if form.hint is not None and not form.hint.search(read):
            continue
        for match in form.pattern.finditer(read):
            found = text[match.start() : match.end()]
            if _is_free(taken, match) and (normal := form.normal(found)) is not None:
                yield _taken(taken, match, form.slot, normal)
    if holds_digits:
        for match in _PHONE.finditer(text):
            if _is_free(taken, match) and (normal := _phone(match[0].strip())):
                yield _taken(taken, match, Slot.PHONE_NUMBER, normal)
        for match in _CODE.finditer(text):
            if _DIGIT.search(match[0]) and _is_free(taken, match):
                yield _taken(taken, match, CODE, compact(match[0]))
    if not text.isupper():
        for match in _LETTER_CODE.finditer(text):
            if _is_free(taken, match):
                yield Value(CODE, match.start(), match.end(), match[0])


def _is_free(taken: bytearray, match: re.Match[str]) -> bool:
    return taken.find(1, match.start(), match.end()) < 0


def _taken(taken: bytearray, match: re.Match[str], slot: str, normal: str) -> Value:
    taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return Value(slot, match.start(), match.end(), normal)


def _phone(value: str) -> str | None:
    """National digits of what is a telephone number in Italy, Britain or America, or is written as one."""
    digits = re.sub(r"\D", "", value)
    if not 6 <= len(digits) <= 15:
        return None
    if _AREA_AND_NUMBER.fullmatch(value):
        return digits
    for region in ("IT", "GB", "US"):
        try:
            number = phonenumbers.parse(value, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return str(phonenumbers.national_significant_number(number))
    return digits.lstrip("0") if _SPACED_NUMBER.fullmatch(value) and 9 <= len(digits) <= 13 else None

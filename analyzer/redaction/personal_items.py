"""Where a text holds personal data: by form and check digits, by the words before, by names the thread itself tells.

Names that stand in free text and nowhere else are not found: that takes a model of names, and none is shipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from stdnum import luhn

from analyzer.codebook import Slot
from analyzer.nlp.value_forms import CODE, MASK, Value, values_in
from analyzer.redaction.names import NAME_WORD


class Kind(StrEnum):
    """Kinds of personal data, as a report counts them."""

    NAME = "name"
    HANDLE = "handle"
    EMAIL = "email"
    PHONE_NUMBER = "phone_number"
    TAX_CODE = "tax_code"
    VAT_NUMBER = "vat_number"
    IBAN = "iban"
    CARD = "card"
    ADDRESS = "address"
    POSTCODE = "postcode"
    BIRTH_DATE = "birth_date"
    PROFILE_LINK = "profile_link"
    METER_POINT = "meter_point"
    LICENCE_PLATE = "licence_plate"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class PersonalItem:
    """A stretch of a text: ``text[start:end]`` is personal data of a kind."""

    kind: Kind
    start: int
    end: int


_OF_SLOT = {
    Slot.EMAIL: Kind.EMAIL,
    Slot.PHONE_NUMBER: Kind.PHONE_NUMBER,
    Slot.TAX_CODE: Kind.TAX_CODE,
    Slot.VAT_NUMBER: Kind.VAT_NUMBER,
    Slot.IBAN: Kind.IBAN,
    Slot.METER_POINT: Kind.METER_POINT,
    Slot.LICENCE_PLATE: Kind.LICENCE_PLATE,
    Slot.POSTCODE: Kind.POSTCODE,
}
_CARD = re.compile(r"(?<![\w\-])\d(?:[ \-]?\d){12,18}(?![\w\-])")
_HANDLE = re.compile(r"(?<![\w@/.+\-])@\w{2,50}")
_SMALL_WORD = r"(?:d[aei]|de[lgi]|dell[aeo]|degli|san|santa|s\.)"
_ADDRESS = re.compile(
    rf"""\b(?i:via|viale|v\.le|piazza|p\.zza|piazzale|corso|c\.so|largo|vicolo|strada|contrada|lungomare)
    [ ](?:(?:(?i:{_SMALL_WORD})[ ]|d['’])?[A-ZÀ-Ý][\w'’.]{{0,30}}[ ,]{{1,3}}){{1,4}}(?:(?i:n|nr|numero)[.°]?[ ]?)?
    \d{{1,4}}(?:/?[a-zA-Z])?\b
    |\b\d{{1,4}}[a-z]?[ ](?:[A-Z][\w'’]{{1,30}}[ ]){{1,3}}
    (?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Court|Way|Place|Square|Terrace|Gardens|Crescent)\b""",
    re.VERBOSE,
)
_SOCIAL = re.compile(
    r"(?i)(?:https?://|www\.)(?:[\w\-]{1,20}\.)?(?:facebook|fb|twitter|x|instagram|linkedin|t|wa|tiktok|threads)"
    r"\.(?:com|me|net)/"
)
_DIGIT_RUN = re.compile(r"(?<![\w])\+?\d(?:[ .\-/()]{0,2}\d){6,30}(?!\w)")
_NUMBERED = re.compile(
    r"""(?i)(?:\b(?:numer[oi]|n[.°r]|nr|no|number|codice|cod|code|pin|pnr|ref|reference|ordine|order|ticket|pratica
    |prenotazione|booking|contratto|contract|cliente|account|cifre|digits|ending|finisce|termina|carta|card|polizza
    |policy|protocollo|tracking|spedizione|fattura|invoice|sinistro|claim|interno|cap|postcode|zip)
    \W{0,3}(?:(?:is|in|con|per|with|number|numero|cliente|n[.°]|è|e'|:|\#)\W{0,2}){0,2}|\#)$""",
    re.VERBOSE,
)
_BIRTH = re.compile(r"(?i)\b(?:nat[oa]|nascita|born|birth|birthday|d\.?o\.?b)\b[^.!?]{0,20}$")
_IN_LINK = re.compile(r"[/=?&#\-_.]([a-zA-Z]{0,4}\d{5,20}[a-zA-Z]{0,2})(?![\w])")
_QUANTITY = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{1,2}[-/]\d{1,2}(?:h|gg|ore|hrs?)")
_ANONYMOUS_HANDLE = "@user"
_CUE_REACH = 40
_FEWEST_DIGITS = 4
_SHORTEST_CODE = 5
_SHORTEST_NUMBERED = 3


def personal_items(
    text: str, names: Collection[str] = (), kept: Callable[[str], bool] = lambda found: False
) -> list[PersonalItem]:
    """Personal data in a text, in reading order, without overlap.

    Args:
        text: Any text.
        names: Words that are people's names here (``analyzer.redaction.names``).
        kept: Whether a handle, address or link is nobody's: the brand's own.
    """
    taken = bytearray(len(text))
    found: list[PersonalItem] = []

    def take(kind: Kind, start: int, end: int) -> None:
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\x01" * (end - start)
            found.append(PersonalItem(kind, start, end))

    for match in _CARD.finditer(text):
        if luhn.is_valid(re.sub(r"\D", "", match[0])):
            take(Kind.CARD, *match.span())
    for match in _ADDRESS.finditer(text):
        take(Kind.ADDRESS, *match.span())
    left: list[Value] = []
    for value in values_in(text):
        kind = _kind(text, value, kept)
        if value.slot == Slot.PROFILE_LINK and kind is None:
            for match in _IN_LINK.finditer(text, value.start, value.end):
                take(Kind.CODE, *match.span(1))
        if kind is not None:
            take(kind, value.start, value.end)
        elif value.slot != CODE:
            left.append(value)
    for match in _HANDLE.finditer(text):
        if match[0] != _ANONYMOUS_HANDLE and not kept(match[0]):
            take(Kind.HANDLE, *match.span())
    for value in left:
        taken[value.start : value.end] = b"\x01" * (value.end - value.start)
    for match in _DIGIT_RUN.finditer(text):
        take(Kind.CODE, *match.span())
    if names:
        for match in NAME_WORD.finditer(text):
            if match[0].casefold() in names and not match[0].islower():
                take(Kind.NAME, *match.span())
    return sorted(found, key=lambda item: item.start)


def _kind(text: str, value: Value, kept: Callable[[str], bool]) -> Kind | None:
    """What kind of personal data a value is; None where it is none, or masked already."""
    if value.slot == MASK:
        return None
    written, before = text[value.start : value.end], text[max(0, value.start - _CUE_REACH) : value.start]
    if value.slot == CODE:
        return Kind.CODE if _is_code(written, value.normal, before) else None
    if value.slot == Slot.PROFILE_LINK:
        return Kind.PROFILE_LINK if _SOCIAL.match(written) and not kept(written) else None
    if value.slot == Slot.DATE:
        return Kind.BIRTH_DATE if _BIRTH.search(before) else None
    if value.slot == Slot.EMAIL and kept(written.partition("@")[2]):
        return None
    return _OF_SLOT.get(Slot(value.slot))


def _is_code(written: str, normal: str, before: str) -> bool:
    digits = sum(map(str.isdigit, normal))
    if _QUANTITY.fullmatch(written):
        return False
    if len(normal) >= _SHORTEST_CODE and (digits >= _FEWEST_DIGITS or (digits and written.isupper())):
        return True
    return len(normal) >= _SHORTEST_NUMBERED and _NUMBERED.search(before) is not None

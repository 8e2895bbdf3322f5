"""Which items the values written in a customer message are: by form, by words near them, by what was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.codebook import Slot
from analyzer.ledger.requests import Pending
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.spans import Mark
from analyzer.nlp.value_forms import CODE, MASK

IDENTIFIERS = (
    Slot.ORDER_NUMBER, Slot.TRACKING_NUMBER, Slot.BOOKING_CODE, Slot.CUSTOMER_CODE, Slot.CONTRACT_NUMBER,
    Slot.INVOICE_NUMBER, Slot.TICKET_NUMBER, Slot.LINE_NUMBER, Slot.SERIAL_NUMBER, Slot.METER_POINT,
    Slot.PHONE_NUMBER, Slot.CALLING_NUMBER, Slot.CARD_DIGITS, Slot.TAX_CODE, Slot.VAT_NUMBER, Slot.USERNAME,
    Slot.POSTCODE, Slot.LICENCE_PLATE, Slot.EMAIL, Slot.IBAN, Slot.ERROR_MESSAGE, Slot.PRODUCT,
)  # fmt: skip
WITH_A_FORM = frozenset(
    {Slot.TAX_CODE, Slot.VAT_NUMBER, Slot.IBAN, Slot.EMAIL, Slot.METER_POINT, Slot.POSTCODE, Slot.LICENCE_PLATE}
)
_PHONES = (Slot.PHONE_NUMBER, Slot.LINE_NUMBER, Slot.CALLING_NUMBER)
_VERSIONS = (Slot.OS_VERSION, Slot.APP_VERSION)
OF_MANY_THINGS = frozenset({Slot.DATE, Slot.TIME, Slot.AMOUNT, Slot.LOCATION, Slot.ADDRESS})
REFERENCES = (
    Slot.ORDER_NUMBER, Slot.TRACKING_NUMBER, Slot.BOOKING_CODE, Slot.INVOICE_NUMBER, Slot.TICKET_NUMBER,
)  # fmt: skip
_SHORTEST_REFERENCE = 7
_YEAR = re.compile(r"(?:19|20)\d\d")
_FEWEST_WORDS_OF_A_SENTENCE = 3
_SHOWN = re.compile(r"\+?\w*\d")
_DIALLED = re.compile(r"\+?[03]\d{1,3}[ /\-]?[\dx*• ]{4,}")


@dataclass(frozen=True, slots=True)
class GivenValue:
    """A value and the item it is; ``firm`` when form, nearby words or the request leave no doubt.

    A date, time, sum or place that nobody asked for may be that of something else.
    """

    slot: Slot
    mark: Mark
    firm: bool


def values_given(
    message: AnnotatedMessage, pending: Pending, known: dict[str, Slot], declined: set[int]
) -> Iterator[GivenValue]:
    """Values written out, each told by its form, the words before it, what was asked for, or an earlier mention."""
    waiting = [slot for slot in pending.slots if slot in IDENTIFIERS]
    text = message.message.text
    for mark in message.labelled("values"):
        untold = mark.label in (CODE, MASK, Slot.PHONE_NUMBER)
        shown = mark.value not in ("", MASK)
        slot = (known.get(mark.value) if untold and shown else None) or _slot_of(mark, waiting, text)
        if slot is None or (mark.sentence in declined and mark.label in (Slot.DEVICE, Slot.CARRIER)):
            continue
        if slot in waiting:
            waiting.remove(slot)
        if shown:
            known[mark.value] = slot
        told = mark.label == slot and slot not in OF_MANY_THINGS
        yield GivenValue(slot, mark, told or slot in pending.slots)


def _slot_of(mark: Mark, waiting: list[Slot], text: str) -> Slot | None:
    """The slot of a value that nothing but the request tells: a code can only be what has no form of its own."""
    if mark.label == MASK:
        dialled = _DIALLED.match(text, mark.start) is not None
        alike = [slot for slot in waiting if (slot in _PHONES) == dialled or not _SHOWN.match(text, mark.start)]
        return next(iter(alike or waiting), None)
    untold = [slot for slot in waiting if slot not in WITH_A_FORM]
    if mark.label == CODE:
        if not any(char.isdigit() for char in mark.value):
            untold = [slot for slot in untold if slot is Slot.BOOKING_CODE]
        if not mark.value.isdigit():
            untold = [slot for slot in untold if slot not in _PHONES]
        elif _YEAR.fullmatch(mark.value) and len(text.split()) > _FEWEST_WORDS_OF_A_SENTENCE:
            return None
        return next(iter(untold), None)
    slot = Slot(mark.label)
    if slot is Slot.PHONE_NUMBER:
        phones = [wanted for wanted in waiting if wanted in _PHONES]
        return next(iter(phones or untold), slot)
    if slot in _VERSIONS and not any(char.isdigit() for char in text[mark.start : mark.end + 12]):
        return None
    return slot


def is_reference(mark: Mark) -> bool:
    """Whether a value can only be somebody's number for something: long enough, mostly digits, without a kind."""
    digits = sum(char.isdigit() for char in mark.value)
    return mark.label == CODE and len(mark.value) >= _SHORTEST_REFERENCE and 2 * digits >= len(mark.value)

"""Data items hidden sign by sign, so that a masked text has the length of the text and quotes keep their places."""

from __future__ import annotations

from collections.abc import Collection

from analyzer.codebook import Slot
from analyzer.nlp.value_forms import MASK, values_in

HIDDEN = "•"
HARMLESS = frozenset(
    {
        Slot.DATE, Slot.TIME, Slot.AMOUNT, Slot.OFFER, Slot.PRODUCT, Slot.DEVICE, Slot.OS_VERSION, Slot.APP_VERSION,
        Slot.CARRIER, Slot.ERROR_MESSAGE, Slot.SCREENSHOT, Slot.DESCRIPTION, Slot.LOCATION,
    }
)  # fmt: skip
_SHOWN = frozenset({MASK, *(slot.value for slot in HARMLESS)})


def masked(text: str, kept: Collection[str] = ()) -> str:
    """The text with the letters and digits of every data item that could tell who somebody is replaced by ``•``.

    Data items are told by their form alone: names and addresses in plain words stay, and so does what is ``kept``.

    >>> masked("Il numero è 02/3293 451, scrivi a m.rossi@example.it")
    'Il numero è ••/•••• •••, scrivi a •.•••••@•••••••.••'
    """
    for value in values_in(text):
        if value.slot not in _SHOWN and text[value.start : value.end] not in kept:
            text = text[: value.start] + blanked(text[value.start : value.end]) + text[value.end :]
    return text


def blanked(text: str) -> str:
    """The text with every letter and digit replaced by ``•``."""
    return "".join(HIDDEN if char.isalnum() else char for char in text)

"""Personal data of a whole thread: what one message shows to be personal is so in every other."""

from __future__ import annotations

import re
from collections.abc import Callable

from analyzer.nlp.value_forms import compact
from analyzer.redaction.names import NAME_WORD, names_in
from analyzer.redaction.personal_items import Kind, PersonalItem, personal_items
from analyzer.threads import Thread

_WRITTEN = re.compile(r"[A-Za-z0-9]+(?:[\-/._][A-Za-z0-9]+){0,8}", re.ASCII)
_RECURRING = frozenset(Kind) - {Kind.NAME, Kind.HANDLE, Kind.EMAIL, Kind.ADDRESS, Kind.BIRTH_DATE, Kind.PROFILE_LINK}
_SHORTEST = 3
_SHORTEST_BRAND_WORD = 3


def thread_items(thread: Thread) -> list[list[PersonalItem]]:
    """The personal data of each message, in reading order; the brand's own handles and addresses are none."""
    names, kept = names_in(thread), brands_own(thread.brand)
    found = [personal_items(message.text, names, kept) for message in thread.messages]
    values: dict[str, Kind] = {}
    for message, items in zip(thread.messages, found, strict=True):
        for item in items:
            if item.kind in _RECURRING:
                values.setdefault(compact(message.text[item.start : item.end]), item.kind)
    values = {value: kind for value, kind in values.items() if len(value) >= _SHORTEST}
    if not values:
        return found
    return [_with_recurring(message.text, items, values) for message, items in zip(thread.messages, found, strict=True)]


def brands_own(brand: str | None) -> Callable[[str], bool]:
    """Whether a handle, address or link is the brand's: it holds a word of its name."""
    words = {word.casefold() for word in NAME_WORD.findall(brand or "") if len(word) >= _SHORTEST_BRAND_WORD}
    return lambda found: any(word in found.casefold() for word in words)


def _with_recurring(text: str, items: list[PersonalItem], values: dict[str, Kind]) -> list[PersonalItem]:
    again = []
    for match in _WRITTEN.finditer(text):
        kind = values.get(compact(match[0]))
        if kind and not any(item.start < match.end() and match.start() < item.end for item in items):
            again.append(PersonalItem(kind, *match.span()))
    return sorted([*items, *again], key=lambda item: item.start) if again else items

"""Cities, handles and brands replaced by others."""

from __future__ import annotations

import re
from dataclasses import replace

from analyzer.evaluating.substitutes import substitutes
from analyzer.evaluating.substitution import LINK_OR_ADDRESS, changed_texts, in_case_of, pick, substituted
from analyzer.threads import Message, Thread

_HANDLE = re.compile(rf"(?P<kept>{LINK_OR_ADDRESS})|(?<![\w@/.])@(?P<handle>\w{{2,}})")
_NOT_IN_A_HANDLE = re.compile(r"\W+")


def other_cities(thread: Thread, language: str) -> Thread:
    """Every city of the lists replaced by another of the same list; one that stands in the brand's name stays."""
    text = "\n".join(message.text for message in thread.messages)
    words: dict[str, str] = {}
    for cities in substitutes().cities.values():
        there = [city for city in cities if re.search(rf"(?<!\w){re.escape(city)}(?!\w)", text, re.IGNORECASE)]
        taken = {city.casefold() for city in there}
        for city in there:
            if city.casefold() in (thread.brand or "").casefold():
                continue
            other = pick(city, cities, frozenset(taken))
            if other is not None:
                words[city] = other
                taken.add(other.casefold())
    return changed_texts(thread, lambda message: replace(message, text=substituted(message.text, words)))


def other_handles(thread: Thread, language: str) -> Thread:
    """Every handle but the brand's replaced by another, in texts and authors."""
    brands = _brand_handles(thread)
    texts = [f"{message.author or ''} {message.text}" for message in thread.messages]
    found = dict.fromkeys(match["handle"] for text in texts for match in _HANDLE.finditer(text) if match["handle"])
    words: dict[str, str] = {}
    taken = {handle.casefold() for handle in found}
    for handle in found:
        if not handle.casefold().startswith(brands):
            other = pick(handle, substitutes().others.handles, frozenset(taken))
            if other is not None:
                words[handle] = other
                taken.add(other.casefold())

    def handled(text: str) -> str:
        return _HANDLE.sub(
            lambda match: match[0] if match["kept"] else f"@{words.get(match['handle'], match['handle'])}", text
        )

    def change(message: Message) -> Message:
        author = message.author
        if author is not None:
            author = words.get(author, handled(author))
        return replace(message, text=handled(message.text), author=author)

    return changed_texts(thread, change)


def other_brand(thread: Thread, language: str) -> Thread:
    """The brand's name replaced by another: as a name, in handles and tags, as author, and in the thread's field."""
    if not thread.brand or not thread.brand.strip():
        return thread
    brand = thread.brand.strip()
    other = pick(brand, substitutes().others.brands, frozenset({brand.casefold()}))
    if other is None:
        return thread
    handle = re.escape(_NOT_IN_A_HANDLE.sub("", brand)) or re.escape(brand)
    tagged = re.compile(rf"(?P<kept>{LINK_OR_ADDRESS})|(?<![\w/.])(?P<sign>[@#])(?P<name>{handle})", re.IGNORECASE)

    def rebranded(text: str) -> str:
        text = tagged.sub(
            lambda match: match[0] if match["kept"] else match["sign"] + in_case_of(match["name"], other), text
        )
        return substituted(text, {brand: other}, any_case=True)

    def change(message: Message) -> Message:
        author = None if message.author is None else rebranded(message.author)
        return replace(message, text=rebranded(message.text), author=author)

    return replace(changed_texts(thread, change), brand=other)


def _brand_handles(thread: Thread) -> tuple[str, ...]:
    """How the brand's handles begin, folded: its name and its authors without what a handle cannot hold."""
    names = [thread.brand or "", *(message.author or "" for message in thread.messages if message.is_reply)]
    return tuple(filter(None, (_NOT_IN_A_HANDLE.sub("", name).casefold() for name in names)))

"""Words of customers that may name what a thread is about."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

import spacy

from analyzer.codebook import Role
from analyzer.languages import available_languages, load_language
from analyzer.nlp.folding import fold
from analyzer.threads import Message, Thread

SHORTEST, LONGEST = 4, 20
_LETTERS = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)\S+@\S+|[@#]\w+")


def customer_words(thread: Thread, language: str | None) -> frozenset[str]:
    """Folded words of four letters or more in which the customer first said what it is about.

    They are taken from the messages before the first reply. Stop words, what customers of every trade write, the
    brand's name and other names are left out; names are told by their capital inside a sentence.
    """
    tag = language or "en"
    spellings = load_language(tag).spellings if tag in available_languages() else {}
    found: set[str] = set()
    for message in _opening(thread):
        text = _LINK.sub(" ", message.text)
        for match in _LETTERS.finditer(text):
            word = match[0]
            if word[0].isupper() and not word.isupper() and _inside_sentence(text, match.start()):
                continue
            folded = fold(word)
            found.add(spellings.get(folded, folded))
    names = {fold(word) for author in _brand_names(thread) for word in _LETTERS.findall(author)}
    topical = {word for word in found if word.isalpha() and SHORTEST <= len(word) <= LONGEST}
    return frozenset(topical - _stop_words(tag) - names)


def _opening(thread: Thread) -> list[Message]:
    """What the customer wrote before anybody answered."""
    found: list[Message] = []
    for message in thread.messages:
        if message.role is Role.CUSTOMER and message.is_readable:
            found.append(message)
        elif message.is_reply and found:
            break
    return found


def _brand_names(thread: Thread) -> list[str]:
    authors = [message.author for message in thread.messages if message.role is not Role.CUSTOMER]
    return [name for name in (thread.brand, *authors) if name]


def _inside_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    return bool(before) and before[-1] not in ".!?:…\n\"'«“("


@cache
def _stop_words(language: str) -> frozenset[str]:
    found = set(_common_words().get(language, "").split())
    if language in available_languages():
        pack = load_language(language)
        functional = (pack.openers, pack.brand_words, pack.pronouns, pack.pointing, pack.subjects, pack.conditions)
        found |= {word for words in (*functional, pack.negations, pack.hypotheticals) for word in words}
    try:
        found |= set(map(fold, spacy.blank(language).Defaults.stop_words))
    except (ImportError, OSError):
        return frozenset(found)
    return frozenset(found)


@cache
def _common_words() -> dict[str, str]:
    return tomllib.loads(files("analyzer.auditing").joinpath("common_words.toml").read_text(encoding="utf-8"))

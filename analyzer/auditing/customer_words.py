"""Words of customers that may name what a thread is about."""

from __future__ import annotations

import re
from functools import cache

import spacy

from analyzer.codebook import Role
from analyzer.nlp.folding import fold
from analyzer.threads import Thread

_WORD = re.compile(r"(?<![\w@#/.])[^\W\d_]{4,20}(?![\w@/])")
_SAID_TO_ANYBODY = frozenset(
    [
        "grazie",
        "ciao",
        "buongiorno",
        "buonasera",
        "salve",
        "cordiali",
        "saluti",
        "scusate",
        "scusa",
        "prego",
        "certo",
        "perfetto",
        "allora",
        "quindi",
        "proprio",
        "ancora",
        "sempre",
        "hello",
        "thanks",
        "thank",
        "please",
        "sorry",
        "okay",
        "dear",
        "regards",
        "still",
        "just",
        "really",
        "gonna",
        "dont",
        "cant",
        "messaggio",
        "messaggi",
        "risposta",
        "message",
        "messages",
        "reply",
        "vorrei",
        "devo",
        "posso",
        "puoi",
        "potete",
        "sapere",
        "dire",
        "fare",
        "fatto",
        "want",
        "need",
        "know",
        "like",
        "going",
        "hanno",
        "avete",
        "essere",
        "stato",
        "stata",
        "sono",
        "dell",
        "della",
        "delle",
        "degli",
        "nella",
        "questo",
        "questa",
    ]
)


def customer_words(thread: Thread, language: str | None) -> frozenset[str]:
    """Folded words of four letters or more that the customer wrote, without stop words, greetings and names.

    Written names are told by their capital inside a sentence, as far as capitals are used at all.
    """
    found: set[str] = set()
    for message in thread.messages:
        if message.role is not Role.CUSTOMER or not message.is_readable:
            continue
        for match in _WORD.finditer(message.text):
            word = match[0]
            if word[0].isupper() and not word.isupper() and _inside_sentence(message.text, match.start()):
                continue
            found.add(fold(word))
    return frozenset(found - _stop_words(language or "en") - _SAID_TO_ANYBODY)


def _inside_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    return bool(before) and before[-1] not in ".!?:…\n\"'«“("


@cache
def _stop_words(language: str) -> frozenset[str]:
    try:
        words = spacy.blank(language).Defaults.stop_words
    except (ImportError, OSError):
        return frozenset()
    return frozenset(map(fold, words))

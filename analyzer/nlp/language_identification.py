"""Tells the language of a thread from its own words, among those with a data file and a few to refuse."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from analyzer.languages import available_languages
from analyzer.threads import Thread

OTHERS = ("de", "es", "fr", "nl", "pt")
_NOT_WORDS = re.compile(r"https?://\S+|\S+@\S+|[@#]\w+|__\w+__|\d+")
_LETTERS = re.compile(r"[^\W\d_]")
_LONGEST_TEXT = 5_000
_FEWEST_LETTERS = 3
_CLEAR_MARGIN = 6.0


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([*available_languages(), *OTHERS])
    return identifier


def thread_language(thread: Thread) -> str | None:
    """The thread's primary language tag: the one it declares, else the one its words tell.

    A language without a data file is only named when its lead is clear; with too few letters to tell
    anything the answer is None.
    """
    if thread.language:
        return thread.language.replace("_", "-").split("-")[0].lower()
    text = " ".join(message.text for message in thread.messages if message.is_readable)[:_LONGEST_TEXT]
    text = _NOT_WORDS.sub(" ", text)
    if len(_LETTERS.findall(text)) < _FEWEST_LETTERS:
        return None
    ranked = _identifier().rank(text)
    best, best_score = ranked[0]
    known = next((code, score) for code, score in ranked if code in available_languages())
    if best not in available_languages() and best_score - known[1] >= _CLEAR_MARGIN:
        return str(best)
    return str(known[0])

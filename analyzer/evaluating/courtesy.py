"""Courtesy formulas added to replies and taken out of them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from analyzer.evaluating.substitutes import Courtesy, substitutes
from analyzer.evaluating.substitution import changed_texts
from analyzer.threads import Message, Thread

_ADDRESSED = re.compile(r"(?:@\w+[\s,:]*)*")


def with_courtesy(thread: Thread, language: str) -> Thread:
    """Every reply between a greeting and a closing formula of the thread's language."""
    words = substitutes().courtesy.get(language)
    if words is None:
        return thread

    def change(message: Message) -> Message:
        if not (message.is_reply and message.is_readable):
            return message
        addressed, text = _parted(message.text.strip())
        return replace(message, text=f"{addressed}{words.before} {text}\n{words.after}")

    return changed_texts(thread, change)


def without_courtesy(thread: Thread, language: str) -> Thread:
    """Every reply without the clauses that are formulas alone; a reply that holds nothing else stays as it is."""
    words = substitutes().courtesy.get(language)
    if words is None:
        return thread
    formulas = _formulas(words)

    def change(message: Message) -> Message:
        if not (message.is_reply and message.is_readable):
            return message
        addressed, text = _parted(message.text)
        left = formulas.sub(" ", text)
        if left == text or not re.search(r"\w{2}.*\w{2}", left, re.DOTALL):
            return message
        left = re.sub(r"[ \t]*\n\s*|[ \t]{2,}", lambda gap: "\n" if "\n" in gap[0] else " ", left).strip(" \t\n,;")
        return replace(message, text=addressed + left[:1].upper() + left[1:])

    return changed_texts(thread, change)


def _parted(text: str) -> tuple[str, str]:
    """The handles a reply begins with, and the rest."""
    addressed = _ADDRESSED.match(text)
    end = addressed.end() if addressed else 0
    return text[:end], text[end:]


@cache
def _formulas(words: Courtesy) -> re.Pattern[str]:
    """A formula that fills a whole clause, a name after it included, with the mark that ends it."""
    alternatives = "|".join(re.escape(formula) for formula in sorted(words.formulas, key=len, reverse=True))
    begins = r"(?:^|(?<=[.!?,;\n])|(?<=[.!?,;\n] ))\s*"
    return re.compile(rf"{begins}(?:{alternatives})(?: (?-i:[A-Z][^\W\d_]+))?\s*(?:[.!,;]+|(?=\n)|$)", re.IGNORECASE)

"""Words of a thread replaced by others, the same everywhere in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from analyzer.threads import Message, Thread

LINK_OR_ADDRESS = r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"


def changed_texts(thread: Thread, change: Callable[[Message], Message]) -> Thread:
    """The thread with every message changed; the same object when no message is."""
    messages = tuple(change(message) for message in thread.messages)
    return thread if messages == thread.messages else replace(thread, messages=messages)


def substituted(text: str, words: Mapping[str, str], *, any_case: bool = False) -> str:
    """The text with whole words replaced, each in the case it was written in; links and addresses stay.

    >>> substituted("Marco, MARCO! marco marcoledì www.marco.it", {"Marco": "Luca"})
    'Luca, LUCA! marco marcoledì www.marco.it'

    Args:
        text: Any text.
        words: Word, or several words, to its replacement; both as in a sentence.
        any_case: Whether words all in lower case are meant, too.
    """
    if not words:
        return text
    by_fold = {word.casefold(): other for word, other in words.items()}
    alternatives = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    pattern = rf"(?P<kept>{LINK_OR_ADDRESS})|(?<![\w/.-])(?:{alternatives})(?!\w|[/.-]\w)"

    def other(match: re.Match[str]) -> str:
        found = match[0]
        if match["kept"] or (found.islower() and not any_case):
            return found
        return in_case_of(found, by_fold.get(found.casefold(), found))

    return re.sub(pattern, other, text, flags=re.IGNORECASE)


def in_case_of(model: str, word: str) -> str:
    """A word in the case of another: all capitals, all small, or as it is written.

    >>> in_case_of("MARCO", "Luca"), in_case_of("marco", "Luca"), in_case_of("Marco", "Luca")
    ('LUCA', 'luca', 'Luca')
    """
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word.lower() if model.islower() else word


def pick(word: str, pool: tuple[str, ...], taken: frozenset[str]) -> str | None:
    """A word of the pool that depends on ``word`` alone and is not taken; None when all are.

    Args:
        word: What is to be replaced.
        pool: Where replacements come from, in a fixed order.
        taken: Folded words that cannot be used.
    """
    start = sum(word.casefold().encode()) % len(pool)
    turned = (*pool[start:], *pool[:start])
    return next((other for other in turned if other.casefold() not in taken), None)

"""Threads with personal data replaced by pseudonyms, judged as the threads themselves are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from analyzer.codebook import Role
from analyzer.languages import available_languages, load_language
from analyzer.nlp.folding import fold
from analyzer.nlp.language_identification import thread_language
from analyzer.nlp.patterns import folded_words
from analyzer.redaction.names import NO_NAMES
from analyzer.redaction.personal_items import Kind, PersonalItem, personal_items
from analyzer.redaction.pseudonyms import Pseudonyms, value_key
from analyzer.redaction.thread_items import brands_own, thread_items
from analyzer.threads import Message, Thread

NOT_FOUND = (
    "not found by redact: names in free text that no author, greeting or introduction tells, names in small letters, "
    "places, employers, illnesses and whatever else describes a person; read the copy before you give it away"
)


@dataclass(frozen=True, slots=True)
class RedactedThread:
    """A pseudonymised thread, its number in the file, and how much was replaced in it, by kind."""

    thread: Thread
    number: int
    counts: Counter[Kind]


class Redactor:
    """Replaces personal data in the threads of one file, the same value by the same pseudonym throughout.

    Args:
        salt: The secret that pseudonyms follow from.
        new_ids: Whether ids of threads and messages are replaced as well.
    """

    def __init__(self, salt: bytes, *, new_ids: bool = False) -> None:
        """Know no value yet."""
        self._pseudonyms = Pseudonyms(salt, _words_of_languages())
        self._new_ids = new_ids
        self._threads = 0

    def __call__(self, thread: Thread) -> RedactedThread:
        """The thread's copy: texts, authors and ids; what came in unknown keys is left out."""
        self._threads += 1
        return self._copy(thread, self._threads, self._pseudonyms)

    def with_other_names(self, thread: Thread, number: int, attempt: int) -> RedactedThread:
        """The copy of a thread, its people named otherwise than elsewhere in the file."""
        return self._copy(thread, number, self._pseudonyms.with_other_names(attempt))

    def _copy(self, thread: Thread, number: int, pseudonyms: Pseudonyms) -> RedactedThread:
        kept = brands_own(thread.brand)
        found = thread_items(thread)
        variants: dict[str, set[str]] = defaultdict(set)
        for message, items in zip(thread.messages, found, strict=True):
            for item in items:
                written = message.text[item.start : item.end]
                variants[value_key(item.kind, written)[1]].add(written)
        counts = Counter(item.kind for items in found for item in items)
        ids = self._ids(thread, pseudonyms)
        messages = []
        for message, items in zip(thread.messages, found, strict=True):
            author = _author(message, thread, kept, pseudonyms)
            counts[Kind.NAME] += author != message.author
            text = _text(message.text, items, variants, pseudonyms)
            reply_to = message.reply_to and ids.get(message.reply_to, None if self._new_ids else message.reply_to)
            messages.append(replace(message, id=ids[message.id], text=text, author=author, reply_to=reply_to, extra={}))
        identity = f"t{number}" if self._new_ids else _identity(thread.id, pseudonyms)
        language = thread.language or thread_language(thread)
        return RedactedThread(
            replace(thread, id=identity, messages=tuple(messages), language=language, extra={}), number, +counts
        )

    def _ids(self, thread: Thread, pseudonyms: Pseudonyms) -> dict[str, str]:
        if self._new_ids:
            return {message.id: f"m{number}" for number, message in enumerate(thread.messages, start=1)}
        return {message.id: _identity(message.id, pseudonyms) for message in thread.messages}


def _identity(identity: str, pseudonyms: Pseudonyms) -> str:
    """An id without what looks like an address, a telephone number or a handle; plain codes stay."""
    items = [item for item in personal_items(identity) if item.kind is not Kind.CODE]
    return _text(identity, items, {}, pseudonyms)


def _author(message: Message, thread: Thread, kept: Callable[[str], bool], pseudonyms: Pseudonyms) -> str | None:
    author = message.author
    if not author or author == thread.brand or message.role is Role.SYSTEM:
        return author
    if message.role is not Role.CUSTOMER and kept(author):
        return author
    return pseudonyms.tokens(author, NO_NAMES)


def _text(text: str, items: Iterable[PersonalItem], variants: Mapping[str, set[str]], pseudonyms: Pseudonyms) -> str:
    parts, done = [], 0
    for item in items:
        written = text[item.start : item.end]
        known = variants.get(value_key(item.kind, written)[1], {written})
        parts += [text[done : item.start], pseudonyms.replaced(item.kind, written, sorted(known))]
        done = item.end
    return "".join([*parts, text[done:]])


@cache
def _words_of_languages() -> frozenset[str]:
    """Folded words that patterns know, in any language."""
    rows: list[str] = []
    for code in available_languages():
        pack = load_language(code)
        for group in (pack.words, pack.acts, pack.requests, pack.statements, pack.hedges, pack.handoffs):
            rows += [row for patterns in group.values() for row in patterns]
        rows += [row for item in pack.slots.values() for row in (*item.asked_by, *item.cues, *item.values)]
        rows += [row for channel in pack.channels.values() for row in (*channel.names, *channel.tried)]
    return folded_words(fold(word) for row in rows for word in row.split())

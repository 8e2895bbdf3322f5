"""Threads in, annotated threads out: a spaCy Doc per message, its spans read into marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from spacy.tokens import Doc

from analyzer.codebook import Act, NotScorable, Role, Slot
from analyzer.languages import LanguagePack, available_languages, load_language
from analyzer.nlp.language_identification import thread_language
from analyzer.nlp.pipeline import Pipelines, build_pipelines
from analyzer.nlp.spans import Mark, read_groups
from analyzer.nlp.tokens import tokens_of
from analyzer.nlp.wording import ReadWord, WordTable
from analyzer.threads import Message, Thread

MESSAGES_A_VOCABULARY = 20_000
THREADS_AT_ONCE = 64
_ACTS = tuple(Act)


@dataclass(frozen=True, slots=True)
class AnnotatedMessage:
    """A message and the marks in it; groups that do not belong to its side are empty.

    Attributes:
        index: Position in the thread, from 0.
        sentences: Character bounds of each sentence.
        norms: Folded tokens without punctuation, for comparing messages.
        marks: Marks by group.
        wording: The words of each sentence as text models see them.
        chances: What text models say of the message, 0 to 1, by name; empty without models.
        is_reply: Whether this is something the brand's people said to the customer.
        is_customer: Whether the customer said something readable.
        acts: Acts of a reply, each once, in the codebook's order.
        requested: Slots a reply asks for, each once, in reading order.
    """

    message: Message
    index: int
    sentences: tuple[tuple[int, int], ...]
    norms: tuple[str, ...]
    marks: Mapping[str, tuple[Mark, ...]]
    wording: tuple[tuple[ReadWord, ...], ...] = ()
    chances: Mapping[str, float] = field(default_factory=dict)
    is_reply: bool = field(init=False)
    is_customer: bool = field(init=False)
    acts: tuple[Act, ...] = field(init=False)
    requested: tuple[Slot, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Derive once what every rule asks for."""
        readable = self.message.is_readable
        labels = {mark.label for mark in self.marks.get("acts", ())}
        slots = dict.fromkeys(mark.label for mark in self.marks.get("requested", ()))
        set_field = object.__setattr__
        set_field(self, "is_reply", readable and self.message.is_reply)
        set_field(self, "is_customer", readable and self.message.role is Role.CUSTOMER)
        set_field(self, "acts", tuple([act for act in _ACTS if act in labels]) if labels else ())
        set_field(self, "requested", tuple(map(Slot, slots)))

    def labelled(self, group: str, *labels: str) -> tuple[Mark, ...]:
        """Marks of a group with one of the labels; all of them when none is named."""
        found = self.marks.get(group, ())
        return tuple([mark for mark in found if mark.label in labels]) if found and labels else found

    def sentence_of(self, mark: Mark) -> tuple[int, int]:
        """Character bounds of the sentence a mark stands in."""
        return self.sentences[mark.sentence] if mark.sentence < len(self.sentences) else (mark.start, mark.end)


@dataclass(frozen=True, slots=True)
class AnnotatedThread:
    """A thread, its language and its annotated messages; not scorable when ``obstacle`` says why.

    Attributes:
        replies: What the brand's people said, in order.
        customer_messages: What the customer said, in order.
    """

    thread: Thread
    language: str | None
    messages: tuple[AnnotatedMessage, ...] = ()
    obstacle: NotScorable | None = None
    replies: tuple[AnnotatedMessage, ...] = field(init=False)
    customer_messages: tuple[AnnotatedMessage, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Part the two sides once."""
        object.__setattr__(self, "replies", tuple([entry for entry in self.messages if entry.is_reply]))
        object.__setattr__(self, "customer_messages", tuple([entry for entry in self.messages if entry.is_customer]))

    @property
    def pack(self) -> LanguagePack:
        """Words of the thread's language."""
        return load_language(self.language or "en")


class Annotator:
    """Annotates threads and keeps its pipelines from one call to the next; not to be called by two at a time.

    A vocabulary grows with every new word it sees, so pipelines are built afresh after every
    ``MESSAGES_A_VOCABULARY`` messages; memory then stays flat however long the input.
    """

    def __init__(self) -> None:
        """Build nothing yet."""
        self._pipelines: dict[str, Pipelines] = {}
        self._seen = 0

    def __call__(self, threads: Iterable[Thread]) -> Iterator[AnnotatedThread]:
        """Annotated threads, one for each thread, in the same order; ``THREADS_AT_ONCE`` are read ahead."""
        remaining = iter(threads)
        while batch := list(islice(remaining, THREADS_AT_ONCE)):
            self._seen += sum(len(thread.messages) for thread in batch)
            if self._seen > MESSAGES_A_VOCABULARY:
                self._pipelines, self._seen = {}, 0
            yield from self._annotated(batch)

    def _annotated(self, batch: list[Thread]) -> Iterator[AnnotatedThread]:
        languages = [thread_language(thread) for thread in batch]
        obstacles = [_obstacle(thread, language) for thread, language in zip(batch, languages, strict=True)]
        messages: dict[str, list[Message]] = defaultdict(list)
        for thread, language, obstacle in zip(batch, languages, obstacles, strict=True):
            if obstacle is None:
                messages[language or "en"].extend(thread.messages)
        docs: dict[str, Iterator[Doc]] = {}
        pipelines = self._pipelines
        for code, said in messages.items():
            if code not in pipelines:
                pipelines[code] = build_pipelines(code)
            docs[code] = iter(pipelines[code](said))
        for thread, language, obstacle in zip(batch, languages, obstacles, strict=True):
            if obstacle is not None:
                yield AnnotatedThread(thread, language, obstacle=obstacle)
                continue
            code = language or "en"
            words = pipelines[code].words
            entries = (_annotated(message, at, next(docs[code]), words) for at, message in enumerate(thread.messages))
            yield AnnotatedThread(thread, code, tuple(entries))


def annotate(threads: Iterable[Thread]) -> Iterator[AnnotatedThread]:
    """Annotated threads, one for each thread, in the same order, by an annotator of their own."""
    return Annotator()(threads)


def _obstacle(thread: Thread, language: str | None) -> NotScorable | None:
    customer = [message for message in thread.messages if message.role is Role.CUSTOMER]
    if not customer:
        return NotScorable.NO_CUSTOMER_MESSAGE
    if thread.incomplete:
        return NotScorable.INCOMPLETE_EXPORT
    replies = [message for message in thread.messages if message.is_reply]
    if not any(message.is_readable for message in customer) or (
        replies and not any(message.is_readable for message in replies)
    ):
        return NotScorable.NO_READABLE_TEXT
    if language is not None and language not in available_languages():
        return NotScorable.UNSUPPORTED_LANGUAGE
    return None


def _annotated(message: Message, index: int, doc: Doc, words: WordTable) -> AnnotatedMessage:
    tokens = tokens_of(doc)
    return AnnotatedMessage(
        message,
        index,
        tuple([tokens.characters(first, last) for first, last in tokens.sentences]),
        tuple([word.norm for word in tokens.words if not (word.is_punct or word.is_space)]),
        read_groups(doc),
        words(tokens),
    )

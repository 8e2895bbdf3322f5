"""Threads in, annotated threads out: a spaCy Doc per message, its spans read into marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from analyzer.codebook import Act, NotScorable, Role, Slot
from analyzer.languages import LanguagePack, available_languages, load_language
from analyzer.nlp.language_identification import thread_language
from analyzer.nlp.pipeline import Pipelines, build_pipelines
from analyzer.nlp.spans import Mark, read_group, sentence_bounds
from analyzer.nlp.wording import Word
from analyzer.threads import Message, Thread

MESSAGES_A_VOCABULARY = 20_000
GROUPS = (
    "acts", "requested", "requests", "steps", "channels", "handoffs", "generic",
    "values", "statements", "slot_names", "questions",
)  # fmt: skip


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
    """

    message: Message
    index: int
    sentences: tuple[tuple[int, int], ...]
    norms: tuple[str, ...]
    marks: dict[str, tuple[Mark, ...]]
    wording: tuple[tuple[Word, ...], ...] = ()
    chances: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """Whether this is something the brand's people said to the customer."""
        return self.message.is_reply and self.message.is_readable

    @property
    def is_customer(self) -> bool:
        """Whether the customer said something readable."""
        return self.message.role is Role.CUSTOMER and self.message.is_readable

    @property
    def acts(self) -> tuple[Act, ...]:
        """Acts of a reply, each once, in the codebook's order."""
        found = {mark.label for mark in self.marks.get("acts", ())}
        return tuple(act for act in Act if act.value in found)

    @property
    def requested(self) -> tuple[Slot, ...]:
        """Slots a reply asks for, each once, in reading order."""
        return tuple(dict.fromkeys(Slot(mark.label) for mark in self.marks.get("requested", ())))

    def labelled(self, group: str, *labels: str) -> tuple[Mark, ...]:
        """Marks of a group with one of the labels; all of them when none is named."""
        found = self.marks.get(group, ())
        return tuple(mark for mark in found if mark.label in labels) if labels else found

    def sentence_of(self, mark: Mark) -> tuple[int, int]:
        """Character bounds of the sentence a mark stands in."""
        return self.sentences[mark.sentence] if mark.sentence < len(self.sentences) else (mark.start, mark.end)


@dataclass(frozen=True, slots=True)
class AnnotatedThread:
    """A thread, its language and its annotated messages; not scorable when ``obstacle`` says why."""

    thread: Thread
    language: str | None
    messages: tuple[AnnotatedMessage, ...] = ()
    obstacle: NotScorable | None = None

    @property
    def pack(self) -> LanguagePack:
        """Words of the thread's language."""
        return load_language(self.language or "en")

    @property
    def replies(self) -> tuple[AnnotatedMessage, ...]:
        """What the brand's people said, in order."""
        return tuple(entry for entry in self.messages if entry.is_reply)

    @property
    def customer_messages(self) -> tuple[AnnotatedMessage, ...]:
        """What the customer said, in order."""
        return tuple(entry for entry in self.messages if entry.is_customer)


def annotate(threads: Iterable[Thread]) -> Iterator[AnnotatedThread]:
    """Annotated threads, one for each thread, in the same order.

    A vocabulary grows with every new word it sees, so pipelines are built afresh after every
    ``MESSAGES_A_VOCABULARY`` messages; memory then stays flat however long the input.
    """
    pipelines: dict[str, Pipelines] = {}
    seen = 0
    for thread in threads:
        language = thread_language(thread)
        if obstacle := _obstacle(thread, language):
            yield AnnotatedThread(thread, language, obstacle=obstacle)
            continue
        code = language or "en"
        seen += len(thread.messages)
        if seen > MESSAGES_A_VOCABULARY:
            pipelines, seen = {}, 0
        if code not in pipelines:
            pipelines[code] = build_pipelines(code)
        yield AnnotatedThread(thread, code, tuple(_annotated(thread, pipelines[code])))


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


def _annotated(thread: Thread, pipelines: Pipelines) -> Iterator[AnnotatedMessage]:
    for index, message in enumerate(thread.messages):
        doc = pipelines(message.text, by_customer=message.role is Role.CUSTOMER)
        yield AnnotatedMessage(
            message,
            index,
            tuple((sentence.start_char, sentence.end_char) for sentence in doc.sents),
            tuple(token.norm_ for token in doc if not (token.is_punct or token.is_space)),
            {group: read_group(doc, group) for group in GROUPS if group in doc.spans},
            pipelines.words(doc, sentence_bounds(doc)),
        )

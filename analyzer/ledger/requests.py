"""What a thread's replies ask for: requests by name, by a pronoun, and what is still open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from analyzer.codebook import Act, Slot
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.folding import fold
from analyzer.nlp.spans import Mark
from analyzer.nlp.wording import TOPIC_LENGTH

_NAMING_REACH = 32
_WORD = re.compile(r"[^\W\d_]{2,}")
_CLAUSE_END = re.compile(r"[,;:.!?\n&]|\b(?:and|or|e|ed|o)\b")


@dataclass(frozen=True, slots=True)
class Request:
    """A slot that a reply asks for.

    Attributes:
        words: Folded words of substance that name the item, such as ``receipt`` in "a photo of your receipt".
    """

    message: AnnotatedMessage
    slot: Slot
    mark: Mark
    words: frozenset[str] = frozenset()


@dataclass(slots=True)
class Pending:
    """Slots asked for and not yet given, the latest request last.

    Attributes:
        slots: All of them.
        latest: Those of the last reply that named any.
        fresh: Whether the customer now answers a reply that asked for data, by name or not, or for a private message.
        words: Words that named the items.
        generic: Words that name no item by themselves ("photo", "details").
        numbers: Those of them that name an identifier of some kind ("number", "code").
        lacking: Folded words that deny, lack or refuse.
        brands: Folded words that speak of the brand ("you", "your").
        pronouns: Folded words that stand for what was asked for ("it", "one").
    """

    generic: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    lacking: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    slots: list[Slot] = field(default_factory=list)
    latest: tuple[Slot, ...] = ()
    fresh: bool = False
    words: dict[Slot, frozenset[str]] = field(default_factory=dict)

    def ask(self, reply: AnnotatedMessage, requests: Iterable[Request], *, goes_on: bool) -> None:
        """Take a reply in; ``goes_on`` says that it follows another reply with no customer message between."""
        asked = tuple(dict.fromkeys(request.slot for request in requests))
        self.slots = [slot for slot in self.slots if slot not in asked] + list(asked)
        self.words.update({request.slot: request.words for request in requests if request.words})
        if asked or reply.labelled("requests", "needless"):
            self.latest = asked
        asks = bool(asked) or Act.DATA_REQUEST in reply.acts or Act.CHANNEL_HANDOFF in reply.acts
        self.fresh = asks or (goes_on and self.fresh)

    def take(self, slot: Slot) -> None:
        """A slot was given."""
        if slot in self.slots:
            self.slots.remove(slot)

    def denies(self, words: Iterable[str]) -> bool:
        """Whether there is a word among folded ones that denies, lacks or refuses."""
        return any(word in self.lacking or word.endswith("n't") for word in words)

    def meant(self) -> tuple[Slot, ...]:
        """Open items that words without a name ("it's above", "I don't have it") can mean."""
        if not self.fresh:
            return ()
        latest = tuple(slot for slot in self.slots if slot in self.latest)
        return tuple(slot for slot in latest or tuple(self.slots) if slot is not Slot.DESCRIPTION)


def requests_in(reply: AnnotatedMessage, pending: Pending) -> list[Request]:
    """The items a reply asks for; a bare "send it over" asks for what the last reply asked."""
    marks = reply.labelled("requested")
    if marks:
        return [Request(reply, Slot(mark.label), mark, naming_words(reply, mark)) for mark in marks]
    if Act.DATA_REQUEST not in reply.acts or reply.labelled("requests", "unnamed"):
        return []
    pronouns = reply.labelled("requests", "pronoun")
    return [Request(reply, slot, pronouns[0]) for slot in pending.latest if pronouns and slot is not Slot.DESCRIPTION]


def naming_words(message: AnnotatedMessage, mark: Mark) -> frozenset[str]:
    """Folded words of substance of a marked name and of what follows it in its clause."""
    text = message.message.text
    after = _CLAUSE_END.split(text[mark.end : mark.end + _NAMING_REACH], maxsplit=1)[0]
    return words_of_substance(f"{text[mark.start : mark.end]} {after}", message)


def words_of_substance(text: str, message: AnnotatedMessage) -> frozenset[str]:
    """Folded words of a stretch of a message that are no function words, shortened as topics are."""
    topics = {word.topic for sentence in message.wording for word in sentence if word.topic}
    found = {fold(word) for word in _WORD.findall(text)}
    return frozenset(word[:TOPIC_LENGTH] for word in found if word[:TOPIC_LENGTH] in topics)

"""What an answer shows to have been said before: the customer only says again what the thread already held.

A place, a colour or a short code has no form by which the customer's first message would tell it. Where the brand asks
for it and the answer holds nothing that was not written before, the earlier message gave it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from analyzer.codebook import Ground, Slot
from analyzer.ledger.requests import Request
from analyzer.ledger.statements import Statement
from analyzer.nlp.annotation import AnnotatedMessage, AnnotatedThread
from analyzer.nlp.folding import fold
from analyzer.nlp.spans import Mark
from analyzer.nlp.wording import TOPIC_LENGTH

_WORD = re.compile(r"[^\W_](?:[\w./:,'’-]*[^\W_])?")
_JOINED = re.compile(r" (?:and|e|ed) |[,&+]")
_SIGNS = re.compile(r"[\W_]")
_FEWEST_WORDS_OF_A_DESCRIPTION = 3
_WORDS_WILL_DO = frozenset({Slot.LOCATION, Slot.OFFER, Slot.PRODUCT, Slot.DEVICE, Slot.CARRIER, Slot.ERROR_MESSAGE})
_SAYING_NOTHING = ("given", "thanks", "rhetorical", "affirmed", "acknowledged", "chasing")
_Words = list[tuple[str, int, int]]


def echoed(
    annotated: AnnotatedThread, requests: Sequence[Request], statements: Sequence[Statement], pointing: frozenset[str]
) -> list[Statement]:
    """What earlier messages gave, as the answers to requests show.

    Args:
        annotated: A thread.
        requests: Everything its replies ask for.
        statements: Everything its customer says of data items, as found message by message.
        pointing: Folded words, shortened as topics are, that say no more than that something was said.
    """
    found: list[Statement] = []
    for reply in annotated.replies:
        asked = {request.slot: request for request in requests if request.message.index == reply.index}
        if asked and not reply.labelled("requests", "confirmation"):
            found.extend(_shown(annotated, reply, asked, statements, pointing))
    return found


def _shown(
    annotated: AnnotatedThread,
    reply: AnnotatedMessage,
    asked: dict[Slot, Request],
    statements: Sequence[Statement],
    pointing: frozenset[str],
) -> Iterator[Statement]:
    answer = _answer(annotated, reply)
    if not answer:
        return
    said = {entry.slot for entry in statements if entry.kind is Ground.GIVEN and entry.message.index < reply.index}
    places = {message.index for message in answer}
    said |= {entry.slot for entry in statements if entry.kind is not Ground.GIVEN and entry.message.index in places}
    left = [request for slot, request in asked.items() if slot not in said]
    finer = {mark.sentence for mark in reply.labelled("requests", "finer")}
    if len(left) != 1 or left[0].mark.sentence in finer:
        return
    slot = left[0].slot
    if slot in _WORDS_WILL_DO and _JOINED.search(left[0].mark.quote(reply.message.text)):
        return
    answered = _keys(word for message in answer for word in _telling(message, pointing))
    if not answered:
        return
    earlier = [(entry, _words(entry)) for entry in annotated.customer_messages if entry.index < reply.index]
    held = _keys(word for _, words in earlier for word in words)
    asking = _keys(_words(reply))
    others = {
        _key(entry.value) for entry in statements if entry.value and entry.slot in asked and entry.slot is not slot
    }
    echo = (answered & held) - asking - others
    if answered - held - asking or not _tells(slot, echo) or any("?" in entry.message.text for entry in answer):
        return
    source, words = max(earlier, key=lambda entry: (len(echo & _keys(entry[1])), entry[0].index))
    yield Statement(source, slot, _around(source, words, echo), Ground.GIVEN, firm=False, shown=True)


def _tells(slot: Slot, echo: frozenset[str]) -> bool:
    """Whether what is said again can be a value of the slot: words will do only for what has no number in it."""
    if slot is Slot.DESCRIPTION:
        return len(echo) >= _FEWEST_WORDS_OF_A_DESCRIPTION
    return bool(echo) and (slot in _WORDS_WILL_DO or any(map(str.isdigit, "".join(echo))))


def _answer(annotated: AnnotatedThread, reply: AnnotatedMessage) -> list[AnnotatedMessage]:
    """The customer's next messages after a reply, until the brand speaks again; none if anything is attached."""
    found: list[AnnotatedMessage] = []
    for message in annotated.messages[reply.index + 1 :]:
        if message.is_customer:
            found.append(message)
        elif found and message.is_reply:
            break
    return [] if any(message.message.attachments for message in found) else found


def _words(message: AnnotatedMessage) -> _Words:
    """Words of substance and everything with a digit, by a key under which their forms agree, with their place."""
    topics = {word.topic for sentence in message.wording for word in sentence if word.topic}
    found = []
    for match in _WORD.finditer(message.message.text):
        key = _key(match[0])
        if key in topics or any(map(str.isdigit, key)):
            found.append((key, match.start(), match.end()))
    return found


def _key(word: str) -> str:
    folded = fold(word)
    return _SIGNS.sub("", folded) if any(map(str.isdigit, folded)) else folded[:TOPIC_LENGTH]


def _telling(message: AnnotatedMessage, pointing: frozenset[str]) -> _Words:
    """Words of an answer without those that only point back, thank or scold."""
    idle = message.labelled("statements", *_SAYING_NOTHING)
    return [
        (key, start, end)
        for key, start, end in _words(message)
        if key not in pointing
        and (any(map(str.isdigit, key)) or not any(mark.start <= start < mark.end for mark in idle))
    ]


def _keys(words: Iterable[tuple[str, int, int]]) -> frozenset[str]:
    return frozenset(key for key, _, _ in words)


def _around(message: AnnotatedMessage, words: _Words, echo: frozenset[str]) -> Mark:
    """From the first to the last of the words in the sentence that holds most of them."""
    places = [(start, end) for key, start, end in words if key in echo]
    inside = [
        (number, [place for place in places if first <= place[0] < last])
        for number, (first, last) in enumerate(message.sentences)
    ]
    number, held = max(inside, key=lambda entry: len(entry[1]))
    held = held or places
    return Mark("echo", held[0][0], held[-1][1], number)

"""The ledger of a thread: what was asked for, given, declined or on file, when, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile

from analyzer.codebook import Ground, Role, Slot
from analyzer.languages import load_language
from analyzer.ledger.automatic import automatic_messages
from analyzer.ledger.echoes import echoed
from analyzer.ledger.hints import hinted
from analyzer.ledger.intervals import reply_intervals
from analyzer.ledger.needs import is_chat, needs_answer
from analyzer.ledger.policy import DEFAULT_POLICY, ReplyTimePolicy
from analyzer.ledger.requests import Pending, Request, requests_in
from analyzer.ledger.statements import Statement, statements_in
from analyzer.ledger.values import REFERENCES, is_reference
from analyzer.nlp.annotation import AnnotatedMessage, AnnotatedThread
from analyzer.nlp.patterns import folded_words, spelled_out
from analyzer.nlp.wording import TOPIC_LENGTH
from analyzer.scores import Interval

__all__ = ["Ledger", "Request", "Statement", "build_ledger"]
_STANDS_FOR: Mapping[Slot, tuple[Slot, ...]] = {
    Slot.LINE_NUMBER: (Slot.PHONE_NUMBER,),
    Slot.PHONE_NUMBER: (Slot.LINE_NUMBER,),
    Slot.LOCATION: (Slot.ADDRESS,),
    Slot.DEVICE: (Slot.PRODUCT,),
}
_KINDRED: Mapping[Slot, tuple[Slot, ...]] = {
    Slot.ORDER_NUMBER: (Slot.INVOICE_NUMBER,),
    Slot.TICKET_NUMBER: (Slot.BOOKING_CODE,),
    Slot.BOOKING_CODE: (Slot.TICKET_NUMBER,),
}


@dataclass(frozen=True, slots=True)
class Ledger:
    """Requests and statements of a thread, in reading order.

    Attributes:
        unclear: Slots that a picture or attachment may have given, with the message's position.
        intervals: Waits of either side.
        automatic: Positions of automatic greetings, which are no replies.
        human_replies: Replies without automatic greetings, in order.
        needing_answer: Positions of the customer messages that need an answer.
        policy: When a reply is late.
    """

    annotated: AnnotatedThread
    requests: tuple[Request, ...]
    statements: tuple[Statement, ...]
    unclear: frozenset[tuple[Slot, int]]
    intervals: tuple[Interval, ...] = ()
    automatic: frozenset[int] = frozenset()
    human_replies: tuple[AnnotatedMessage, ...] = ()
    needing_answer: frozenset[int] = frozenset()
    policy: ReplyTimePolicy = DEFAULT_POLICY

    @property
    def generic(self) -> frozenset[str]:
        """Words that name no item by themselves, shortened as words of substance are."""
        return _vocabulary(self.annotated.pack.code).generic

    def requests_of(self, message: AnnotatedMessage) -> tuple[Request, ...]:
        """What one reply asks for, each slot once."""
        found: dict[Slot, Request] = {}
        for request in self.requests:
            if request.message.index == message.index:
                found.setdefault(request.slot, request)
        return tuple(found.values())

    def demanded_again(self, reply: AnnotatedMessage) -> tuple[Slot, ...]:
        """What "the data requested" must mean in a reply that names none: what the last reply with a name asked."""
        if not reply.labelled("requests", "unnamed"):
            return ()
        earlier = [request for request in self.requests if request.message.index < reply.index]
        last = max((request.message.index for request in earlier), default=-1)
        slots = (request.slot for request in earlier if request.message.index == last)
        return tuple(dict.fromkeys(slot for slot in slots if slot is not Slot.DESCRIPTION))

    def since_asked(self, slots: Sequence[Slot], reply: AnnotatedMessage) -> tuple[AnnotatedMessage, ...]:
        """What the customer wrote between the last request for any of some slots and a later reply."""
        asked = (entry.message.index for entry in self.requests if entry.slot in slots)
        last = max((index for index in asked if index < reply.index), default=reply.index)
        return tuple(entry for entry in self.annotated.customer_messages if last < entry.index < reply.index)

    def latest(self, kind: Ground, slot: Slot, before: AnnotatedMessage) -> Statement | None:
        """The last statement of a kind about a slot, earlier than a message."""
        found = [
            statement
            for statement in self.statements
            if statement.kind is kind and statement.slot is slot and statement.message.index < before.index
        ]
        return found[-1] if found else None

    def given(self, slot: Slot, before: AnnotatedMessage) -> Statement | None:
        """The last statement that gives a slot, or one that stands for it ("my number" and that of the line)."""
        if found := self.latest(Ground.GIVEN, slot, before):
            return found
        others = (self.latest(Ground.GIVEN, other, before) for other in _STANDS_FOR.get(slot, ()))
        if found := next((replace(other, firm=False) for other in others if other), None):
            return found
        declined = self.latest(Ground.DECLINED, slot, before)
        return self._reference(slot, before) if slot in REFERENCES and not declined else None

    def _reference(self, slot: Slot, before: AnnotatedMessage) -> Statement | None:
        """The one number of unsaid or kindred kind that the customer wrote, where there is just one."""
        kinds = _KINDRED.get(slot, ())
        kindred = [entry for entry in self.statements if entry.slot in kinds and entry.kind is Ground.GIVEN]
        unsaid = [
            Statement(message, Slot.ORDER_NUMBER, mark, Ground.GIVEN, firm=False, value=mark.value)
            for message in self.annotated.customer_messages
            for mark in message.labelled("values")
            if is_reference(mark)
        ]
        found = [entry for entry in (*kindred, *unsaid) if entry.message.index < before.index and entry.value]
        if len({entry.value for entry in found}) != 1 or any(entry.slot in self.asked(before) for entry in kindred):
            return None
        return replace(found[0], firm=False)

    def asked(self, until: AnnotatedMessage) -> frozenset[Slot]:
        """Slots asked for up to and in a reply."""
        return frozenset(entry.slot for entry in self.requests if entry.message.index < until.index)

    def declined(self, request: Request) -> Statement | None:
        """The last refusal of what a reply asks for, by its slot or by the word it is called ("the receipt")."""
        found = [
            statement
            for statement in self.statements
            if statement.kind is Ground.DECLINED
            and statement.message.index < request.message.index
            and (statement.slot is request.slot or (statement.words & request.words) - self.generic)
        ]
        return found[-1] if found else None

    def answered(self, statement: Statement) -> Request | None:
        """The request that a statement answers: the last one for its slot before it."""
        earlier = (entry for entry in reversed(self.requests) if entry.message.index < statement.message.index)
        return next((entry for entry in earlier if entry.slot is statement.slot), None)

    def is_unclear(self, slot: Slot, before: AnnotatedMessage) -> bool:
        """Whether an attachment earlier than a message may have held the slot."""
        return any(unclear is slot and index < before.index for unclear, index in self.unclear)

    def waiting_before(self, reply: AnnotatedMessage) -> tuple[AnnotatedMessage, ...]:
        """Customer messages since the reply before this one; they are what it replies to."""
        since = takewhile(lambda entry: not entry.is_reply, reversed(self.annotated.messages[: reply.index]))
        return tuple(entry for entry in since if entry.is_customer)[::-1]

    def is_insisted_on(self, reply: AnnotatedMessage) -> bool:
        """Whether the customer, before the next reply, writes again for an answer."""
        following = (entry.index for entry in self.human_replies if entry.index > reply.index)
        until = next(following, len(self.annotated.messages))
        said = (entry for entry in self.annotated.customer_messages if reply.index < entry.index < until)
        return any(self.needs_answer(message) for message in said)

    def open_turn(self) -> tuple[AnnotatedMessage, ...]:
        """Customer messages after the last human reply."""
        last = max((entry.index for entry in self.human_replies), default=-1)
        return tuple(entry for entry in self.annotated.customer_messages if entry.index > last)

    def needs_answer(self, message: AnnotatedMessage) -> bool:
        """Whether a customer message needs an answer, seen after the reply before it."""
        return message.index in self.needing_answer


def build_ledger(annotated: AnnotatedThread, policy: ReplyTimePolicy = DEFAULT_POLICY) -> Ledger:
    """Walks a thread once and writes down every request, every statement about a slot, and every wait."""
    requests: list[Request] = []
    statements: list[Statement] = []
    unclear: set[tuple[Slot, int]] = set()
    words = _vocabulary(annotated.pack.code)
    pending = Pending(words.generic, words.identifiers, words.lacking, words.brand_words, words.pronouns)
    known: dict[str, Slot] = {}
    replied = False
    for message in annotated.messages:
        if message.is_reply:
            asked = requests_in(message, pending)
            requests.extend(asked)
            pending.ask(message, asked, goes_on=replied)
            replied = True
        elif message.message.role is Role.CUSTOMER:
            if message.message.attachments:
                unclear.update((slot, message.index) for slot in pending.slots)
            said = statements_in(message, pending, known)
            if message.labelled("statements", "retracted") and not any(entry.kind is Ground.GIVEN for entry in said):
                statements = _without_last_given(statements)
            said = [entry for entry in said if not _repeats_a_refusal(entry, statements + said)]
            said += hinted(message, pending, {entry.slot for entry in said})
            statements.extend(said)
            for statement in said:
                if statement.kind is Ground.GIVEN:
                    pending.take(statement.slot)
            replied = False
    statements += echoed(annotated, requests, statements, words.pointing)
    statements.sort(key=lambda entry: entry.message.index)
    automatic = automatic_messages(annotated)
    human_replies = tuple(reply for reply in annotated.replies if reply.index not in automatic)
    return Ledger(
        annotated,
        tuple(requests),
        tuple(statements),
        frozenset(unclear),
        reply_intervals(annotated, policy),
        automatic,
        human_replies,
        _needing_answer(annotated, human_replies),
        policy,
    )


def _needing_answer(annotated: AnnotatedThread, replies: tuple[AnnotatedMessage, ...]) -> frozenset[int]:
    """Positions of customer messages that need an answer, each seen between the human replies around it."""
    found = set()
    for message in annotated.customer_messages:
        before = [reply for reply in replies if reply.index < message.index]
        after = next((reply for reply in replies if reply.index > message.index), None)
        if needs_answer(message, before[-1] if before else None) and not (after and is_chat(message, after)):
            found.add(message.index)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Folded words of a language that the ledger looks for; those of kinds and of pointing shortened as topics are."""

    generic: frozenset[str]
    identifiers: frozenset[str]
    lacking: frozenset[str]
    brand_words: frozenset[str]
    pronouns: frozenset[str]
    pointing: frozenset[str]


@cache
def _vocabulary(language: str) -> _Vocabulary:
    pack = load_language(language)
    return _Vocabulary(
        generic=_shortened(pack.words.get("generic", ())),
        identifiers=_shortened(pack.words.get("identifier", ())),
        lacking=folded_words(pack.lacking),
        brand_words=folded_words(pack.brand_words),
        pronouns=folded_words(pack.pronouns),
        pointing=_shortened(pack.pointing),
    )


def _shortened(rows: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:TOPIC_LENGTH] for row in rows for word in spelled_out(row))


def _repeats_a_refusal(said: Statement, others: Sequence[Statement]) -> bool:
    """Whether "I told you" stands for a refusal or the brand's records, as nothing else was said of the slot."""
    about = [entry for entry in others if entry.slot is said.slot and entry is not said]
    return said.mark.label == "given" and bool(about) and all(entry.kind is not Ground.GIVEN for entry in about)


def _without_last_given(statements: list[Statement]) -> list[Statement]:
    """Statements without what the last message that gave something gave: the customer takes it back."""
    given = [entry for entry in statements if entry.kind is Ground.GIVEN]
    last = max((entry.message.index for entry in given), default=-1)
    return [entry for entry in statements if entry.kind is not Ground.GIVEN or entry.message.index < last]

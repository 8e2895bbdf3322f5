"""The ledger of a thread: what was asked for, given, declined or on file, when, and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzer.codebook import Ground, Role, Slot
from analyzer.ledger.automatic import automatic_messages
from analyzer.ledger.intervals import reply_intervals
from analyzer.ledger.needs import needs_answer
from analyzer.ledger.policy import DEFAULT_POLICY, ReplyTimePolicy
from analyzer.nlp.annotation import AnnotatedMessage, AnnotatedThread
from analyzer.nlp.spans import Mark
from analyzer.nlp.value_forms import CODE, MASK
from analyzer.scores import Interval

IDENTIFIERS = (
    Slot.ORDER_NUMBER, Slot.TRACKING_NUMBER, Slot.BOOKING_CODE, Slot.CUSTOMER_CODE, Slot.CONTRACT_NUMBER,
    Slot.INVOICE_NUMBER, Slot.TICKET_NUMBER, Slot.LINE_NUMBER, Slot.SERIAL_NUMBER, Slot.METER_POINT,
    Slot.PHONE_NUMBER, Slot.CALLING_NUMBER, Slot.CARD_DIGITS, Slot.TAX_CODE, Slot.VAT_NUMBER, Slot.USERNAME,
    Slot.POSTCODE, Slot.LICENCE_PLATE, Slot.EMAIL, Slot.IBAN, Slot.ERROR_MESSAGE, Slot.PRODUCT,
)  # fmt: skip
WITH_A_FORM = frozenset(
    {Slot.TAX_CODE, Slot.VAT_NUMBER, Slot.IBAN, Slot.EMAIL, Slot.METER_POINT, Slot.POSTCODE, Slot.LICENCE_PLATE}
)
IN_WORDS = (
    Slot.LOCATION, Slot.DATE, Slot.TIME, Slot.AMOUNT, Slot.OFFER, Slot.PRODUCT, Slot.DEVICE, Slot.OS_VERSION,
    Slot.APP_VERSION, Slot.CARRIER, Slot.ERROR_MESSAGE, Slot.FULL_NAME, Slot.ADDRESS, Slot.USERNAME,
)  # fmt: skip
_PHONES = (Slot.PHONE_NUMBER, Slot.LINE_NUMBER, Slot.CALLING_NUMBER)
_VERSIONS = (Slot.OS_VERSION, Slot.APP_VERSION)
_SHORT_ANSWER_WORDS = 14
_FEWEST_DESCRIBING_WORDS = 4


@dataclass(frozen=True, slots=True)
class Request:
    """A slot that a reply asks for."""

    message: AnnotatedMessage
    slot: Slot
    mark: Mark


@dataclass(frozen=True, slots=True)
class Statement:
    """What a customer message says about a slot: that it is given here, declined, or on file.

    Attributes:
        firm: Whether the words leave no doubt that this slot is meant.
        value: Normal form of the value, empty where it is said in words.
    """

    message: AnnotatedMessage
    slot: Slot
    mark: Mark
    kind: Ground
    firm: bool = True
    value: str = ""


@dataclass(slots=True)
class _Pending:
    """Slots asked for and not yet given, the latest request last."""

    slots: list[Slot] = field(default_factory=list)

    def ask(self, slots: tuple[Slot, ...]) -> None:
        self.slots = [slot for slot in self.slots if slot not in slots] + list(slots)

    def take(self, slot: Slot) -> None:
        if slot in self.slots:
            self.slots.remove(slot)


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

    def latest(self, kind: Ground, slot: Slot, before: AnnotatedMessage) -> Statement | None:
        """The last statement of a kind about a slot, earlier than a message."""
        found = [
            statement
            for statement in self.statements
            if statement.kind is kind and statement.slot is slot and statement.message.index < before.index
        ]
        return found[-1] if found else None

    def is_unclear(self, slot: Slot, before: AnnotatedMessage) -> bool:
        """Whether an attachment earlier than a message may have held the slot."""
        return any(unclear is slot and index < before.index for unclear, index in self.unclear)

    def waiting_before(self, reply: AnnotatedMessage) -> tuple[AnnotatedMessage, ...]:
        """Customer messages since the reply before this one; they are what it replies to."""
        messages = self.annotated.messages
        earlier = [entry.index for entry in self.annotated.replies if entry.index < reply.index]
        first = earlier[-1] if earlier else -1
        return tuple(entry for entry in messages if first < entry.index < reply.index and entry.is_customer)

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
    pending = _Pending()
    known: dict[str, Slot] = {}
    for message in annotated.messages:
        if message.is_reply:
            asked = [Request(message, Slot(mark.label), mark) for mark in message.labelled("requested")]
            requests.extend(asked)
            pending.ask(tuple(dict.fromkeys(request.slot for request in asked)))
        elif message.message.role is Role.CUSTOMER:
            if message.message.attachments:
                unclear.update((slot, message.index) for slot in pending.slots)
            said = list(_statements(message, pending, known))
            statements.extend(said)
            for statement in said:
                if statement.kind is Ground.GIVEN:
                    pending.take(statement.slot)
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
    """Positions of customer messages that need an answer, each seen after the human reply before it."""
    found = set()
    for message in annotated.customer_messages:
        before = [reply for reply in replies if reply.index < message.index]
        if needs_answer(message, before[-1] if before else None):
            found.add(message.index)
    return frozenset(found)


def _statements(message: AnnotatedMessage, pending: _Pending, known: dict[str, Slot]) -> Iterator[Statement]:
    asked = {mark.sentence for mark in message.labelled("questions")}
    declined = {mark.sentence for mark in message.labelled("statements", "declined")} - asked
    given: set[Slot] = set()
    refused = {Slot(name.label) for name in message.labelled("slot_names") if name.sentence in declined}
    for statement in (*_values(message, pending, declined, known), *_said_given(message, pending, refused)):
        if statement.slot not in given or statement.value:
            given.add(statement.slot)
            yield statement
    open_slots = [slot for slot in pending.slots if slot not in given]
    yield from _answers_in_words(message, open_slots, bool(declined))
    yield from _about_slots(message, "declined", Ground.DECLINED, open_slots, given)
    yield from _about_slots(message, "on_file", Ground.ON_FILE, [*open_slots], given)


def _values(
    message: AnnotatedMessage, pending: _Pending, declined: set[int], known: dict[str, Slot]
) -> Iterator[Statement]:
    """Values written out, each told by its form, the words before it, what was asked for, or an earlier mention."""
    waiting = [slot for slot in pending.slots if slot in IDENTIFIERS]
    text = message.message.text
    for mark in message.labelled("values"):
        untold = mark.label in (CODE, MASK, Slot.PHONE_NUMBER)
        slot = (known.get(mark.value) if untold else None) or _slot_of(mark, waiting, text)
        if slot is None or (mark.sentence in declined and mark.label in (Slot.DEVICE, Slot.CARRIER)):
            continue
        if slot in waiting:
            waiting.remove(slot)
        if mark.label != MASK and mark.value:
            known[mark.value] = slot
        yield Statement(message, slot, mark, Ground.GIVEN, firm=_is_firm(mark, slot, pending), value=mark.value)


def _is_firm(mark: Mark, slot: Slot, pending: _Pending) -> bool:
    return mark.label == slot or slot in pending.slots


def _slot_of(mark: Mark, waiting: list[Slot], text: str) -> Slot | None:
    """The slot of a value that nothing but the request tells: a code can only be what has no form of its own."""
    if mark.label == MASK:
        return waiting[0] if waiting else None
    untold = [slot for slot in waiting if slot not in WITH_A_FORM]
    if mark.label == CODE:
        return next(iter(untold), None)
    slot = Slot(mark.label)
    if slot is Slot.PHONE_NUMBER:
        phones = [wanted for wanted in waiting if wanted in _PHONES]
        return next(iter(phones or untold), slot)
    if slot in _VERSIONS and not any(char.isdigit() for char in text[mark.end : mark.end + 12]):
        return None
    return slot


def _said_given(message: AnnotatedMessage, pending: _Pending, refused: set[Slot]) -> Iterator[Statement]:
    """ "It's the number I wrote you": the slots named in the sentence, else those asked for."""
    for mark in message.labelled("statements", "given"):
        named = [Slot(name.label) for name in message.labelled("slot_names") if name.sentence == mark.sentence]
        wanted = [slot for slot in pending.slots if slot in named or (slot in _PHONES and set(named) & set(_PHONES))]
        wanted = [slot for slot in wanted or pending.slots if slot not in refused]
        for slot in wanted:
            if slot is not Slot.DESCRIPTION:
                yield Statement(message, slot, mark, Ground.GIVEN, firm=bool(named) or len(wanted) == 1)


def _answers_in_words(message: AnnotatedMessage, open_slots: list[Slot], declines: bool) -> Iterator[Statement]:
    words = len(message.norms)
    idle = {"thanks", "acknowledged", "moved", "chasing"}
    marks = message.labelled("statements")
    if declines or (marks and words <= 6 and all(mark.label in idle for mark in marks)):
        return
    whole = Mark("answer", 0, len(message.message.text), 0)
    wordy = [slot for slot in open_slots if slot in IN_WORDS]
    if Slot.DESCRIPTION in open_slots and words >= _FEWEST_DESCRIBING_WORDS:
        yield Statement(message, Slot.DESCRIPTION, whole, Ground.GIVEN, firm=False)
    if len(wordy) == 1 and 0 < words <= _SHORT_ANSWER_WORDS and not message.labelled("questions"):
        yield Statement(message, wordy[0], whole, Ground.GIVEN, firm=False)


def _about_slots(
    message: AnnotatedMessage, label: str, kind: Ground, open_slots: list[Slot], given: set[Slot]
) -> Iterator[Statement]:
    """A refusal or a pointer to the brand's records: the slots named in its sentence, else those still open.

    In a long message that names data itself, a pointer to the records means the item named last before it.
    """
    asked = {mark.sentence for mark in message.labelled("questions")}
    for mark in message.labelled("statements", label):
        if mark.sentence in asked:
            continue
        named = {Slot(name.label) for name in message.labelled("slot_names") if name.sentence == mark.sentence}
        wanted = [slot for slot in Slot if slot in named and (kind is Ground.ON_FILE or slot not in given)]
        if not wanted and kind is Ground.ON_FILE:
            before = [name for name in message.labelled("slot_names") if name.end <= mark.start]
            wanted = [Slot(before[-1].label)] if before else []
            if not wanted and len(message.norms) > _SHORT_ANSWER_WORDS:
                continue
        for slot in wanted or open_slots:
            if slot is not Slot.DESCRIPTION:
                yield Statement(message, slot, mark, kind, firm=slot in named or slot in open_slots)

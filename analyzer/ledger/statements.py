"""What a customer message says about data items: given here, declined, on the brand's file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.codebook import Ground, Slot
from analyzer.ledger.requests import Pending, words_of_substance
from analyzer.ledger.values import values_given
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.spans import Mark

IN_WORDS = (
    Slot.LOCATION, Slot.DATE, Slot.TIME, Slot.AMOUNT, Slot.OFFER, Slot.PRODUCT, Slot.DEVICE, Slot.OS_VERSION,
    Slot.APP_VERSION, Slot.CARRIER, Slot.ERROR_MESSAGE, Slot.FULL_NAME, Slot.ADDRESS, Slot.USERNAME,
)  # fmt: skip
PHONES = (Slot.PHONE_NUMBER, Slot.LINE_NUMBER, Slot.CALLING_NUMBER)
_BEHIND_A_LOGIN = frozenset({Slot.CUSTOMER_CODE, Slot.EMAIL, Slot.FULL_NAME, Slot.USERNAME})
_LOOSELY_NAMED = frozenset({Slot.EMAIL, Slot.CONTRACT_NUMBER})
_PAPERS = frozenset({Slot.INVOICE_NUMBER, Slot.CONTRACT_NUMBER})
_ON_RECORD = _BEHIND_A_LOGIN | {
    Slot.TAX_CODE, Slot.VAT_NUMBER, Slot.ADDRESS, Slot.POSTCODE, Slot.PHONE_NUMBER, Slot.LINE_NUMBER, Slot.IBAN,
    Slot.CONTRACT_NUMBER, Slot.ORDER_NUMBER, Slot.BOOKING_CODE,
}  # fmt: skip
_READ_AMISS = frozenset({Slot.DATE, Slot.LOCATION})
_KEPT_IN = re.compile(
    r"\b(?:in|on|inside|ne[il]|nell[aeo]|nell['’]|su[il]?|sull[aeo]|sull['’]|ad?|dall?[ae]?)\s*"
    r"(?:the\s|my\s|your\s|our\s|that\s|every\s|each\s|all\s|mi[ao]\s|vostr[aeio]\s|stess[ao]\s|ogni\s|tutt[ei]\s|le\s|i\s)*$",
    re.IGNORECASE,
)
_SHORT_ANSWER_WORDS = 14
_FEWEST_DESCRIBING_WORDS = 4
_PART = re.compile(r"[,;:–—\n]| - | so | ma | but ")
_RELATIVE = re.compile(
    r"\s+(?:that you|which you|you already|che (?:avete|tenete|usate|vedete)|(?:da|su|con) cui)\b", re.IGNORECASE
)
_LISTED = re.compile(r"\s*(?:,|&|\band\b|\be\b)\s*(?:(?:il|lo|la|i|le|my|the|mio|mia)\s+|l['’]\s*)*", re.IGNORECASE)
_TAG = re.compile(r"\b(?:o no|or not|no|right|vero|giusto|eh|innit|surely)\s*\?+\W*$", re.IGNORECASE)
_SUPPOSED = re.compile(r"\b(?:if|unless|(?<!\bma )se|qualora|once|when|quando)\b[^,;:.!?]*$", re.IGNORECASE)
_COMING = re.compile(r"\b(?:arriv|ricev|receiv|got|came|turn|sent|mandat|firmat|sign|attivat)", re.IGNORECASE)
_WRONG = re.compile(
    r"\b(?:wrong|incorrect|outdated|old|misspel\w+|sbagliat\w|errat\w|vecchi\w?|scorrett\w)\b", re.IGNORECASE
)
_TWO_NAMES = re.compile(r"\b[A-Z][\w'’-]+ [A-Z][\w'’-]+\b")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a customer message says about a slot: that it is given here, declined, or on file.

    Attributes:
        firm: Whether the words leave no doubt that this slot is meant.
        value: Normal form of the value, empty where it is said in words.
        words: Words of substance that a refusal calls the item by, such as ``receipt``, or that stand around a value.
        whole: Whether the message as a whole is taken for the answer.
        asked: Whether the slot had been asked for.
        shown: Whether only the answer to a later request shows it.
    """

    message: AnnotatedMessage
    slot: Slot
    mark: Mark
    kind: Ground
    firm: bool = True
    value: str = ""
    words: frozenset[str] = frozenset()
    whole: bool = False
    asked: bool = True
    shown: bool = False


def statements_in(message: AnnotatedMessage, pending: Pending, known: dict[str, Slot]) -> list[Statement]:
    """Everything a customer message says about data items.

    Args:
        message: A customer message.
        pending: What was asked for before it.
        known: Slots of values seen earlier in the thread, by normal form; values of this message are added.
    """
    return list(_statements(message, pending, known))


def _statements(message: AnnotatedMessage, pending: Pending, known: dict[str, Slot]) -> Iterator[Statement]:
    declining = [mark for mark in message.labelled("statements", "declined") if not _asks(message, mark)]
    if message.labelled("statements", "later"):
        declining = [mark for mark in declining if _names(message, mark)]
    declined = {mark.sentence for mark in declining}
    given: set[Slot] = set()
    asked = frozenset(pending.slots)
    open_question = pending.fresh and pending.latest == (Slot.DESCRIPTION,)
    retracted = max((mark.start for mark in message.labelled("statements", "retracted")), default=-1)
    for value in values_given(message, pending, known, declined):
        if value.mark.end > retracted:
            given.add(value.slot)
            yield Statement(
                message, value.slot, value.mark, Ground.GIVEN,
                firm=value.firm, value=value.mark.value, words=_around(message, value.mark),
                asked=open_question or value.slot in asked,
            )  # fmt: skip
    meant = pending.meant()
    written = frozenset(given)
    for statement in (*_said_given(message, pending, declined), *_sent_along(message, pending)):
        if statement.slot not in given:
            given.add(statement.slot)
            yield statement
    open_slots = tuple(slot for slot in meant if slot not in given)
    yield from _given_elsewhere(message, pending, given, declined)
    on_file = [
        mark
        for mark in message.labelled("statements", "on_file")
        if not (_asks(message, mark) or _WRONG.search(message.message.text[slice(*message.sentence_of(mark))]))
    ]
    yield from _answers_in_words(message, pending, given, plain=not (declining or on_file))
    for mark in declining:
        yield from _declined(message, mark, open_slots, given, pending)
    for mark in on_file:
        yield from _on_file(message, mark, tuple(slot for slot in meant if slot not in written))
    yield from _logged_in(message, open_slots)
    if not (declining or on_file):
        yield from _prevented(message, open_slots)


def _around(message: AnnotatedMessage, mark: Mark) -> frozenset[str]:
    """Words of substance of the sentence a mark stands in."""
    start, end = message.sentence_of(mark)
    return words_of_substance(message.message.text[start:end], message)


def _names(message: AnnotatedMessage, mark: Mark) -> tuple[Slot, ...]:
    """Slots named in the sentence of a mark; "dove" and "data" inside it are no names."""
    found = (
        Slot(name.label)
        for name in message.labelled("slot_names")
        if name.sentence == mark.sentence
        and not (name.label in _READ_AMISS and mark.start <= name.start and name.end <= mark.end)
    )
    return tuple(dict.fromkeys(found))


def _holds(outer: Mark, inner: Mark) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _is_described(name: Mark, text: str) -> bool:
    """Whether a relative clause tells of a name ("on the IBAN that you have", "the account you debit")."""
    return _RELATIVE.match(text, name.end) is not None


def _last_listed(names: list[Mark], text: str) -> list[Mark]:
    """The last name and those joined to it ("address and phone number, you have them")."""
    found = names[-1:]
    for name in reversed(names[:-1]):
        if _LISTED.fullmatch(text[name.end : found[0].start]) is None:
            break
        found.insert(0, name)
    return found


def _is_apart(name: Mark, mark: Mark, text: str) -> bool:
    """Whether a name stands in another clause than a mark; the sign that parts them may be the first one's last."""
    first, second = sorted((name, mark), key=lambda each: (each.start, each.end))
    return first.end <= second.start and _PART.search(text[first.end - 1 : second.start]) is not None


def _asks(message: AnnotatedMessage, mark: Mark) -> bool:
    """Whether the words are part of what is asked or supposed ("do you have my number?", "if you had it")."""
    start, end = message.sentence_of(mark)
    text = message.message.text
    before = _PART.split(text[start : mark.start])[-1]
    if _SUPPOSED.search(before):
        return True
    if all(question.sentence != mark.sentence for question in message.labelled("questions")):
        return False
    after = text[mark.end : end]
    if mark.quote(text).endswith("?"):
        return True
    return "?" in _PART.split(after, maxsplit=1)[0] and not _TAG.search(text[start:end])


def _said_given(message: AnnotatedMessage, pending: Pending, declined: set[int]) -> Iterator[Statement]:
    """ "It's the number I wrote you": the slots named in the sentence, else those just asked for."""
    names = message.labelled("slot_names")
    refused = {Slot(name.label) for name in names if name.sentence in declined}
    for mark in message.labelled("statements", "given"):
        if mark.sentence in declined or _asks(message, mark):
            continue
        named = _names(message, mark)
        wanted = [slot for slot in pending.slots if slot in named or (slot in PHONES and set(named) & set(PHONES))]
        meant = [slot for slot in wanted or pending.meant() if slot not in refused]
        for slot in meant:
            if slot is not Slot.DESCRIPTION:
                yield Statement(message, slot, mark, Ground.GIVEN, firm=bool(wanted) or len(meant) == 1)


def _given_elsewhere(
    message: AnnotatedMessage, pending: Pending, given: set[Slot], declined: set[int]
) -> Iterator[Statement]:
    """What the customer gave before this thread ("I gave you my IBAN in May"): the brand holds it."""
    for mark in message.labelled("statements", "gave"):
        if mark.sentence in declined or _asks(message, mark):
            continue
        for slot in _names(message, mark):
            if slot not in (*pending.slots, *given, Slot.SCREENSHOT):
                yield Statement(message, slot, mark, Ground.ON_FILE, firm=False)


def _sent_along(message: AnnotatedMessage, pending: Pending) -> Iterator[Statement]:
    """A picture that the customer says they sent, here or before."""
    for mark in message.labelled("statements", "pictured"):
        asked = Slot.SCREENSHOT in pending.slots
        around = _around(message, mark)
        yield Statement(message, Slot.SCREENSHOT, mark, Ground.GIVEN, firm=asked, words=around, asked=asked)


def _answers_in_words(
    message: AnnotatedMessage, pending: Pending, given: set[Slot], *, plain: bool
) -> Iterator[Statement]:
    """An answer without a form of its own: the whole message, where one such item was asked for."""
    words = len(message.norms)
    idle = {"thanks", "acknowledged", "moved", "chasing", "later", "retracted"}
    marks = message.labelled("statements")
    if not plain or (marks and words <= 6 and all(mark.label in idle for mark in marks)):
        return
    whole = Mark("answer", 0, len(message.message.text), 0)
    open_slots = [slot for slot in pending.slots if slot not in given]
    wordy = [slot for slot in open_slots if slot in IN_WORDS]
    if Slot.DESCRIPTION in open_slots and words >= _FEWEST_DESCRIBING_WORDS:
        yield Statement(message, Slot.DESCRIPTION, whole, Ground.GIVEN, firm=False, whole=True)
    if message.labelled("questions") or message.labelled("statements", "wonders"):
        return
    if len(wordy) == 1 and 0 < words <= _SHORT_ANSWER_WORDS and not _says_there_is_none(message, pending):
        yield Statement(message, wordy[0], whole, Ground.GIVEN, firm=False, whole=True)
    elif Slot.FULL_NAME in wordy and pending.fresh and (names := _TWO_NAMES.search(message.message.text)):
        yield Statement(message, Slot.FULL_NAME, Mark("name", *names.span(), 0), Ground.GIVEN, firm=False)


def _in_full(name: Mark, message: AnnotatedMessage) -> bool:
    """Whether a name cannot be that of the thing itself: an e-mail or a contract is not its address or number."""
    return name.label not in _LOOSELY_NAMED or len(words_of_substance(name.quote(message.message.text), message)) > 1


def _says_there_is_none(message: AnnotatedMessage, pending: Pending) -> bool:
    """Whether an answer without a number denies, or speaks of the brand ("worn off, can't make it out")."""
    elsewhere = pending.denies(message.norms) or not pending.brands.isdisjoint(message.norms)
    return elsewhere and not any(map(str.isdigit, message.message.text))


def _declined(
    message: AnnotatedMessage, mark: Mark, open_slots: tuple[Slot, ...], given: set[Slot], pending: Pending
) -> Iterator[Statement]:
    """A refusal: the slots named in its clause, else those just asked for, else those named nearby."""
    text = message.message.text
    words = _around(message, mark)
    nearby = [name for name in message.labelled("slot_names") if name.sentence == mark.sentence]
    if not (nearby or open_slots or words & pending.numbers):
        nearby = [name for name in message.labelled("slot_names") if name.sentence == mark.sentence - 1]
    if not (open_slots or pending.words) and _COMING.search(text[slice(*message.sentence_of(mark))]):
        nearby = [name for name in nearby if _in_full(name, message)]
    within = [name for name in nearby if not _is_apart(name, mark, text)]
    called = words_of_substance(" ".join(name.quote(text) for name in within or nearby), message)
    named = [Slot(name.label) for name in within if name.label not in given]
    alike = [slot for slot in open_slots if (pending.words.get(slot, frozenset()) & words) - pending.generic]
    meant = tuple(dict.fromkeys((*named, *alike))) or open_slots
    meant = meant or tuple(dict.fromkeys(Slot(name.label) for name in nearby if name.label not in given))
    other_number = (words & pending.numbers) - frozenset().union(*pending.words.values())
    if other_number and pending.words and not (named or alike):
        return
    for slot in meant:
        asked = slot in pending.words or slot in open_slots
        if slot is not Slot.DESCRIPTION and (asked or named or nearby[0].sentence == mark.sentence):
            firm = slot in named or slot in alike or (asked and len(meant) == 1)
            yield Statement(message, slot, mark, Ground.DECLINED, firm=firm, words=called)


def _on_file(message: AnnotatedMessage, mark: Mark, open_slots: tuple[Slot, ...]) -> Iterator[Statement]:
    """A pointer to the brand's records: the slots named in its clause, or last before it, else those asked for."""
    text = message.message.text
    held = message.labelled("statements", "given", "gave", "on_file")
    names = [
        name
        for name in message.labelled("slot_names")
        if (_is_described(name, text) or not _KEPT_IN.search(text[: name.start]))
        and (name.label not in _READ_AMISS or not any(_holds(said, name) for said in held))
    ]
    nearby = [name for name in names if name.sentence == mark.sentence]
    within = [name for name in nearby if not _is_apart(name, mark, text)]
    before = [name for name in nearby if name.end <= mark.start]
    earlier = [name for name in names if name.end <= mark.start]
    named = tuple(dict.fromkeys(Slot(name.label) for name in within or _last_listed(before, text)))
    if not (named or open_slots):
        named = tuple(dict.fromkeys(Slot(name.label) for name in nearby or earlier[-1:]))
    rest = any(said.sentence == mark.sentence for said in message.labelled("statements", "remainder"))
    if rest:
        open_slots = tuple(slot for slot in open_slots if slot in _ON_RECORD)
    if open_slots and named and (rest or set(named) <= _PAPERS):
        named = tuple(dict.fromkeys((*named, *open_slots)))
    surely = open_slots if rest or not within else tuple(Slot(name.label) for name in within)
    long = len(message.norms) > 2 * _SHORT_ANSWER_WORDS
    for slot in named or open_slots:
        if slot is not Slot.DESCRIPTION:
            firm = slot in surely or (not named and not long and len(open_slots) <= 2)
            yield Statement(message, slot, mark, Ground.ON_FILE, firm=firm)


def _prevented(message: AnnotatedMessage, open_slots: tuple[Slot, ...]) -> Iterator[Statement]:
    """What keeps the customer from giving what was just asked for ("my purse was stolen", "not a chance")."""
    for mark in message.labelled("statements", "prevented")[:1]:
        for slot in open_slots:
            yield Statement(message, slot, mark, Ground.DECLINED, firm=False)


def _logged_in(message: AnnotatedMessage, open_slots: tuple[Slot, ...]) -> Iterator[Statement]:
    """Who has logged in need not say who they are."""
    for mark in message.labelled("statements", "logged_in")[:1]:
        for slot in [slot for slot in open_slots if slot in _BEHIND_A_LOGIN]:
            yield Statement(message, slot, mark, Ground.ON_FILE, firm=slot in open_slots)

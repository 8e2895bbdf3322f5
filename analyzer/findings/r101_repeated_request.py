"""The brand asks for a data item that the customer already gave in the thread.

Evidence: the request, and the latest earlier message in which the customer wrote the value, masked it, or
said in words where it stands ("it's the number I wrote you"). The brand's first request counts only if
everything it asks for was already given. Reading a value back for confirmation is no repeat, nor is asking
anew with a stated reason: what is wrong with the value given.

Example: "the number is 02 3293" … "could you tell us the number that calls you?"
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Code, Ground, Slot
from analyzer.findings.base import finding, found, gives_reason, names_all, reads_back, resting_on
from analyzer.ledger import Ledger, Request, Statement
from analyzer.ledger.values import OF_MANY_THINGS
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.folding import fold
from analyzer.nlp.spans import Mark
from analyzer.scores import Finding


@finding(Code.REPEATED_REQUEST)
def repeated_request(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each slot asked for again."""
    asked_before = False
    for reply in ledger.annotated.replies:
        requests = ledger.requests_of(reply)
        if asked_before and not any(request.slot is not Slot.DESCRIPTION for request in requests):
            yield from _unnamed_repeats(ledger, reply)
        if not requests:
            continue
        given = _each_its_own({request.slot: _given_for(ledger, request) for request in requests})
        first, asked_before = not asked_before, True
        known = all(given[slot] or ledger.latest(Ground.ON_FILE, slot, reply) for slot in given)
        if (first and not (known and names_all(reply, requests))) or gives_reason(reply):
            continue
        for request in requests:
            statement = given[request.slot]
            if statement and not reads_back(reply, request, statement):
                yield _finding(ledger, request.mark, reply, statement, request.slot, certain=statement.firm)


def _finding(
    ledger: Ledger, mark: Mark, reply: AnnotatedMessage, statement: Statement, slot: Slot, *, certain: bool
) -> Finding:
    rests_on = resting_on(statement)
    return found(Code.REPEATED_REQUEST, reply, mark, ledger, certain=certain, slot=slot, rests_on=rests_on)


def _given(ledger: Ledger, slot: Slot, reply: AnnotatedMessage) -> Statement | None:
    """The statement that gave a slot; words alone give way to a later word that the brand holds it (R103's)."""
    if ledger.is_unclear(slot, reply):
        return None
    given, held = ledger.given(slot, reply), ledger.latest(Ground.ON_FILE, slot, reply)
    if slot is Slot.DESCRIPTION and not (given and given.shown):
        return None
    if given and held and not given.value and held.message.index >= given.message.index:
        return None
    return given


def _each_its_own(given: dict[Slot, Statement | None]) -> dict[Slot, Statement | None]:
    """Without what is the value of another item asked for beside it: one number is not two."""
    own = {_place(statement): slot for slot, statement in given.items() if statement and statement.slot is slot}
    return {
        slot: None if statement and statement.value and own.get(_place(statement), slot) is not slot else statement
        for slot, statement in given.items()
    }


def _place(statement: Statement) -> tuple[int, int]:
    return statement.message.index, statement.mark.start


def _given_for(ledger: Ledger, request: Request) -> Statement | None:
    """The statement that already gave what a reply asks for, if it is the same thing and no coarser one."""
    statement = _given(ledger, request.slot, request.message)
    if statement is None:
        return None
    generic = ledger.generic
    quote = request.mark.quote(request.message.message.text)
    if statement.value and fold(statement.value) in fold(quote):
        return None
    finer = {mark.sentence for mark in request.message.labelled("requests", "finer")}
    if not statement.asked and request.mark.sentence in finer:
        return None
    if not statement.asked and request.slot in OF_MANY_THINGS and not request.words - generic <= statement.words:
        return None
    answered = ledger.answered(statement) if statement.whole else None
    return None if answered and not answered.words & request.words else statement


def _unnamed_repeats(ledger: Ledger, reply: AnnotatedMessage) -> Iterator[Finding]:
    """A demand for "the data" when all that was asked for was given; after a refusal it is R102's."""
    unnamed = reply.labelled("requests", "unnamed")
    slots = ledger.demanded_again(reply)
    if not unnamed or gives_reason(reply) or any(_lacks(entry) for entry in ledger.since_asked(slots, reply)):
        return
    given = {slot: _given(ledger, slot, reply) for slot in slots}
    if all(given.values()):
        for slot, statement in given.items():
            if statement:
                yield _finding(ledger, unnamed[0], reply, statement, slot, certain=False)


def _lacks(message: AnnotatedMessage) -> bool:
    return bool(message.labelled("statements", "declined"))

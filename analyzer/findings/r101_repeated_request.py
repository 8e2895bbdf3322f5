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
from analyzer.findings.base import finding, found, gives_reason, reads_back, resting_on
from analyzer.ledger import Ledger, Request, Statement
from analyzer.nlp.annotation import AnnotatedMessage
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
        given = {request.slot: _given(ledger, request.slot, reply) for request in requests}
        first, asked_before = not asked_before, True
        if (first and not all(given.values())) or gives_reason(reply):
            continue
        for request in requests:
            statement = given[request.slot]
            if statement and not reads_back(reply, request, statement) and not _asks_further(ledger, request, statement):
                yield found(
                    Code.REPEATED_REQUEST,
                    reply,
                    request.mark,
                    ledger,
                    certain=statement.firm,
                    slot=request.slot,
                    rests_on=resting_on(statement),
                )


def _given(ledger: Ledger, slot: Slot, reply: AnnotatedMessage) -> Statement | None:
    if slot is Slot.DESCRIPTION or ledger.is_unclear(slot, reply):
        return None
    return ledger.given(slot, reply)


def _asks_further(ledger: Ledger, request: Request, statement: Statement) -> bool:
    """Whether a request goes on from an answer in plain words ("which shop?", "the old one", "in which town?")."""
    answered = ledger.answered(statement) if statement.whole else None
    return answered is not None and not answered.words & request.words


def _unnamed_repeats(ledger: Ledger, reply: AnnotatedMessage) -> Iterator[Finding]:
    """A demand for "the data" that can only mean what was given; after a refusal it is R102's."""
    unnamed = reply.labelled("requests", "unnamed")
    slots = ledger.demanded_again(reply)
    if not unnamed or gives_reason(reply) or any(ledger.latest(Ground.DECLINED, slot, reply) for slot in slots):
        return
    for slot in slots:
        held = ledger.latest(Ground.ON_FILE, slot, reply)
        statement = _given(ledger, slot, reply)
        if statement and not (held and not statement.value and held.message.index >= statement.message.index):
            yield found(
                Code.REPEATED_REQUEST,
                reply,
                unnamed[0],
                ledger,
                certain=statement.firm,
                slot=slot,
                rests_on=resting_on(statement),
            )

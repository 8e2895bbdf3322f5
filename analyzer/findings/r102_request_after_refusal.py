"""The brand asks for a data item that the customer said they do not have or will not give.

Evidence: the request, and the customer's words. A refusal of something else does not count.

Example: "I threw the receipt away" … "please send us the receipt number".
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Act, Code, Ground, Slot
from analyzer.findings.base import finding, found, gives_reason, resting_on
from analyzer.ledger import Ledger, Statement
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.spans import Mark
from analyzer.scores import Finding


@finding(Code.REQUEST_AFTER_REFUSAL)
def request_after_refusal(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each slot asked for after its refusal, or for an unnamed demand after one."""
    for reply in ledger.annotated.replies:
        if gives_reason(reply):
            continue
        named = [request for request in ledger.requests_of(reply) if request.slot is not Slot.DESCRIPTION]
        for request in named:
            declined = ledger.declined(request)
            given = ledger.latest(Ground.GIVEN, request.slot, reply)
            if declined and (given is None or given.message.index <= declined.message.index):
                yield _finding(ledger, reply, request.mark, declined, request.slot)
        unnamed = reply.labelled("requests", "unnamed")
        if unnamed and not named and Act.DATA_REQUEST in reply.acts:
            declined_slots = (ledger.latest(Ground.DECLINED, slot, reply) for slot in ledger.demanded_again(reply))
            if declined := next(filter(None, declined_slots), None):
                yield _finding(ledger, reply, unnamed[0], declined, declined.slot)


def _finding(ledger: Ledger, reply: AnnotatedMessage, mark: Mark, declined: Statement, slot: Slot) -> Finding:
    return found(
        Code.REQUEST_AFTER_REFUSAL,
        reply,
        mark,
        ledger,
        certain=declined.firm and declined.slot is slot,
        slot=slot,
        rests_on=resting_on(declined),
    )

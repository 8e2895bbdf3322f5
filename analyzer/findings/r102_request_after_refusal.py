"""The brand asks for a data item that the customer said they do not have or will not give.

Evidence: the request, and the customer's words. A refusal of something else does not count.

Example: "I threw the receipt away" … "please send us the receipt number".
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Code, Ground
from analyzer.findings.base import finding, found, gives_reason, resting_on
from analyzer.ledger import Ledger
from analyzer.scores import Finding


@finding(Code.REQUEST_AFTER_REFUSAL)
def request_after_refusal(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each slot asked for after its refusal, or for an unnamed demand after one."""
    for reply in ledger.annotated.replies:
        if gives_reason(reply):
            continue
        named = False
        for request in ledger.requests_of(reply):
            named = True
            declined = ledger.latest(Ground.DECLINED, request.slot, reply)
            given = ledger.latest(Ground.GIVEN, request.slot, reply)
            if declined and (given is None or given.message.index <= declined.message.index):
                yield found(
                    Code.REQUEST_AFTER_REFUSAL, reply, request.mark, ledger,
                    certain=declined.firm, slot=request.slot, rests_on=resting_on(declined),
                )  # fmt: skip
        unnamed = reply.labelled("requests", "unnamed")
        if named or not unnamed or "data_request" not in reply.acts:
            continue
        declined_earlier = [
            statement
            for statement in ledger.statements
            if statement.kind is Ground.DECLINED and statement.message.index < reply.index
        ]
        if declined_earlier:
            last = declined_earlier[-1]
            yield found(
                Code.REQUEST_AFTER_REFUSAL,
                reply,
                unnamed[0],
                ledger,
                slot=last.slot,
                rests_on=resting_on(last),
            )

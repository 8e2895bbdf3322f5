"""The brand asks for a data item that the customer points out the brand already holds.

Evidence: the request, and the customer's words that say where the brand has it.

Example: "you have my IBAN, you pay my salary into it" … "please give us your IBAN".
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Code, Ground, Slot
from analyzer.findings.base import finding, found, gives_reason, resting_on
from analyzer.ledger import Ledger
from analyzer.scores import Finding


@finding(Code.REQUEST_FOR_DATA_ON_FILE)
def request_for_data_on_file(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each slot asked for, by name or as "the data requested", that the customer says is on file."""
    for reply in ledger.annotated.replies:
        if gives_reason(reply):
            continue
        asked = [(request.slot, request.mark) for request in ledger.requests_of(reply)]
        unnamed = reply.labelled("requests", "unnamed")
        named = any(slot is not Slot.DESCRIPTION for slot, _ in asked)
        if not named:
            asked = [(slot, unnamed[0]) for slot in ledger.demanded_again(reply)]
        confirmed = {mark.sentence for mark in reply.labelled("requests", "confirmation")}
        for slot, mark in asked:
            if mark.sentence in confirmed:
                continue
            held = ledger.latest(Ground.ON_FILE, slot, reply)
            if held and (named or ledger.answered(held)):
                yield found(
                    Code.REQUEST_FOR_DATA_ON_FILE, reply, mark, ledger,
                    certain=held.firm and named, slot=slot, rests_on=resting_on(held),
                )  # fmt: skip

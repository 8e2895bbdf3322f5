"""The brand asks for a data item that the customer points out the brand already holds.

Evidence: the request, and the customer's words that say where the brand has it.

Example: "you have my IBAN, you pay my salary into it" … "please give us your IBAN".
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Code, Ground
from analyzer.findings.base import finding, found, gives_reason, resting_on
from analyzer.ledger import Ledger
from analyzer.scores import Finding


@finding(Code.REQUEST_FOR_DATA_ON_FILE)
def request_for_data_on_file(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each slot asked for that the customer says is on file."""
    for reply in ledger.annotated.replies:
        for request in ledger.requests_of(reply):
            held = ledger.latest(Ground.ON_FILE, request.slot, reply)
            if held and not gives_reason(reply):
                yield found(
                    Code.REQUEST_FOR_DATA_ON_FILE, reply, request.mark, ledger,
                    certain=held.firm, slot=request.slot, rests_on=resting_on(held),
                )  # fmt: skip

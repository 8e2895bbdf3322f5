"""The brand asks for "the data requested" without naming a single item.

Evidence: the words of the demand. A message that names what it wants elsewhere raises nothing.

Example: "without the information requested in our previous message we cannot proceed".
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Act, Code, Slot
from analyzer.findings.base import finding, found
from analyzer.ledger import Ledger
from analyzer.scores import Finding


@finding(Code.UNNAMED_REQUEST)
def unnamed_request(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each reply that demands without naming."""
    for reply in ledger.annotated.replies:
        named = [slot for slot in reply.requested if slot is not Slot.DESCRIPTION]
        unnamed = reply.labelled("requests", "unnamed")
        if unnamed and not named and Act.DATA_REQUEST in reply.acts:
            yield found(Code.UNNAMED_REQUEST, reply, unnamed[0], ledger)

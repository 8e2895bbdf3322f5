"""The failure is put on the customer.

Evidence: the words that blame. Explaining plainly that a step is the customer's to do is no blame. It is only
likely where the text model reads a policy recited rather than blame.

Example: "It is you who refuse our help by not sending the data."
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Act, Code
from analyzer.findings.base import finding, found
from analyzer.ledger import Ledger
from analyzer.scores import Finding

_RECITED = 0.5


@finding(Code.BLAME_SHIFT)
def blame_shift(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each reply that blames, on its longest words."""
    for reply in ledger.annotated.replies:
        blamed = reply.labelled("acts", Act.BLAME_SHIFT)
        if blamed:
            longest = max(blamed, key=lambda mark: mark.end - mark.start)
            recited = reply.chances.get(Act.DEFLECTION, 0.0) >= _RECITED
            yield found(Code.BLAME_SHIFT, reply, longest, ledger, certain=len(blamed) > 1 or not recited)

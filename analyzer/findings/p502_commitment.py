"""Credit: the brand names an action that it takes or has opened.

Evidence: the words that say so. A promise with no content earns nothing.

Example: "We have opened a ticket; a technician calls you tomorrow."
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Act, Code
from analyzer.findings.base import credits_of_act, finding
from analyzer.ledger import Ledger
from analyzer.scores import Finding


@finding(Code.COMMITMENT)
def commitment(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each reply with the act."""
    yield from credits_of_act(ledger, Act.COMMITMENT, Code.COMMITMENT)

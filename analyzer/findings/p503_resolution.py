"""Credit: the brand says that it is done.

Evidence: the words that say so. What will be done is a commitment, not a resolution.

Example: "Your refund has been processed."
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Act, Code
from analyzer.findings.base import credits_of_act, finding
from analyzer.ledger import Ledger
from analyzer.scores import Finding


@finding(Code.RESOLUTION)
def resolution(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each reply with the act."""
    yield from credits_of_act(ledger, Act.RESOLUTION, Code.RESOLUTION)

"""Credit: the brand says that it is not its own, and who can help.

Evidence: the words that say so. Naming nobody who can help is no honest redirect.

Example: "That number is not ours; the police can trace it."
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Act, Code
from analyzer.findings.base import credits_of_act, finding
from analyzer.ledger import Ledger
from analyzer.scores import Finding


@finding(Code.HONEST_REDIRECT)
def honest_redirect(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each reply with the act."""
    yield from credits_of_act(ledger, Act.REDIRECT, Code.HONEST_REDIRECT)

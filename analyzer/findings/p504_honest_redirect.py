"""Credit: the brand says that it is not its own, and who can help.

Evidence: the words that say so, from whose it is to who can help. Naming nobody who can help is no honest redirect.

Example: "That number is not ours; the police can trace it."
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analyzer.codebook import Act, Code
from analyzer.findings.base import finding, found, surely_does
from analyzer.ledger import Ledger
from analyzer.scores import Finding


@finding(Code.HONEST_REDIRECT)
def honest_redirect(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each reply with the act, quoting from the first words that say so to the last."""
    for reply in ledger.annotated.replies:
        if marks := reply.labelled("acts", Act.REDIRECT):
            both = replace(marks[0], end=max(mark.end for mark in marks))
            yield found(Code.HONEST_REDIRECT, reply, both, ledger, certain=surely_does(reply, Act.REDIRECT))

"""The thread ends on a customer message that needs an answer.

Evidence: that message. A closing "thanks" or "ok, will do" needs none.

Example: "…and where do I send the form?", with nothing after it.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Code
from analyzer.findings.base import finding, found, whole
from analyzer.ledger import Ledger
from analyzer.ledger.needs import settles
from analyzer.scores import Finding


@finding(Code.NO_REPLY)
def no_reply(ledger: Ledger) -> Iterator[Finding]:
    """At most one finding, on the last customer message."""
    waiting = ledger.open_turn()
    if waiting and not settles(waiting[-1]) and any(ledger.needs_answer(message) for message in waiting):
        yield found(Code.NO_REPLY, waiting[-1], whole(waiting[-1]), ledger)

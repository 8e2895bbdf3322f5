"""The brand proposes a step that the customer said they took.

Evidence: the proposal, and the customer's words. Proposing it again because something has changed is fitting,
if the brand says what.

Example: "I have restarted the router twice" … "Please try restarting your router."
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Code, Ground
from analyzer.findings.base import earlier, finding, found
from analyzer.ledger import Ledger
from analyzer.scores import Finding


@finding(Code.ALREADY_TRIED)
def already_tried(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each reply that proposes a step taken before."""
    for reply in ledger.annotated.replies:
        if {"commitment", "resolution"} & set(reply.acts):
            continue
        for proposed in reply.labelled("steps"):
            taken = [
                (message, mark)
                for message in ledger.annotated.customer_messages
                if message.index < reply.index
                for mark in message.labelled("steps", proposed.label)
            ]
            if taken:
                message, mark = taken[-1]
                yield found(
                    Code.ALREADY_TRIED, reply, proposed, ledger,
                    certain=proposed.label != "try_again", rests_on=earlier(Ground.TRIED, message, mark),
                )  # fmt: skip
                break

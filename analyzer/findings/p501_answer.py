"""Credit: an answer on the substance of what was asked.

Evidence: the words that answer: a fact, a cause, steps for this fault, a reasoned no. Help that would fit any
fault, a bare link and a formula earn nothing.

Example: "The fee is charged when the line is reactivated; we charge it once."
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Code
from analyzer.findings.base import finding, found
from analyzer.ledger import Ledger
from analyzer.nlp.judging import ANSWER, ANSWERS
from analyzer.scores import Finding

_CERTAIN = 0.5


@finding(
    Code.ANSWER,
    gives_way_to=(
        Code.REPEATED_REPLY, Code.DEFLECTION, Code.ALREADY_TRIED, Code.CHANNEL_BOUNCE, Code.BLAME_SHIFT,
    ),
)  # fmt: skip
def answer(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each reply that the model of answers takes for one."""
    for reply in ledger.annotated.replies:
        for mark in reply.labelled(ANSWERS):
            yield found(Code.ANSWER, reply, mark, ledger, certain=reply.chances[ANSWER] >= _CERTAIN)

"""Credit: an answer on the substance of what was asked.

Evidence: the words that answer: a fact, a cause, steps for this fault, a reasoned no. Help that would fit any
fault, a bare link and a formula earn nothing.

Example: "The fee is charged when the line is reactivated; we charge it once."
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Act, Code
from analyzer.findings.base import finding, found
from analyzer.ledger import Ledger
from analyzer.scores import Finding

_FEWEST_CHARACTERS = 25


@finding(
    Code.ANSWER,
    gives_way_to=(Code.REPEATED_REPLY, Code.DEFLECTION, Code.ALREADY_TRIED, Code.CHANNEL_BOUNCE),
)
def answer(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each reply with an informing sentence that is not generic help."""
    for reply in ledger.annotated.replies:
        generic = {mark.sentence for mark in reply.labelled("generic")}
        other = {mark.sentence for mark in reply.labelled("acts") if mark.label != Act.INFORMATION}
        for mark in reply.labelled("acts", Act.INFORMATION):
            start, end = reply.sentence_of(mark)
            if mark.sentence not in generic | other and end - start >= _FEWEST_CHARACTERS:
                yield found(Code.ANSWER, reply, mark, ledger, certain=False)
                break

"""The reply avoids the request in some other way: a policy recited, "as already said", pointing elsewhere with
nothing done. This is evasion, not the trade's "ticket deflection" figure.

Evidence: the words that evade. A reasoned no is no deflection, and nothing is added where a bounce, a repeated
reply, a step already tried or blame says what is wrong.

Example: "Why was I charged twice?" … "As already stated, our terms and conditions apply."
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Act, Code
from analyzer.findings.base import finding, found
from analyzer.ledger import Ledger
from analyzer.scores import Finding

_SUBSTANCE = {Act.COMMITMENT, Act.RESOLUTION, Act.REDIRECT, Act.DATA_REQUEST, Act.CHANNEL_HANDOFF}


@finding(
    Code.DEFLECTION,
    gives_way_to=(Code.CHANNEL_BOUNCE, Code.REPEATED_REPLY, Code.ALREADY_TRIED, Code.BLAME_SHIFT),
)
def deflection(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each reply that evades and does nothing else."""
    for reply in ledger.annotated.replies:
        evasions = reply.labelled("acts", Act.DEFLECTION)
        if evasions and not _SUBSTANCE & set(reply.acts):
            waiting = ledger.waiting_before(reply)
            if any(ledger.needs_answer(message) for message in waiting):
                yield found(Code.DEFLECTION, reply, evasions[0], ledger, certain=Act.INFORMATION not in reply.acts)

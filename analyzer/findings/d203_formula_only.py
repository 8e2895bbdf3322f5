"""The reply is courtesy formulas alone, where the customer's message needed an answer.

Evidence: the reply. After a mere "thanks" formulas are fitting, and praise asks for no more.

Example: "My line has been dead for a week" … "We are sorry for the inconvenience. Have a nice day!"
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Act, Code
from analyzer.findings.base import finding, found, whole
from analyzer.ledger import Ledger, needs_answer
from analyzer.scores import Finding

_FORMULAS = {Act.COURTESY, Act.APOLOGY}


@finding(
    Code.FORMULA_ONLY,
    gives_way_to=(
        Code.CHANNEL_BOUNCE,
        Code.REPEATED_REPLY,
        Code.BLAME_SHIFT,
        Code.DEFLECTION,
        Code.ALREADY_TRIED,
    ),
)
def formula_only(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each reply of formulas to a message that needs more."""
    for reply in ledger.annotated.replies:
        acts = set(reply.acts)
        waiting = ledger.waiting_before(reply)
        if not acts or acts - _FORMULAS or not any(needs_answer(message) for message in waiting):
            continue
        following = ledger.annotated.messages[reply.index + 1 : reply.index + 2]
        if not (following and following[0].is_reply):
            yield found(
                Code.FORMULA_ONLY,
                reply,
                whole(reply),
                ledger,
                certain=Act.APOLOGY in acts or len(reply.norms) > 5,
            )

"""The reply avoids the request in some other way: a policy recited, "as already said", pointing elsewhere with
nothing done. This is evasion, not the trade's "ticket deflection" figure.

Evidence: the words that evade. A reasoned no is no deflection, and nothing is added where a bounce, a repeated
reply, a step already tried or blame says what is wrong. Words that a model takes for evasion count when the customer
comes back unsatisfied.

Example: "Why was I charged twice?" … "As already stated, our terms and conditions apply."
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Act, Code
from analyzer.findings.base import finding, found
from analyzer.ledger import Ledger
from analyzer.ledger.formulas import is_formulas
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.judging import ANSWER, EVASIONS
from analyzer.nlp.spans import Mark, covers
from analyzer.scores import Finding

_SUBSTANCE = {Act.COMMITMENT, Act.RESOLUTION, Act.REDIRECT, Act.DATA_REQUEST, Act.CHANNEL_HANDOFF}
_CONTENT = ("thanks", "solved", "acknowledged", "moved", "affirmed", "praise", "withdrawn")
_FEWEST_EVASIVE = 0.05
_EVASIVE = 0.5
_ANSWERING = 0.2


@finding(
    Code.DEFLECTION,
    gives_way_to=(Code.CHANNEL_BOUNCE, Code.REPEATED_REPLY, Code.ALREADY_TRIED, Code.BLAME_SHIFT),
)
def deflection(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each reply that evades and does nothing else."""
    for reply in ledger.annotated.replies:
        needed = any(ledger.needs_answer(message) for message in ledger.waiting_before(reply))
        if needed and not _does_something(reply) and (mark := _evasion(ledger, reply)):
            certain = mark.label == Act.DEFLECTION and Act.INFORMATION not in reply.acts
            yield found(Code.DEFLECTION, reply, mark, ledger, certain=certain)


def _does_something(reply: AnnotatedMessage) -> bool:
    """Whether a reply acts outside the words that evade ("you will be contacted if" is no call back)."""
    evasions = reply.labelled("acts", Act.DEFLECTION)
    acting = reply.labelled("acts", *_SUBSTANCE)
    return any(not any(covers(evasion, mark) for evasion in evasions) for mark in acting)


def _evasion(ledger: Ledger, reply: AnnotatedMessage) -> Mark | None:
    """The words that evade: by their pattern, unless the reply informs and reads like it; or by the model alone."""
    chance = reply.chances.get(Act.DEFLECTION, _FEWEST_EVASIVE)
    if evasions := reply.labelled("acts", Act.DEFLECTION):
        return evasions[0] if Act.INFORMATION not in reply.acts or chance >= _FEWEST_EVASIVE else None
    if chance < _EVASIVE or reply.chances[ANSWER] >= _ANSWERING or is_formulas(ledger, reply):
        return None
    return reply.labelled(EVASIONS)[0] if _came_back_unsatisfied(ledger, reply) else None


def _came_back_unsatisfied(ledger: Ledger, reply: AnnotatedMessage) -> bool:
    """Whether the customer, before the next reply, asks again or writes without thanks or assent."""
    following = (entry.index for entry in ledger.human_replies if entry.index > reply.index)
    until = next(following, len(ledger.annotated.messages))
    said = [entry for entry in ledger.annotated.customer_messages if reply.index < entry.index < until]
    asks = any(message.labelled("questions") for message in said)
    return asks or (bool(said) and not any(message.labelled("statements", *_CONTENT) for message in said))

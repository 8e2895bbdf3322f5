"""The reply avoids the request in some other way: a policy recited, "as already said", pointing elsewhere with
nothing done. This is evasion, not the trade's "ticket deflection" figure.

Evidence: the words that evade. A reasoned no is no deflection, and nothing is added where a bounce, a repeated
reply, a step already tried or blame says what is wrong. It is certain where the customer has to write
again and the text model, too, hardly doubts it.

Example: "Why was I charged twice?" … "As already stated, our terms and conditions apply."
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Act, Code
from analyzer.findings.base import finding, found
from analyzer.ledger import Ledger
from analyzer.ledger.formulas import is_formulas, says_yes
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.judging import ANSWER, EVASIONS
from analyzer.nlp.spans import Mark, overlap
from analyzer.scores import Finding

_SUBSTANCE = {Act.COMMITMENT, Act.RESOLUTION, Act.REDIRECT, Act.DATA_REQUEST, Act.CHANNEL_HANDOFF}
_CONTENT = ("thanks", "praise", "solved", "withdrawn")
_EVASIVE = 0.7
_PLAINLY_EVASIVE = 0.9
_ANSWERING = 0.2


@finding(
    Code.DEFLECTION,
    gives_way_to=(Code.CHANNEL_BOUNCE, Code.REPEATED_REPLY, Code.ALREADY_TRIED, Code.BLAME_SHIFT),
)
def deflection(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each reply that evades and does nothing else."""
    for reply in ledger.annotated.replies:
        mark = None if _does_something(reply) else _evasion(ledger, reply)
        if mark is None:
            continue
        waiting = ledger.waiting_before(reply)
        needed = any(ledger.needs_answer(message) for message in waiting)
        if needed or (mark.label == Act.DEFLECTION and any(map(_asks_more, waiting))):
            by_words = mark.label == Act.DEFLECTION and Act.INFORMATION not in reply.acts
            plainly = by_words and reply.chances.get(Act.DEFLECTION, 1.0) >= _PLAINLY_EVASIVE
            certain = needed and plainly and ledger.is_insisted_on(reply)
            yield found(Code.DEFLECTION, reply, mark, ledger, certain=certain)


def _asks_more(message: AnnotatedMessage) -> bool:
    """Whether a customer neither thanks nor praises nor is done: words that evade show that something was asked."""
    return not message.labelled("statements", *_CONTENT)


def _does_something(reply: AnnotatedMessage) -> bool:
    """Whether a reply acts outside the words that evade ("you will be contacted if" is no call back)."""
    evasions = reply.labelled("acts", Act.DEFLECTION)
    acting = reply.labelled("acts", *_SUBSTANCE)
    return any(not any(overlap(evasion, mark) for evasion in evasions) for mark in acting)


def _evasion(ledger: Ledger, reply: AnnotatedMessage) -> Mark | None:
    """The words that evade: by their pattern, unless the reply reads like an answer; or by the model alone."""
    if reply.chances.get(Act.DEFLECTION, 1.0) < _EVASIVE:
        return None
    if evasions := reply.labelled("acts", Act.DEFLECTION):
        settles = reply.chances.get(ANSWER, 0.0) >= _ANSWERING and not ledger.is_insisted_on(reply)
        return None if settles or says_yes(reply) else evasions[0]
    if not reply.labelled(EVASIONS) or reply.chances[ANSWER] >= _ANSWERING or is_formulas(ledger, reply):
        return None
    return reply.labelled(EVASIONS)[0]

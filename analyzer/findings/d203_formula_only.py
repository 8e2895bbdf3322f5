"""The reply is courtesy formulas alone, where the customer's message needed an answer.

Evidence: the reply. After a mere "thanks" formulas are fitting, and praise asks for no more.

Example: "My line has been dead for a week" … "We are sorry for the inconvenience. Have a nice day!"
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Act, Code
from analyzer.findings.base import finding, found, whole
from analyzer.ledger import Ledger
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.scores import Finding

MOST_OTHER_WORDS = 15
FEW_OTHER_WORDS = 5
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
    for reply in ledger.human_replies:
        acts = set(reply.acts)
        waiting = ledger.waiting_before(reply)
        if not acts or acts - _FORMULAS or not any(ledger.needs_answer(message) for message in waiting):
            continue
        others = _words_beside_formulas(reply)
        following = ledger.annotated.messages[reply.index + 1 : reply.index + 2]
        split_reply = bool(following and following[0].is_reply)
        if others < MOST_OTHER_WORDS and not split_reply:
            asked = any(message.labelled("questions") for message in waiting)
            yield found(Code.FORMULA_ONLY, reply, whole(reply), ledger, certain=asked and others < FEW_OTHER_WORDS)


def _words_beside_formulas(reply: AnnotatedMessage) -> int:
    """How many words of a reply stand outside every courtesy formula and apology."""
    text = list(reply.message.text)
    for mark in reply.labelled("acts"):
        text[mark.start : mark.end] = " " * (mark.end - mark.start)
    return sum(word.isalpha() for word in "".join(text).split())

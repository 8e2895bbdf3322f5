"""A customer's question that no later message of the brand takes up.

Evidence: the question, on the message that asks it first. An answer takes a question up, and so does a data
request, a hand-off or a promise about it; formulas, evasion and blame do not. Where no reply came at all,
no-reply (U402) says it alone.

Example: "When does the store open?" … "Thank you for writing to us!"
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Code
from analyzer.findings.base import finding, found
from analyzer.ledger import Ledger, has_substance
from analyzer.scores import Finding


@finding(Code.UNANSWERED_QUESTION)
def unanswered_question(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each turn whose questions were met with formulas, evasion or blame."""
    for message in ledger.annotated.customer_messages:
        questions = message.labelled("questions")
        later = [reply for reply in ledger.annotated.replies if reply.index > message.index]
        if questions and later and not any(has_substance(reply) for reply in later):
            yield found(Code.UNANSWERED_QUESTION, message, questions[0], ledger)
            return

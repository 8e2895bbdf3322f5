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
from analyzer.ledger import Ledger
from analyzer.ledger.questions import AskedQuestion, asked_questions, is_met_with_formulas, takes_up
from analyzer.scores import Finding


@finding(Code.UNANSWERED_QUESTION)
def unanswered_question(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each message with a question that nothing takes up though replies came; a repeated one once."""
    open_before: list[AskedQuestion] = []
    for message in ledger.annotated.customer_messages:
        later = [reply for reply in ledger.human_replies if reply.index > message.index]
        if not later or message.labelled("statements", "withdrawn", "solved"):
            continue
        still_open = [
            asked
            for asked in asked_questions(ledger, message)
            if not any(takes_up(ledger, asked, reply) for reply in later)
        ]
        new = [asked for asked in still_open if not open_before or asked.is_new_beside(open_before)]
        if new:
            certain = is_met_with_formulas(ledger, message)
            yield found(Code.UNANSWERED_QUESTION, message, new[0].mark, ledger, certain=certain)
        open_before += still_open

"""Each question of the customer and the reply that takes it up."""

from __future__ import annotations

from analyzer.ledger.needs import has_substance
from analyzer.nlp.annotation import AnnotatedThread
from analyzer.scores import Evidence, Question


def customer_questions(annotated: AnnotatedThread) -> tuple[Question, ...]:
    """Explicit, non-rhetorical questions in order; an answer, a data request, a hand-off or a promise takes one up."""
    found = []
    for message in annotated.customer_messages:
        taken_up = next(
            (reply.message.id for reply in annotated.replies if reply.index > message.index and has_substance(reply)),
            None,
        )
        for mark in message.labelled("questions"):
            quote = mark.quote(message.message.text)
            found.append(Question(Evidence(message.message.id, mark.start, mark.end, quote), taken_up))
    return tuple(found)

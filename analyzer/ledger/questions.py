"""Each question of the customer and the reply that takes it up.

A reply takes a question up when it answers it, asks for data, hands off or promises something. Formulas, evasion,
blame and a demand for unnamed data do not. Whether a piece of information answers just this question cannot be told
from its words alone, so it counts as an answer unless something shows that it is none: the customer asks again, it
names no time where one was asked for, or it speaks of another question of the same message and not of this one.
"""

from __future__ import annotations

from analyzer.codebook import Act
from analyzer.ledger.data_items import Ledger
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.spans import Mark
from analyzer.nlp.word_stems import stems
from analyzer.scores import Evidence, Question

_TAKING_UP = {Act.COMMITMENT, Act.RESOLUTION, Act.REDIRECT, Act.CHANNEL_HANDOFF}
_EVADING = {Act.DEFLECTION, Act.BLAME_SHIFT}
_FEWEST_WORDS_OF_AN_ANSWER = 6


def customer_questions(ledger: Ledger) -> tuple[Question, ...]:
    """Explicit, non-rhetorical questions in order, each with the first reply that takes it up."""
    found = []
    for message in ledger.annotated.customer_messages:
        for mark in message.labelled("questions"):
            evidence = Evidence(message.message.id, mark.start, mark.end, mark.quote(message.message.text))
            later = (reply for reply in ledger.human_replies if reply.index > message.index)
            taken_up = next((reply.message.id for reply in later if takes_up(ledger, message, mark, reply)), None)
            found.append(Question(evidence, taken_up))
    return tuple(found)


def takes_up(ledger: Ledger, message: AnnotatedMessage, question: Mark, reply: AnnotatedMessage) -> bool:
    """Whether a later reply takes up a question of a customer message."""
    acts = set(reply.acts)
    if acts & _TAKING_UP:
        return True
    if Act.DATA_REQUEST in acts and (reply.requested or not reply.labelled("requests", "unnamed")):
        return True
    if acts & _EVADING or Act.DATA_REQUEST in acts:
        return False
    if Act.INFORMATION in acts:
        return not _shown_unanswered(ledger, message, question, reply)
    if not acts:
        return True
    return words_beside_formulas(reply) >= _FEWEST_WORDS_OF_AN_ANSWER and bool(
        _words(ledger, message, question) & _words(ledger, reply)
    )


def is_met_with_formulas(ledger: Ledger, message: AnnotatedMessage) -> bool:
    """Whether every later reply is formulas, evasion or blame, so that nothing in them can be an answer."""
    return not any(Act.INFORMATION in reply.acts for reply in ledger.human_replies if reply.index > message.index)


def words_beside_formulas(reply: AnnotatedMessage) -> int:
    """How many words of a reply stand outside every courtesy formula and apology."""
    text = list(reply.message.text)
    for mark in reply.labelled("acts"):
        text[mark.start : mark.end] = " " * (mark.end - mark.start)
    return sum(word.isalpha() for word in "".join(text).split())


def _shown_unanswered(ledger: Ledger, message: AnnotatedMessage, question: Mark, reply: AnnotatedMessage) -> bool:
    return (
        _asked_again(ledger, message, question, reply)
        or _lacks_what_its_kind_asks(message, question, reply)
        or _speaks_of_another_question(ledger, message, question, reply)
    )


def _asked_again(ledger: Ledger, message: AnnotatedMessage, question: Mark, reply: AnnotatedMessage) -> bool:
    """Whether the customer, before the next reply, asks the same again or says it was not answered."""
    following = (entry.index for entry in ledger.human_replies if entry.index > reply.index)
    until = next(following, len(ledger.annotated.messages))
    asked = _words(ledger, message, question)
    for later in ledger.annotated.customer_messages:
        if reply.index < later.index < until:
            if later.labelled("statements", "unanswered"):
                return True
            if any(asked & _words(ledger, later, again) for again in later.labelled("questions")):
                return True
    return False


def _lacks_what_its_kind_asks(message: AnnotatedMessage, question: Mark, reply: AnnotatedMessage) -> bool:
    """Whether a question asks for a time or an amount and the reply holds no number and no word of that kind."""
    kinds = {mark.label for mark in message.labelled("question_kinds") if mark.sentence == question.sentence}
    if not kinds or any(char.isdigit() for char in reply.message.text):
        return False
    return not kinds & {mark.label for mark in reply.labelled("answer_kinds")}


def _speaks_of_another_question(
    ledger: Ledger, message: AnnotatedMessage, question: Mark, reply: AnnotatedMessage
) -> bool:
    said, asked = _words(ledger, reply), _words(ledger, message, question)
    others = [mark for mark in message.labelled("questions") if mark != question]
    return bool(asked) and not asked & said and any(_words(ledger, message, other) & said for other in others)


def _words(ledger: Ledger, message: AnnotatedMessage, mark: Mark | None = None) -> frozenset[str]:
    text = mark.quote(message.message.text) if mark else message.message.text
    return stems(text, ledger.annotated.pack.code)

"""Each question of the customer and the reply that takes it up.

A reply takes a question up when it answers it, asks for data, hands off or promises something. Formulas, evasion and
blame do not, nor does a demand for unnamed data once data was demanded ("which data?"). Whether a piece of information
answers just this question cannot be told from its words alone, so it counts as an answer unless something shows that
it is none: the customer asks again or says so, or it holds nothing of the kind that was asked for (no time, no amount,
no way). So of two questions in one message, one can stay open where a reply answers the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.codebook import Act
from analyzer.ledger.data_items import Ledger
from analyzer.ledger.formulas import is_formulas, says_yes_or_no
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.judging import ANSWER
from analyzer.nlp.spans import Mark, overlap
from analyzer.nlp.word_stems import stems
from analyzer.scores import Evidence, Question

_TAKING_UP = {Act.COMMITMENT, Act.RESOLUTION, Act.REDIRECT, Act.CHANNEL_HANDOFF}
_PASSED_ON = {Act.CHANNEL_HANDOFF, Act.APOLOGY, Act.COURTESY, Act.INFORMATION}
_EVADING = {Act.DEFLECTION, Act.BLAME_SHIFT}
_HARDLY_ANSWERING = 0.02
_FEWEST_WORDS_OF_A_WISH = 4
_LINK = re.compile(r"https?://|www\.|\w/\w|\.(com|it|net|org|example)\b")


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question in its message.

    Attributes:
        message: Where it is asked.
        mark: Its sentence.
        words: Stems of its content words.
    """

    message: AnnotatedMessage
    mark: Mark
    words: frozenset[str]

    def is_new_beside(self, others: Sequence[AskedQuestion]) -> bool:
        """Whether it speaks of something of its own and of nothing that the others ask."""
        return bool(self.words) and not any(self.words & other.words for other in others)


def asked_questions(ledger: Ledger, message: AnnotatedMessage) -> tuple[AskedQuestion, ...]:
    """Explicit, non-rhetorical questions of a customer message, in order."""
    return tuple(AskedQuestion(message, mark, _words(ledger, message, mark)) for mark in message.labelled("questions"))


def customer_questions(ledger: Ledger) -> tuple[Question, ...]:
    """Every question of the customer in order, each with the first reply that takes it up."""
    found = []
    for message in ledger.annotated.customer_messages:
        for asked in asked_questions(ledger, message):
            mark = asked.mark
            evidence = Evidence(message.message.id, mark.start, mark.end, mark.quote(message.message.text))
            later = (reply for reply in ledger.human_replies if reply.index > message.index)
            found.append(
                Question(evidence, next((reply.message.id for reply in later if takes_up(ledger, asked, reply)), None))
            )
    return tuple(found)


def takes_up(ledger: Ledger, asked: AskedQuestion, reply: AnnotatedMessage) -> bool:
    """Whether a later reply takes a question up."""
    acts = _acts_beside_evasion(reply)
    if acts & _TAKING_UP:
        return not acts <= _PASSED_ON or not _asked_again(ledger, asked, reply)
    if Act.DATA_REQUEST in acts:
        unnamed = reply.labelled("requests", "unnamed") and not reply.requested
        return not unnamed or not _follows_a_request(ledger, asked)
    if acts & _EVADING:
        return False
    if Act.INFORMATION in acts:
        return not _shown_unanswered(ledger, asked, reply)
    if not acts:
        return len(reply.norms) < _FEWEST_WORDS_OF_A_WISH or reply.chances.get(ANSWER, 1.0) >= _HARDLY_ANSWERING
    if reply.labelled("formulas", "looking") or says_yes_or_no(reply):
        return True
    speaks_of_it = bool(asked.words & _words(ledger, reply) or _LINK.search(reply.message.text))
    return speaks_of_it and not is_formulas(ledger, reply)


def is_met_with_formulas(ledger: Ledger, message: AnnotatedMessage) -> bool:
    """Whether every later reply is formulas, evasion or blame, so that nothing in them can be an answer."""
    return not any(Act.INFORMATION in reply.acts for reply in ledger.human_replies if reply.index > message.index)


def _acts_beside_evasion(reply: AnnotatedMessage) -> set[str]:
    """What a reply does, but for what its words that evade only seem to do."""
    evasions = reply.labelled("acts", *_EVADING)
    acts = reply.labelled("acts")
    return {mark.label for mark in acts if mark in evasions or not any(overlap(each, mark) for each in evasions)}


def _follows_a_request(ledger: Ledger, asked: AskedQuestion) -> bool:
    """Whether data was asked for before the question, which may then be what is meant."""
    before = (reply for reply in ledger.human_replies if reply.index < asked.message.index)
    return any(Act.DATA_REQUEST in reply.acts for reply in before)


def _shown_unanswered(ledger: Ledger, asked: AskedQuestion, reply: AnnotatedMessage) -> bool:
    again = _asked_again(ledger, asked, reply)
    return again or _lacks_what_its_kind_asks(asked, reply)


def _asked_again(ledger: Ledger, asked: AskedQuestion, reply: AnnotatedMessage) -> bool:
    """Whether the customer, before the next reply, asks the same again or says it was not answered."""
    following = (entry.index for entry in ledger.human_replies if entry.index > reply.index)
    until = next(following, len(ledger.annotated.messages))
    for later in ledger.annotated.customer_messages:
        if reply.index < later.index < until and not later.labelled("statements", "thanks", "solved"):
            if later.labelled("statements", "unanswered"):
                return True
            if any(asked.words & _words(ledger, later, again) for again in later.labelled("questions")):
                return True
    return False


def _lacks_what_its_kind_asks(asked: AskedQuestion, reply: AnnotatedMessage) -> bool:
    """Whether a question asks for a time, an amount or a way, and the reply holds no number, link or word for it."""
    marks = asked.message.labelled("question_kinds")
    kinds = {mark.label for mark in marks if mark.sentence == asked.mark.sentence}
    if not kinds or _LINK.search(reply.message.text) or any(char.isdigit() for char in reply.message.text):
        return False
    return not kinds & {mark.label for mark in reply.labelled("answer_kinds")}


def _words(ledger: Ledger, message: AnnotatedMessage, mark: Mark | None = None) -> frozenset[str]:
    text = mark.quote(message.message.text) if mark else message.message.text
    return stems(text, ledger.annotated.pack.code)

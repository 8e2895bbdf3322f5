"""The reply is courtesy formulas alone, where the customer's message needed an answer.

Evidence: the reply. After a mere "thanks" formulas are fitting, and praise asks for no more. Nor is it a fault to be
sorry for what someone went through and asks nothing about, to thank for data just given, or to promise to look.

Example: "My line has been dead for a week" … "We are sorry for the inconvenience. Have a nice day!"
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Act, Code
from analyzer.findings.base import finding, found, whole
from analyzer.ledger import Ledger
from analyzer.ledger.formulas import is_formulas
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.scores import Finding

_TAKEN_FOR_TROUBLE = {Act.APOLOGY, Act.DEFLECTION, Act.BLAME_SHIFT}
_CLOSING = {"thanks", "solved", "withdrawn"}
_CONTENT = {*_CLOSING, "acknowledged", "praise", "moved", "confirmed"}
_FEWEST_WORDS, _FEWEST_WORDS_OF_A_FAULT = 3, 2
_INSISTING = {"chasing", "rhetorical", "unkept", "given", "on_file", "declined", "unanswered"}
_ASKING = {"problem", "fault"}


@finding(
    Code.FORMULA_ONLY,
    gives_way_to=(
        Code.CHANNEL_BOUNCE,
        Code.BLAME_SHIFT,
        Code.DEFLECTION,
        Code.ALREADY_TRIED,
    ),
)
def formula_only(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each reply of formulas to a message that needs more."""
    for reply in ledger.human_replies:
        if (
            is_formulas(ledger, reply)
            and not _goes_on(ledger, reply)
            and (certain := _needed_more(ledger, reply)) is not None
        ):
            yield found(Code.FORMULA_ONLY, reply, whole(reply), ledger, certain=certain)


def _goes_on(ledger: Ledger, reply: AnnotatedMessage) -> bool:
    """Whether the next message is the brand's too, and says more."""
    following = ledger.annotated.messages[reply.index + 1 : reply.index + 2]
    return bool(following and following[0].is_reply) and not is_formulas(ledger, following[0])


def _needed_more(ledger: Ledger, reply: AnnotatedMessage) -> bool | None:
    """Whether formulas fall short for certain; none where they will do."""
    heard = ledger.waiting_before(reply)
    waiting = [message for message in heard if ledger.needs_answer(message)]
    said = {mark.label for message in waiting or heard for mark in message.labelled("statements")}
    asked = any(message.labelled("questions") for message in waiting)
    earlier = [entry for entry in ledger.human_replies if entry.index < reply.index]
    if not any(
        len(message.norms) >= (_FEWEST_WORDS_OF_A_FAULT if "fault" in said else _FEWEST_WORDS) for message in heard
    ):
        return None
    if reply.labelled("formulas", "looking") or ("solved" in said and not said & _ASKING):
        return None
    if asked:
        return True
    if earlier:
        return _came_back(ledger, earlier[-1], reply, said)
    if waiting and not {"praise", "thanks"} & said and Act.APOLOGY not in reply.acts and ledger.is_insisted_on(reply):
        return False
    return _complained(reply, said) if waiting else None


def _came_back(ledger: Ledger, before: AnnotatedMessage, reply: AnnotatedMessage, said: set[str]) -> bool | None:
    """The customer wrote again: to insist, to supply what was asked for, or to protest."""
    insists, canned = bool(said & _INSISTING), bool(reply.labelled("formulas", "canned"))
    if said & _CLOSING and not said & _ASKING:
        return None
    if insists:
        return canned
    if is_formulas(ledger, before) and not said & _CONTENT:
        return False
    supplied = Act.DATA_REQUEST in before.acts and "problem" not in said
    if supplied or said & _CONTENT or not (said & _ASKING or _is_about_trouble(ledger, reply)):
        return None
    return False if canned or Act.APOLOGY in reply.acts else None


def _is_about_trouble(ledger: Ledger, reply: AnnotatedMessage) -> bool:
    """Whether before a reply the customer asked or complained, or the brand took it for that."""
    said = (entry for entry in ledger.annotated.customer_messages if entry.index < reply.index)
    answered = (entry for entry in ledger.human_replies if entry.index < reply.index)
    return any(entry.labelled("questions") or entry.labelled("statements", *_ASKING) for entry in said) or any(
        _TAKEN_FOR_TROUBLE & set(entry.acts) for entry in answered
    )


def _complained(reply: AnnotatedMessage, said: set[str]) -> bool | None:
    """A first message that asks nothing: sympathy will do for a grievance, not for a fault; thanks do for praise."""
    if "praise" in said or not said & {*_ASKING, "rhetorical"}:
        return None
    if Act.APOLOGY in reply.acts:
        return False if "fault" in said and reply.labelled("formulas", "canned") else None
    return "fault" in said

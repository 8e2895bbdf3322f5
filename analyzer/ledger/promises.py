"""What the brand promised, by when, and whether the thread shows that it was kept."""

from __future__ import annotations

from datetime import datetime

from analyzer.codebook import Act, PromiseOutcome
from analyzer.ledger.data_items import Ledger
from analyzer.ledger.deadlines import PROMISING, deadline_in, names_a_term, names_a_time
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.spans import Mark
from analyzer.scores import Deadline, Evidence, Promise

_Shown = tuple[PromiseOutcome, Evidence | None]


def promises(ledger: Ledger) -> tuple[Promise, ...]:
    """Each commitment and each dated promise of a reply, one a sentence, in order.

    ``kept`` when a later reply says that it is done and the customer does not deny it, or the customer confirms it;
    ``broken`` when the customer says that nothing has happened: after the deadline, or at all where the brand named
    none. Where it named one and the times do not tell whether it has passed, and nothing else does: ``unknown``.
    """
    hours = ledger.policy.office_hours
    found = []
    for reply in ledger.human_replies:
        for mark in _promising(reply):
            deadline = deadline_in(reply, mark.sentence, ledger.annotated.pack, hours)
            outcome, shown_by = _outcome(ledger, reply, deadline, dated=names_a_time(reply, mark.sentence))
            found.append(Promise(_evidence(reply, mark), outcome, deadline, shown_by))
    return tuple(found)


def _promising(reply: AnnotatedMessage) -> list[Mark]:
    """The words of each promise: the named action, else the dated sentence's own."""
    by_sentence: dict[int, Mark] = {}
    for mark in reply.labelled("acts", Act.COMMITMENT):
        by_sentence.setdefault(mark.sentence, mark)
    for mark in reply.labelled("deadlines", PROMISING):
        if names_a_term(reply, mark.sentence) and not _asks(reply, mark):
            by_sentence.setdefault(mark.sentence, mark)
    return [by_sentence[sentence] for sentence in sorted(by_sentence)]


def _asks(reply: AnnotatedMessage, mark: Mark) -> bool:
    start, end = reply.sentence_of(mark)
    return "?" in reply.message.text[start:end]


def _outcome(ledger: Ledger, reply: AnnotatedMessage, deadline: Deadline | None, *, dated: bool) -> _Shown:
    for later in ledger.annotated.messages[reply.index + 1 :]:
        if later.is_reply and later.index not in ledger.automatic:
            done = later.labelled("acts", Act.RESOLUTION)
            if done and not _denied(ledger, later):
                return PromiseOutcome.KEPT, _evidence(later, done[0])
        elif later.is_customer:
            denied = later.labelled("statements", "unkept")
            confirmed = later.labelled("statements", "confirmed")
            if denied and (not dated or _has_passed(deadline, later.message.sent_at)):
                return PromiseOutcome.BROKEN, _evidence(later, denied[0])
            if confirmed and not denied:
                return PromiseOutcome.KEPT, _evidence(later, confirmed[0])
    return PromiseOutcome.UNKNOWN, None


def _denied(ledger: Ledger, reply: AnnotatedMessage) -> bool:
    """Whether the customer's next message says that what the reply calls done has not happened."""
    following = (entry for entry in ledger.annotated.customer_messages if entry.index > reply.index)
    answer = next(following, None)
    return answer is not None and bool(answer.labelled("statements", "unkept"))


def _has_passed(deadline: Deadline | None, moment: datetime | None) -> bool:
    if deadline is None or deadline.moment is None or moment is None:
        return False
    return (deadline.moment.tzinfo is None) == (moment.tzinfo is None) and moment > deadline.moment


def _evidence(message: AnnotatedMessage, mark: Mark) -> Evidence:
    return Evidence(message.message.id, mark.start, mark.end, mark.quote(message.message.text))

"""A thread as it would look had the rules found what readers saw."""

from __future__ import annotations

from analyzer.codebook import Act, Code, Confidence, Slot
from analyzer.evaluating.gold_evidence import with_gold_evidence
from analyzer.features import feature_row
from analyzer.findings import ReviewedThread
from analyzer.threads import Gold
from tests.evaluating.labelled_threads import ASKED_AGAIN, examined, seen

LINES = (*ASKED_AGAIN, "C: E quindi? È urgente.")
GOLD = Gold(
    acts={"m2": (Act.DEFLECTION,)},
    requested={"m2": (Slot.IBAN,)},
    findings=(seen(Code.NO_REPLY, "m3"), seen(Code.DEFLECTION, "m2"), seen(Code.REPEATED_REQUEST, "m2", Slot.IBAN)),
)


def ideal(gold: Gold = GOLD) -> ReviewedThread:
    thread = with_gold_evidence(examined(LINES, gold))
    assert thread is not None
    return thread


def test_acts_slots_and_findings_are_those_of_gold() -> None:
    thread = ideal()
    [reply] = thread.ledger.annotated.replies
    assert (reply.acts, reply.requested) == ((Act.DEFLECTION,), (Slot.IBAN,))
    assert [request.slot for request in thread.ledger.requests] == [Slot.IBAN]
    assert [(finding.code, finding.message) for finding in thread.findings] == [
        (Code.DEFLECTION, "m2"),
        (Code.REPEATED_REQUEST, "m2"),
        (Code.NO_REPLY, "m3"),
    ]
    assert thread.findings[1].slot is Slot.IBAN


def test_every_finding_is_certain_and_quotes_its_whole_message() -> None:
    texts = {message.id: message.text for message in ideal().ledger.annotated.thread.messages}
    for finding in ideal().findings:
        assert finding.confidence is Confidence.CERTAIN
        assert finding.quote == texts[finding.message][finding.start : finding.end] == texts[finding.message]


def test_all_else_stays_as_found() -> None:
    found = examined(LINES, GOLD).reviewed
    assert found
    before, after = found.ledger.annotated, ideal().ledger.annotated
    for one, other in zip(before.messages, after.messages, strict=True):
        kept = [group for group in one.marks if group not in ("acts", "requested")]
        assert {group: one.marks[group] for group in kept} == {group: other.marks[group] for group in kept}


def test_the_features_count_gold() -> None:
    row = feature_row(ideal())
    assert (row["deflections"], row["repeated_requests"], row["ends_unanswered"]) == (1, 1, 1)


def test_a_thread_without_all_its_gold_has_no_such_view() -> None:
    for gold in (Gold(), Gold(acts={}, requested={}), Gold(findings=(), requested={})):
        assert with_gold_evidence(examined(LINES, gold)) is None
    assert with_gold_evidence(examined(["B: Ciao."], GOLD)) is None
    assert with_gold_evidence(examined(LINES, Gold(acts={}, requested={}, findings=()))) is not None

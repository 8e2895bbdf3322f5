"""What a draft would do to its thread."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime

import pytest

from analyzer.checking.checking import Check, Checker
from analyzer.checking.drafts import drafted, last_reply
from analyzer.checking.open_items import OpenKind
from analyzer.checking.wording import says
from analyzer.codebook import Code, Label, NotScorable, Slot
from analyzer.findings import finding_rules
from analyzer.readers import read_threads
from analyzer.scoring import score_threads
from analyzer.threads import Thread
from tests.conftest import SAMPLE, shipped_model, thread_of

ASKED = ["C: My order number is 88-4127-Q and the lamp came broken. When do I get a new one?"]


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(shipped_model())


@pytest.fixture(scope="module")
def sample() -> Thread:
    thread = next(iter(read_threads([SAMPLE])))
    assert isinstance(thread, Thread)
    return thread


def checked(checker: Checker, lines: list[str], reply: str) -> Check:
    return checker(drafted(thread_of(lines, "en"), reply))


def kinds(check: Check) -> list[OpenKind]:
    return [item.kind for item in check.open]


def test_a_request_for_what_was_given_is_said_with_the_value(checker: Checker, sample: Thread) -> None:
    check = checker(drafted(sample, "Ci dai il numero che ti chiama?"))
    [finding] = check.findings
    assert (finding.code, finding.message, finding.slot) == (Code.REPEATED_REQUEST, "m9", Slot.CALLING_NUMBER)
    assert says(finding, check.values) == 'asks for the calling number, given in m3: "02/4417"'


def test_every_span_quotes_its_message(checker: Checker, sample: Thread) -> None:
    check = checker(drafted(sample, "Ci dai il numero che ti chiama? Scrivici in privato."))
    texts = {message.id: message.text for message in check.draft.after.messages}
    for finding in check.findings:
        assert texts[finding.message][finding.start : finding.end] == finding.quote
    for item in check.open:
        evidence = item.evidence
        assert texts[evidence.message][evidence.start : evidence.end] == evidence.quote


def test_scores_before_and_after_are_those_of_score(checker: Checker) -> None:
    check = checked(checker, ASKED, "It left Bologna this morning and reaches you tomorrow.")
    before, after = score_threads([check.draft.before, check.draft.after], shipped_model())
    assert (check.before.score, check.before.label) == (before.score.score, before.score.label)
    assert (check.after.score, check.after.label) == (after.score.score, after.score.label)


def test_a_reply_that_does_it_leaves_nothing_open(checker: Checker) -> None:
    check = checked(checker, ASKED, "Order 88-4127-Q: we have sent a new lamp today, it reaches you on Friday.")
    assert kinds(check) in ([], [OpenKind.PROMISE])
    assert Code.NO_REPLY in {finding.code for finding in check.closed}
    assert check.after.score is not None
    assert check.before.score is not None
    assert check.after.score > check.before.score


def test_formulas_leave_the_question_and_the_number_open(checker: Checker) -> None:
    check = checked(checker, ASKED, "Hi there, thank you for reaching out. Have a nice day!")
    assert OpenKind.QUESTION in kinds(check)
    assert OpenKind.DATA_NOT_USED in kinds(check)
    assert all(item.closes for item in check.open)


def test_data_asked_for_is_awaited_until_it_is_given(checker: Checker) -> None:
    lines = ["C: My lamp came broken.", "B: Sorry! Could you send us your order number?"]
    check = checked(checker, [*lines, "C: It is a big one"], "Thanks. And your postcode?")
    assert {item.slot for item in check.open if item.kind is OpenKind.DATA_AWAITED} == {
        Slot.ORDER_NUMBER,
        Slot.POSTCODE,
    }
    given = checked(checker, [*lines, "C: It is 88-4127-Q"], "Thank you, we are looking into order 88-4127-Q.")
    assert OpenKind.DATA_AWAITED not in kinds(given)


def test_a_promise_shows_when_it_is_due(checker: Checker) -> None:
    times = ["2026-03-02T10:00:00+01:00", "2026-03-02T11:00:00+01:00", "2026-03-02T12:00:00+01:00"]
    lines = ["C: My line is dead.", "B: A technician will call you tomorrow.", "C: Fine."]
    check = checker(drafted(thread_of(lines, "en", times), "Have a nice day!"))
    [promise] = [item for item in check.open if item.kind is OpenKind.PROMISE]
    assert promise.due == datetime.fromisoformat("2026-03-04T00:00+01:00")
    assert "due by 2026-03-04 00:00" in promise.says


def test_the_last_reply_is_judged_as_it_was_written_without_what_came_after(checker: Checker) -> None:
    thread = thread_of([*ASKED, "B: Could you send us your order number?", "C: I gave it above."], "en")
    draft = last_reply(thread)
    assert draft is not None
    assert [message.id for message in draft.after.messages] == ["m1", "m2"]
    assert [finding.code for finding in checker(draft).findings] == [Code.REPEATED_REQUEST]


def test_a_thread_without_a_reply_has_no_last_one() -> None:
    assert last_reply(thread_of(ASKED)) is None


def test_the_draft_takes_an_id_that_is_free() -> None:
    thread = thread_of(ASKED)
    thread = replace(thread, messages=(replace(thread.messages[0], id="m2"),))
    assert drafted(thread, "Hello").message.id == "m3"


def test_a_thread_that_cannot_be_judged_says_why(checker: Checker) -> None:
    check = checker(drafted(thread_of(["B: Hello!"]), "Hello again!"))
    assert check.not_scorable is NotScorable.NO_CUSTOMER_MESSAGE
    assert (check.after.score, check.findings, check.open) == (None, (), ())


def test_a_first_reply_is_checked_where_nothing_came_before(checker: Checker) -> None:
    check = checked(checker, ASKED, "We will send a new lamp tomorrow.")
    assert check.before.label is Label.UNRESPONSIVE


@pytest.mark.parametrize("code", list(Code))
def test_every_code_is_said_in_words(code: Code, checker: Checker, sample: Thread) -> None:
    [finding] = checker(drafted(sample, "Ci dai il numero che ti chiama?")).findings
    assert code in finding_rules()
    assert says(replace(finding, code=code)).strip()


def test_a_draft_takes_less_than_50_ms_once_loaded(checker: Checker, sample: Thread) -> None:
    draft = drafted(sample, "Ci dai il numero che ti chiama?")
    checker(draft)
    taken = []
    for number in range(9):
        other = drafted(sample, f"Ci dai il numero che ti chiama? Grazie{number}")
        began = time.process_time()
        checker(other)
        taken.append(time.process_time() - began)
    assert sorted(taken)[4] < 0.05

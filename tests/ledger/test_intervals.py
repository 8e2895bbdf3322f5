"""Waits: who waited, from which message to which, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.codebook import Boundary, Code, Confidence, NotTimed, Precision, Role
from analyzer.findings import review
from analyzer.ledger import build_ledger
from analyzer.ledger.intervals import reply_intervals
from analyzer.ledger.office_hours import OfficeHours
from analyzer.ledger.policy import DEFAULT_POLICY, ReplyTimePolicy
from analyzer.nlp.annotation import AnnotatedThread, annotate
from analyzer.scores import Finding, Interval
from analyzer.threads import Thread
from tests.conftest import thread_of

ASKED = "C: Where is my parcel? It has not arrived."
ANSWERED = "B: It left Leeds this morning and reaches you tomorrow."
DAY = "2025-03-03T"


def annotated(thread: Thread) -> AnnotatedThread:
    return next(iter(annotate([thread])))


def waits(lines: Sequence[str], times: Sequence[str] = (), side: Role | None = None) -> list[Interval]:
    full = [time if "T" in time else DAY + time for time in times]
    found = reply_intervals(annotated(thread_of(lines, times=full)))
    return [interval for interval in found if side is None or interval.waiting is side]


def slow_replies(thread: Thread, policy: ReplyTimePolicy = DEFAULT_POLICY) -> tuple[Finding, ...]:
    return review(build_ledger(annotated(thread), policy)).of(Code.SLOW_REPLY)


def known_to(precision: Precision, thread: Thread) -> Thread:
    return replace(thread, messages=tuple(replace(m, sent_at_precision=precision) for m in thread.messages))


def test_a_wait_names_its_ends_and_why_they_are_its_ends() -> None:
    [wait] = waits([ASKED, ANSWERED], ["09:00", "09:20"])
    assert (wait.waiting, wait.waiting_since, wait.ended_by) == (Role.CUSTOMER, "m1", "m2")
    assert (wait.begins_because, wait.ends_because) == (Boundary.EARLIEST_UNANSWERED_MESSAGE, Boundary.REPLY)
    assert (wait.seconds, wait.precision, wait.first) == (1200.0, Precision.SECOND, True)
    assert (wait.started_at, wait.ended_at) == (datetime(2025, 3, 3, 9), datetime(2025, 3, 3, 9, 20))


def test_of_several_messages_in_a_row_the_earliest_still_waits() -> None:
    [wait] = waits([ASKED, "C: Hello? Anyone there?", ANSWERED], ["09:00", "09:30", "10:00"])
    assert (wait.waiting_since, wait.seconds) == ("m1", 3600.0)


def test_a_wait_still_open_at_the_end_is_listed_and_never_a_time() -> None:
    [wait] = waits([ASKED], ["09:00"])
    assert (wait.ended_by, wait.ended_at, wait.seconds, wait.precision) == (None, None, None, None)
    assert (wait.ends_because, wait.not_timed, wait.first) == (Boundary.END_OF_EXPORT, NotTimed.NO_REPLY, True)


def test_bots_greetings_system_lines_and_notes_end_no_wait_and_are_counted() -> None:
    lines = [
        ASKED,
        "BOT: Hi, I am the assistant.",
        "B: We have received your message, our team will reply as soon as possible.",
        "SYS: Conversation assigned.",
        "N: ask the depot",
        ANSWERED,
    ]
    [wait] = waits(lines, ["09:00:00", "09:00:01", "09:00:05", "09:01:00", "09:05:00", "11:00:00"])
    assert (wait.ended_by, wait.seconds, wait.first) == ("m6", 7200.0, True)
    apart = wait.kept_apart
    assert (apart.bots, apart.automatic, apart.system, apart.internal) == (1, 1, 1, 1)


def test_the_same_words_after_five_minutes_were_sent_by_somebody() -> None:
    lines = [ASKED, "B: We have received your message, our team will reply as soon as possible."]
    assert [wait.ended_by for wait in waits(lines, ["09:00", "09:05"], Role.CUSTOMER)] == ["m2"]
    assert [wait.ended_by for wait in waits(lines, ["09:00", "09:00:20"], Role.CUSTOMER)] == [None]


def test_without_times_only_the_first_message_of_the_brand_can_be_a_greeting() -> None:
    canned = "B: Abbiamo ricevuto il tuo messaggio, ti risponderemo al più presto."
    lines = ["C: Dov'è il mio pacco?", canned, "C: Allora? Dov'è?", canned]
    assert [wait.ended_by for wait in waits(lines, side=Role.CUSTOMER)] == ["m4"]


@pytest.mark.parametrize("closing", ["C: Thanks!", "C: Ok, great, thank you.", "C: That worked, thanks a lot!"])
def test_a_closing_message_waits_for_nothing(closing: str) -> None:
    assert len(waits([ASKED, ANSWERED, closing], side=Role.CUSTOMER)) == 1


def test_data_that_was_asked_for_waits_for_an_answer() -> None:
    lines = [ASKED, "B: Which city do you live in?", "C: Leeds.", ANSWERED]
    assert [wait.waiting_since for wait in waits(lines, side=Role.CUSTOMER)] == ["m1", "m3"]


def test_the_brand_waits_from_what_it_asks_to_what_the_customer_says() -> None:
    lines = [ASKED, "B: What is the order number?", "C: 4471-902", ANSWERED]
    [wait] = waits(lines, ["09:00", "09:05", "15:05", "15:10"], Role.BRAND)
    assert (wait.waiting_since, wait.ended_by, wait.seconds) == ("m2", "m3", 21600.0)
    assert (wait.begins_because, wait.ends_because) == (Boundary.REQUEST_TO_CUSTOMER, Boundary.CUSTOMER_MESSAGE)
    assert not wait.first


def test_a_brand_that_asks_nothing_waits_for_nobody() -> None:
    assert waits([ASKED, ANSWERED], side=Role.BRAND) == []


def test_a_customer_who_settles_it_waits_no_longer() -> None:
    [wait] = waits([ASKED, "C: Never mind, no need any more."])
    assert (wait.ended_by, wait.ends_because, wait.seconds) == (None, Boundary.SETTLED_BY_CUSTOMER, None)


@pytest.mark.parametrize(
    ("times", "why"),
    [
        ((None, "2025-03-03T09:00"), NotTimed.TIME_MISSING),
        (("2025-03-03T09:00", None), NotTimed.TIME_MISSING),
        (("2025-03-03T09:00", "2025-03-03T10:00+01:00"), NotTimed.ZONE_MISSING),
        (("2025-03-03T09:00", "2025-03-03T08:00"), NotTimed.TIMES_RUN_BACKWARDS),
    ],
)
def test_what_cannot_be_timed_says_why(times: tuple[str | None, str | None], why: NotTimed) -> None:
    thread = thread_of([ASKED, ANSWERED])
    sent = [datetime.fromisoformat(time) if time else None for time in times]
    messages = tuple(replace(m, sent_at=at) for m, at in zip(thread.messages, sent, strict=True))
    [wait] = reply_intervals(annotated(replace(thread, messages=messages)))
    assert (wait.seconds, wait.not_timed, wait.ended_by) == (None, why, "m2")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([ASKED, ANSWERED, "C: Thanks!", "B: Which order?", "N: x", "BOT: Hi"]), max_size=7))
def test_every_wait_joins_messages_of_the_thread_in_order(lines: list[str]) -> None:
    found = reply_intervals(annotated(thread_of([ASKED, *lines], language="en")))
    for wait in found:
        assert wait.ended_by is None or int(wait.waiting_since[1:]) < int(wait.ended_by[1:])
        assert (wait.seconds is None) == (wait.not_timed is not None)
    starts = [wait.waiting_since for wait in found if wait.waiting is Role.CUSTOMER]
    assert len(set(starts)) == len(starts)


MINUTES = {"10:00": None, "10:01": "certain"}


@pytest.mark.parametrize(("replied", "expected"), MINUTES.items())
def test_of_times_to_the_minute_a_slow_reply_is_certain_however_the_seconds_fell(
    replied: str, expected: str | None
) -> None:
    thread = known_to(Precision.MINUTE, thread_of([ASKED, ANSWERED], times=[f"{DAY}09:00", f"{DAY}{replied}"]))
    assert [finding.confidence.value for finding in slow_replies(thread)] == ([expected] if expected else [])


def test_where_the_seconds_could_tell_a_slow_reply_is_only_likely() -> None:
    thread = known_to(Precision.MINUTE, thread_of([ASKED, ANSWERED], times=[f"{DAY}09:00", f"{DAY}10:00:30"]))
    assert [finding.confidence for finding in slow_replies(thread)] == [Confidence.LIKELY]


def test_the_policy_sets_the_thresholds() -> None:
    thread = thread_of([ASKED, ANSWERED], times=[f"{DAY}09:00", f"{DAY}09:20"])
    assert not slow_replies(thread)
    assert slow_replies(thread, ReplyTimePolicy(first_reply_seconds=600))


def test_with_office_hours_a_night_is_no_wait() -> None:
    hours = OfficeHours("Europe/Rome", (((540, 1080),),) * 7)
    times = ["2025-03-03T17:50", "2025-03-04T09:20"]
    thread = thread_of([ASKED, ANSWERED], times=times)
    policy = ReplyTimePolicy(office_hours=hours)
    assert slow_replies(thread)
    assert not slow_replies(thread, policy)
    [wait] = reply_intervals(annotated(thread), policy)
    assert (wait.seconds, wait.office_seconds) == (55_800.0, 1_800.0)


def test_a_wait_over_a_clock_change_is_the_time_that_passed() -> None:
    rome = ZoneInfo("Europe/Rome")
    thread = thread_of([ASKED, ANSWERED])
    sent = [datetime(2025, 3, 30, 1, 30, tzinfo=rome), datetime(2025, 3, 30, 3, 30, tzinfo=rome)]
    messages = tuple(replace(m, sent_at=at) for m, at in zip(thread.messages, sent, strict=True))
    [wait] = reply_intervals(annotated(replace(thread, messages=messages)))
    assert wait.seconds == 3600.0

"""Hand-offs: followed, bounced, or not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from analyzer.codebook import Code, HandoffOutcome, Visibility
from analyzer.findings import review
from analyzer.ledger import build_ledger
from analyzer.ledger.handoffs import handoffs
from analyzer.nlp.annotation import annotate
from analyzer.scores import Handoff
from analyzer.threads import Thread
from tests.conftest import thread_of

LOST = "C: My parcel is lost."
DM = "B: Please send us a DM with your order number."


def judged(thread: Thread) -> tuple[Handoff, ...]:
    reviewed = review(build_ledger(next(iter(annotate([thread])))))
    return handoffs(reviewed.ledger, reviewed.of(Code.CHANNEL_BOUNCE))


def outcomes(lines: Sequence[str]) -> list[tuple[str, str | None]]:
    found = judged(thread_of(lines, language="en"))
    return [(one.outcome.value, one.shown_by.message if one.shown_by else None) for one in found]


@pytest.mark.parametrize(
    "later",
    [[], ["C: Sent."], ["C: Ok, will do."], ["C: Sent.", "B: We have replied to your DM."], ["C: Still no parcel."]],
)
def test_what_the_thread_does_not_show_is_unknown(later: list[str]) -> None:
    assert outcomes([LOST, DM, *later])[0] == ("unknown", None)


def test_followed_when_the_customer_says_that_it_came_right_there() -> None:
    assert outcomes([LOST, DM, "C: Thanks, all sorted by DM."]) == [("followed", "m3")]


def test_not_followed_when_that_is_denied() -> None:
    assert outcomes([LOST, DM, "C: It is not sorted in the DM, thanks for nothing."])[0][0] != "followed"


def test_bounced_when_the_customer_reports_that_the_channel_fails() -> None:
    assert outcomes([LOST, DM, "C: I DMed you twice and still no reply."])[0] == ("bounced", "m3")


def test_bounced_when_the_next_hand_off_sends_elsewhere() -> None:
    lines = [LOST, DM, "C: Ok.", "B: Please call our customer service on 0800 123 123."]
    assert outcomes(lines)[0] == ("bounced", "m4")


def private_after(lines: Sequence[str], first_private: int) -> Thread:
    thread = thread_of(lines, language="en")
    messages = tuple(
        replace(message, visibility=Visibility.PRIVATE if number >= first_private else Visibility.PUBLIC)
        for number, message in enumerate(thread.messages)
    )
    return replace(thread, messages=messages)


def test_followed_when_the_private_messages_go_on_with_a_reply() -> None:
    [one] = judged(private_after([LOST, DM, "C: It is 4471-902.", "B: It reaches you on Monday."], 2))
    assert (one.outcome, one.shown_by and one.shown_by.message) == (HandoffOutcome.FOLLOWED, "m4")


def test_not_followed_when_the_private_message_met_no_reply() -> None:
    [one] = judged(private_after([LOST, DM, "C: It is 4471-902."], 2))
    assert one.outcome is HandoffOutcome.UNKNOWN

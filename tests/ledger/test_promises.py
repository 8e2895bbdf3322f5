"""Promises: by when, and what the thread shows became of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from analyzer.codebook import PromiseOutcome
from analyzer.ledger import build_ledger
from analyzer.ledger.promises import promises
from analyzer.nlp.annotation import annotate
from analyzer.scores import Promise
from tests.conftest import thread_of

LINE_DOWN = "C: La linea è guasta da ieri."
TECHNICIAN = "B: Abbiamo aperto un guasto, il tecnico la chiama entro domani."
OPENED = "B: Abbiamo inoltrato la segnalazione al reparto tecnico."


def promised(lines: Sequence[str], times: Sequence[str] = ()) -> tuple[Promise, ...]:
    return promises(build_ledger(next(iter(annotate([thread_of(lines, times=times)])))))


def outcome(lines: Sequence[str], times: Sequence[str] = ()) -> tuple[PromiseOutcome, str | None]:
    [promise] = promised(lines, times)
    return promise.outcome, promise.shown_by.message if promise.shown_by else None


def test_a_named_action_is_a_promise_with_its_deadline() -> None:
    [promise] = promised([LINE_DOWN, TECHNICIAN], ["2025-03-03T09:00", "2025-03-03T10:00"])
    assert promise.outcome is PromiseOutcome.UNKNOWN
    assert promise.deadline is not None
    assert "domani" in promise.deadline.evidence.quote


def test_a_dated_promise_counts_though_it_names_no_action() -> None:
    [promise] = promised(["C: Any news?", "B: You'll hear from us within 2 working days."])
    assert promise.deadline is not None
    assert (
        promise.deadline.evidence.quote == "within 2 working days"
        or "2 working days" in promise.deadline.evidence.quote
    )


@pytest.mark.parametrize("reply", ["B: Puoi restituirlo entro 14 giorni.", "B: Grazie, a presto!", "B: Passa domani?"])
def test_what_the_brand_does_not_take_on_is_no_promise(reply: str) -> None:
    assert promised(["C: Come faccio il reso?", reply]) == ()


@pytest.mark.parametrize(
    "later",
    ["B: Buongiorno, il guasto è stato risolto.", "C: Risolto, il tecnico è venuto stamattina. Grazie!"],
)
def test_kept_when_the_brand_or_the_customer_says_that_it_is_done(later: str) -> None:
    assert outcome([LINE_DOWN, OPENED, later]) == (PromiseOutcome.KEPT, "m3")


def test_a_claim_that_the_customer_denies_keeps_nothing() -> None:
    lines = [LINE_DOWN, OPENED, "B: Il guasto è stato risolto.", "C: Non è cambiato nulla, ancora nessun segnale."]
    assert outcome(lines) == (PromiseOutcome.BROKEN, "m4")


def test_broken_when_chased_where_no_deadline_was_named() -> None:
    assert outcome([LINE_DOWN, OPENED, "C: Nessuno mi ha chiamato."]) == (PromiseOutcome.BROKEN, "m3")


@pytest.mark.parametrize(
    ("chased_at", "expected"),
    [("2025-03-05T09:00", PromiseOutcome.BROKEN), ("2025-03-04T09:00", PromiseOutcome.UNKNOWN)],
)
def test_with_a_deadline_only_a_complaint_after_it_breaks_the_promise(chased_at: str, expected: PromiseOutcome) -> None:
    times = ["2025-03-03T09:00", "2025-03-03T10:00", chased_at]
    assert outcome([LINE_DOWN, TECHNICIAN, "C: Nessuno mi ha chiamato."], times)[0] is expected


def test_where_only_the_missing_times_could_tell_it_stays_unknown() -> None:
    assert outcome([LINE_DOWN, TECHNICIAN, "C: Nessuno mi ha chiamato."]) == (PromiseOutcome.UNKNOWN, None)


def test_a_times_zone_on_one_side_alone_tells_nothing() -> None:
    times = ["2025-03-03T09:00", "2025-03-03T10:00", "2025-03-09T09:00+01:00"]
    assert outcome([LINE_DOWN, TECHNICIAN, "C: Nessuno mi ha chiamato."], times)[0] is PromiseOutcome.UNKNOWN


def test_thanks_for_the_promise_do_not_keep_it() -> None:
    assert outcome([LINE_DOWN, TECHNICIAN, "C: Perfetto, grazie mille."]) == (PromiseOutcome.UNKNOWN, None)

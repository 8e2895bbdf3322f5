"""The moment a brand's words for a deadline mean."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from analyzer.languages import load_language
from analyzer.ledger.deadlines import deadline_in
from analyzer.ledger.office_hours import OfficeHours
from analyzer.nlp.annotation import annotate
from analyzer.scores import Deadline
from tests.conftest import thread_of

MONDAY = "2025-03-03T10:00"
FRIDAY = "2025-03-07T17:00"


def deadline(
    reply: str, language: str, sent_at: str | None = MONDAY, hours: OfficeHours | None = None
) -> Deadline | None:
    times = [sent_at, sent_at] if sent_at else []
    thread = next(iter(annotate([thread_of(["C: Allora?", f"B: {reply}"], language, times)])))
    found = (
        deadline_in(thread.messages[1], number, load_language(language), hours)
        for number in range(len(thread.messages[1].sentences))
    )
    return next((one for one in found if one), None)


@pytest.mark.parametrize(
    ("language", "reply", "quote", "moment"),
    [
        ("it", "Le rispondiamo entro 24 ore.", "entro 24 ore", "2025-03-04T10:00"),
        ("it", "La richiamiamo entro domani.", "domani", "2025-03-05T00:00"),
        ("it", "Il tecnico passa domani mattina.", "domani mattina", "2025-03-04T12:00"),
        ("it", "Le scriviamo entro lunedì.", "entro lunedì", "2025-03-11T00:00"),
        ("it", "Le scriviamo entro venerdì.", "entro venerdì", "2025-03-08T00:00"),
        ("it", "Riceverà il rimborso entro 5 giorni lavorativi.", "5 giorni lavorativi", "2025-03-11T00:00"),
        ("it", "Le mandiamo il codice in serata.", "in serata", "2025-03-04T00:00"),
        ("it", "Il tecnico passa domani alle 15.", "domani alle 15", "2025-03-04T15:00"),
        ("it", "Lo spediamo entro il 12 maggio.", "12 maggio", "2025-05-13T00:00"),
        ("it", "Lo spediamo entro due settimane.", "entro due settimane", "2025-03-17T10:00"),
        ("en", "We'll call you within 2 working days.", "2 working days", "2025-03-06T00:00"),
        ("en", "We'll reply by Friday.", "by Friday", "2025-03-08T00:00"),
        ("en", "An engineer will call you tomorrow morning.", "tomorrow morning", "2025-03-04T12:00"),
        ("en", "We'll send it within 3-5 days.", "within 3-5 days", "2025-03-08T10:00"),
        ("en", "We'll email you within 12 hours.", "within 12 hours", "2025-03-03T22:00"),
        ("en", "We will have it ready by 5pm.", "by 5pm", "2025-03-03T17:00"),
        ("en", "You'll have it next week.", "next week", "2025-03-17T00:00"),
        ("en", "It will be refunded on March 20.", "March 20", "2025-03-21T00:00"),
    ],
)
def test_the_words_become_a_moment(language: str, reply: str, quote: str, moment: str) -> None:
    found = deadline(reply, language)
    assert found is not None
    assert found.moment == datetime.fromisoformat(moment)
    assert quote in found.evidence.quote
    assert found.evidence.quote == reply[found.evidence.start : found.evidence.end]


@pytest.mark.parametrize(
    ("language", "reply"),
    [
        ("it", "Le scriviamo nei prossimi giorni."),
        ("it", "La richiamiamo al più presto."),
        ("en", "We'll be in touch shortly."),
    ],
)
def test_vague_words_are_kept_and_mean_no_moment(language: str, reply: str) -> None:
    found = deadline(reply, language)
    assert found is not None
    assert found.moment is None


def test_without_the_replys_time_the_words_mean_no_moment() -> None:
    found = deadline("Le rispondiamo entro domani.", "it", None)
    assert found is not None
    assert found.moment is None


def test_no_words_no_deadline() -> None:
    assert deadline("Abbiamo aperto una segnalazione.", "it") is None


def test_working_days_leave_out_the_weekend_and_the_policys_holidays() -> None:
    reply = "We'll call you within 1 working day."
    week = (*(((540, 1080),),) * 5, (), ())
    closed = OfficeHours("Europe/Rome", week, frozenset({date(2025, 3, 10)}))
    plain, with_holiday = deadline(reply, "en", FRIDAY), deadline(reply, "en", FRIDAY, closed)
    assert plain is not None
    assert with_holiday is not None
    assert plain.moment == datetime(2025, 3, 11)
    assert with_holiday.moment == datetime(2025, 3, 12)


@pytest.mark.parametrize(
    "reply",
    [
        "Lo spediamo entro 99999999999999999999 giorni.",
        "Lo spediamo il 45 maggio.",
        "Lo spediamo entro 9999 mesi alle 99.",
    ],
)
def test_numbers_that_no_calendar_holds_mean_no_moment_or_a_far_one(reply: str) -> None:
    found = deadline(reply, "it", "9998-03-03T10:00")
    assert found is not None
    assert found.moment is None

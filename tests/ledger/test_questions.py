"""Questions and the reply that takes each one up."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from analyzer.ledger import build_ledger
from analyzer.ledger.questions import customer_questions
from tests.conftest import annotated


def asked(lines: Sequence[str], language: str | None = None) -> list[tuple[str, str | None]]:
    found = customer_questions(build_ledger(annotated(lines, language)))
    return [(question.evidence.quote, question.taken_up_by) for question in found]


@pytest.mark.parametrize(
    "reply",
    [
        "B: It opens at nine.",
        "B: What is your postcode?",
        "B: Please send us a DM and we'll have a look.",
        "B: I've asked the store manager and will tell you tomorrow.",
        "B: That shop isn't ours, please ask the franchise owner.",
        "B: Nine.",
    ],
)
def test_an_answer_a_request_a_hand_off_or_a_promise_takes_a_question_up(reply: str) -> None:
    assert asked(["C: When does the store open?", reply], "en") == [("When does the store open?", "m2")]


@pytest.mark.parametrize(
    "reply",
    [
        "B: Thank you for writing to us!",
        "B: We're sorry for the inconvenience.",
        "N: ask the store",
        "BOT: Hi, I am the assistant.",
        "B: We have received your message, our team will reply as soon as possible.",
    ],
)
def test_formulas_and_what_is_no_reply_take_none_up(reply: str) -> None:
    assert asked(["C: When does the store open?", reply], "en") == [("When does the store open?", None)]


def test_a_demand_for_unnamed_data_takes_up_what_was_asked_before_it_alone() -> None:
    lines = [
        "C: When does the store open?",
        "B: Please provide the requested information.",
        "C: Which information do you need?",
        "B: We await the requested information.",
    ]
    assert asked(lines, "en") == [("When does the store open?", "m2"), ("Which information do you need?", None)]


def test_sales_talk_put_as_a_question_asks_for_nothing() -> None:
    lines = ["C: When does the store open?", "B: Did you know you can shop online?"]
    assert asked(lines, "en") == [("When does the store open?", None)]


def test_a_later_reply_takes_it_up_too() -> None:
    lines = [
        "C: Serve il passaporto per Londra?",
        "B: Grazie per averci scritto!",
        "B: Sì, per Londra serve il passaporto.",
    ]
    assert asked(lines) == [("Serve il passaporto per Londra?", "m3")]


def test_a_time_was_asked_for_and_none_is_named() -> None:
    lines = ["C: When will the technician come?", "B: Our technicians are trained and certified people."]
    assert asked(lines, "en") == [("When will the technician come?", None)]


def test_asked_again_so_it_was_not_taken_up() -> None:
    lines = [
        "C: Can I move the subtitles up? Are there subtitles in Tagalog?",
        "B: Subtitles move to the top under Playback and Caption style.",
        "C: Found that. And Tagalog?",
    ]
    assert asked(lines, "en")[1] == ("Are there subtitles in Tagalog?", None)


def test_one_of_two_questions_stays_open_where_the_reply_names_no_amount() -> None:
    lines = ["C: Do you deliver to Malta? How much is it?", "B: Malta is one of the islands that our couriers serve."]
    assert asked(lines, "en") == [("Do you deliver to Malta?", "m2"), ("How much is it?", None)]


@pytest.mark.parametrize(
    ("language", "text", "question"),
    [
        ("en", "hi what time does the clinic open on Saturdays", "hi what time does the clinic open on Saturdays"),
        ("en", "@Lumo can you tell me if my claim has been paid.", "@Lumo can you tell me if my claim has been paid."),
        ("it", "Vorrei sapere quando riapre lo sportello.", "Vorrei sapere quando riapre lo sportello."),
        ("it", "come faccio a disdire", "come faccio a disdire"),
        ("it", "Buongiorno, è possibile pagare a rate?", "Buongiorno, è possibile pagare a rate?"),
    ],
)
def test_a_question_needs_no_mark(language: str, text: str, question: str) -> None:
    assert [quote for quote, _ in asked([f"C: {text}"], language)] == [question]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I now have my receipt and the tickets."),
        ("en", "When I opened the box it was empty."),
        ("en", "Are you kidding?"),
        ("it", "Quando lo apro si chiude subito."),
        ("it", "Ma vi sembra normale?"),
    ],
)
def test_a_statement_or_a_rhetorical_question_is_none(language: str, text: str) -> None:
    assert asked([f"C: {text}"], language) == []

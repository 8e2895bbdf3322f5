"""What the text models add to a thread, and what they leave as it was."""

from __future__ import annotations

import pytest

from analyzer.codebook import Act
from analyzer.nlp.judging import ANSWER, ANSWERS, judged, replies_in_context
from tests.conftest import annotated, shipped_model

ANSWERED = (
    "C: Does the parcel locker on Mill Street take returns?",
    "B: Yes, it does: print the label, scan it at the screen and the door of a free box opens.",
)
PUT_OFF = ("C: Does the parcel locker take returns?", "B: Thanks for your patience, have a lovely day!")


def judged_lines(*lines: str) -> list:  # type: ignore[type-arg]
    """Messages of the thread as the shipped judges see it."""
    return list(judged(annotated(lines, "en"), shipped_model().judges).messages)


def test_every_reply_and_no_other_message_gets_a_chance_to_be_an_answer() -> None:
    customer, reply = judged_lines(*ANSWERED)
    assert customer.chances == {}
    assert 0 < reply.chances[ANSWER] < 1


def test_an_answer_stands_above_a_formula() -> None:
    assert judged_lines(*ANSWERED)[1].chances[ANSWER] > judged_lines(*PUT_OFF)[1].chances[ANSWER]


@pytest.mark.parametrize("lines", [ANSWERED, PUT_OFF, ("C: ?", "B: https://t.co/x"), ("C: ciao", "B: …")])
def test_marks_are_slices_of_the_message(lines: tuple[str, ...]) -> None:
    for message in judged_lines(*lines):
        for group in ("acts", ANSWERS):
            for mark in message.labelled(group):
                quote = mark.quote(message.message.text)
                assert quote
                assert quote == quote.strip()


def test_only_information_is_taken_from_the_models() -> None:
    before = annotated(ANSWERED, "en").messages[1]
    after = judged_lines(*ANSWERED)[1]
    others = [set(entry.acts) - {Act.INFORMATION} for entry in (before, after)]
    assert others[0] == others[1]


def test_replies_stand_beside_what_waited_for_them() -> None:
    lines = ("C: one", "C: two", "B: first", "BOT: hello", "B: second", "C: three", "N: note", "B: third")
    found = replies_in_context(annotated(lines, "en").messages)
    assert [
        (reply.message.text, [entry.message.text for entry in waiting], first) for reply, waiting, first in found
    ] == [
        ("first", ["one", "two"], True),
        ("second", [], False),
        ("third", ["three"], False),
    ]


def test_what_answers_is_never_a_signature() -> None:
    lines = ("C: La linea è muta da ieri, perché?", "B: Abbiamo riparato la linea: ora funziona. ^AB")
    reply = judged(annotated(lines, "it"), shipped_model().judges).messages[1]
    assert [mark.quote(reply.message.text) for mark in reply.labelled(ANSWERS)] == [
        "Abbiamo riparato la linea: ora funziona."
    ]

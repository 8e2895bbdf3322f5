"""What a reply says of its own deeds."""

from __future__ import annotations

import pytest

from analyzer.codebook import Act
from tests.conftest import annotated

QUESTION = {"en": "C: What happens with my order now?", "it": "C: E adesso che succede al mio ordine?"}


def claimed(act: Act, text: str, language: str = "en") -> list[str]:
    """Quotes of a reply's claims of one kind."""
    message = annotated([QUESTION[language], f"B: {text}"], language).messages[1]
    return [mark.quote(text) for mark in message.labelled("acts", act)]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Hi Ada, we've asked the depot to look for it.", "we've asked the depot to look for it"),
        ("@ada Two fitters are on their way - thanks!", "Two fitters are on their way"),
        ("Done: the label will be posted to you tonight 📦 Ann", "the label will be posted to you tonight"),
    ],
)
def test_the_whole_clause_is_quoted(text: str, quote: str) -> None:
    assert claimed(Act.COMMITMENT, text) == [quote]


@pytest.mark.parametrize(
    "text",
    [
        "Send us the number and we'll open a claim.",
        "Could you DM the number? Then we'll open a claim.",
        "If it is lost, we'll open a claim.",
        "Once you confirm, I'll forward it to the depot.",
        "We would have opened a claim.",
        "We should have told the depot.",
        "We haven't opened a claim.",
        "Would you like us to open a claim, or shall I ask the depot?",
        "You can raise it with our depot team.",
        "The team will be able to help you there.",
        "Please send the details we've asked for.",
    ],
)
def test_what_is_hedged_denied_or_asked_is_no_commitment(text: str) -> None:
    assert claimed(Act.COMMITMENT, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Se ci manda il numero, apriamo un reclamo.",
        "Ci mandi il numero, così apriamo un reclamo.",
        "Avremmo dovuto avvisare il magazzino.",
        "Non abbiamo inoltrato nulla al magazzino.",
        "Le facciamo sapere al più presto.",
        "La segnaliamo al magazzino?",
    ],
)
def test_the_same_in_italian(text: str) -> None:
    assert claimed(Act.COMMITMENT, text, "it") == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I'll ask the depot if they have seen it."),
        ("it", "Chiediamo al magazzino se lo ha visto."),
    ],
)
def test_whether_is_no_condition(language: str, text: str) -> None:
    assert claimed(Act.COMMITMENT, text, language) == [text.rstrip(".")]


def test_what_is_not_ours_and_where_to_turn_make_a_redirect() -> None:
    both = "We can't lift the ban from here. Please contact the airline, they hold the list."
    assert claimed(Act.REDIRECT, both) == ["We can't lift the ban from here", "Please contact the airline"]
    assert claimed(Act.REDIRECT, "Please contact the airline, they hold the list.") == []

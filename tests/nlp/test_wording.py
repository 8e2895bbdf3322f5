"""What text models see of a message: folded words, placeholders for what only names something."""

from __future__ import annotations

import pytest

from analyzer.nlp.wording import topics, word_grams
from tests.conftest import annotated


def wording(text: str, language: str = "en") -> list[list[str]]:
    """The words of each sentence of a customer's message."""
    [message] = annotated([f"C: {text}"], language).messages
    return [[word.whole for word in sentence] for sentence in message.wording]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Where is it?", ["where", "is", "it", "?"]),
        ("SOOOO slow!", ["so", "slow", "!"]),
        ("@Fibrella see https://t.co/abc", ["<name>", "see", "<link>"]),
        ("Write to help@example.org", ["write", "to", "<address>"]),
        ("Order 4471", ["order", "<number>"]),
        ("(well)", ["well"]),
    ],
)
def test_words_are_folded_and_names_of_things_give_way_to_placeholders(text: str, seen: list[str]) -> None:
    assert [word for sentence in wording(text) for word in sentence] == seen


@pytest.mark.parametrize(
    ("text", "language", "seen"),
    [
        ("Hi Karen, on it. /Morag", "en", ["hi", "<name>", "on", "it", "<name>"]),
        ("Hiya Moira! Done. - Aoife", "en", ["hiya", "<name>", "!", "done", "<name>"]),
        ("Gentile Norma, fatto. ^Ele", "it", ["gentile", "<name>", "fatto", "<name>"]),
        ("Hello Are you there", "en", ["hello", "are", "you", "there"]),
        ("Ciao grazia", "it", ["ciao", "grazia"]),
    ],
)
def test_whom_a_greeting_names_and_who_signs_are_nobody_in_particular(
    text: str, language: str, seen: list[str]
) -> None:
    assert [word for sentence in wording(text, language) for word in sentence] == seen


def test_accents_do_not_part_words() -> None:
    assert wording("Perché?", "it") == wording("Perche?", "it")


def test_there_is_one_row_of_words_for_each_sentence() -> None:
    [message] = annotated(["C: First. Second one! Third?"], "en").messages
    assert len(message.wording) == len(message.sentences) == 3


def test_grams_are_words_stems_and_pairs_with_both_ends() -> None:
    [sentence] = annotated(["C: Thanks everybody"], "en").messages[0].wording
    grams = word_grams(sentence)
    assert {"=thanks", "=everybody", "thank", "every", "^ thank", "thank every", "every $"} == set(grams)


def test_topics_leave_out_function_words_and_placeholders() -> None:
    [sentence] = annotated(["C: the router at 12 https://t.co/abc is blinking"], "en").messages[0].wording
    assert topics(sentence) == {"router", "blinki"}

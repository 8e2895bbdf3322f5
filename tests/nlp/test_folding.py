"""The folded form of words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.nlp.folding import fold, norm_getter


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Perché", "perche"),
        ("PERCHE'", "perche'"),
        ("più", "piu"),
        ("GRAZIEEEE", "grazie"),
        ("nooooo", "no"),
        ("soooo", "so"),
        ("address", "address"),
        ("l’", "l'"),
        ("dell`", "dell'"),
        ("1000", "1000"),
        ("!!!!", "!!!!"),
        ("__", "__"),
        ("naïve", "naive"),
        ("Ça", "ca"),
        ("😀", "😀"),
        ("", ""),
    ],
)
def test_a_word_folds(word: str, folded: str) -> None:
    assert fold(word) == folded


@given(st.text())
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@given(st.text(st.characters(categories=["L"], max_codepoint=0x17F)))
def test_case_and_composition_make_no_difference(word: str) -> None:
    assert fold(unicodedata.normalize("NFD", word)) == fold(unicodedata.normalize("NFC", word))


@given(st.text(st.sampled_from("abcdeéèò'1!")))
def test_capitals_make_no_difference(word: str) -> None:
    assert fold(word.upper()) == fold(word)


def test_spellings_are_written_out_after_folding() -> None:
    norm = norm_getter({"nn": "non", "xke": "perche"})
    assert [norm(word) for word in ("NN", "xké", "nnn", "anna")] == ["non", "perche", "n", "anna"]

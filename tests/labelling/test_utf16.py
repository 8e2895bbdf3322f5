"""Offsets as browsers count them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyzer.labelling.utf16 import to_characters, to_units

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("😡👩‍👩‍👧é"), max_size=30)


@given(TEXTS, st.data())
def test_a_place_comes_back_as_it_was(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    assert to_characters(text, to_units(text, place)) == place


@given(TEXTS, st.data())
def test_units_are_those_of_the_utf_16_encoding(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    assert to_units(text, place) == len(text[:place].encode("utf-16-le")) // 2


def test_a_place_inside_a_pair_is_before_it() -> None:
    assert to_characters("a😡b", 2) == 1

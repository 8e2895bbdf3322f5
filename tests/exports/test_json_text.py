"""Values of JSON text that comes in pieces of any size."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.exports.json_text import BrokenJsonError, JsonText
from tests.exports.test_json_items import VALUES


def pieces(text: str, size: int) -> JsonText:
    return JsonText((text[start : start + size] for start in range(0, len(text), size)), at_once=1)


@given(VALUES, st.integers(1, 7), st.booleans())
def test_a_value_is_the_same_wherever_the_pieces_end(value: Any, size: int, is_ascii: bool) -> None:
    text = pieces(json.dumps(value, ensure_ascii=is_ascii), size)
    assert text.value() == value
    assert not text.peek()


@given(VALUES, st.integers(1, 7))
def test_what_is_skipped_ends_where_it_ends(value: Any, size: int) -> None:
    text = pieces(json.dumps([value])[1:-1] + " 7", size)
    text.skip()
    assert text.value() == 7


@pytest.mark.parametrize("inside", ['"{[ \\" ]"', '"\\\\"', '"\\u005b ["'])
@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_brackets_in_texts_are_text(inside: str, size: int) -> None:
    text = pieces(f'{{"a": {inside}, "b": [{inside}]}} 7', size)
    text.skip()
    assert text.value() == 7


def test_half_a_character_is_replaced() -> None:
    assert pieces('["\\ud83d", "\\ud83d\\ude00"]', 3).value() == ["\ufffd", "\U0001f600"]


@pytest.mark.parametrize("text", ["NaN", "-Infinity", "[1,]", "{'a': 1}", "9" * 5_000, "tru", '"a\nb"'])
def test_what_is_no_json_is_told(text: str) -> None:
    with pytest.raises(BrokenJsonError, match="not valid JSON"):
        pieces(text, 2).value()

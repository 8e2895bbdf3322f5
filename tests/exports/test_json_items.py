"""JSON of any size, read record by record."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.exports.files import ExportFile
from analyzer.exports.json_items import json_items
from analyzer.exports.json_paths import DEEPEST, paths_in_head
from analyzer.exports.reading import Reject

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def items(content: bytes | str, *wanted: str) -> list[Any]:
    file = ExportFile.of_bytes("x", content if isinstance(content, bytes) else content.encode())
    with file.opened() as opened:
        return [value for _, value in json_items(opened, *wanted)]


@given(st.lists(VALUES))
def test_the_items_of_a_list_are_its_values(values: list[Any]) -> None:
    assert items(json.dumps(values), "item") == values


@given(st.lists(VALUES, min_size=1))
def test_documents_one_after_the_other_are_each_a_value(values: list[Any]) -> None:
    assert items("\n".join(map(json.dumps, values)), "") == values


def test_values_at_several_paths_come_in_their_order() -> None:
    content = {"a": [1, {"b": 2}], "c": {"d": [3, [4]]}}
    assert items(json.dumps(content), "a.item", "c.d.item") == [1, {"b": 2}, 3, [4]]


def test_long_numbers_keep_every_digit() -> None:
    assert items("[1234567890123456789]", "item") == [1234567890123456789]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_is_read(encoding: str) -> None:
    assert items('["perché", "è già qui, davvero"]'.encode(encoding), "item") == ["perché", "è già qui, davvero"]


def test_what_breaks_off_is_read_up_to_there_and_rejected_in_its_place() -> None:
    *read, broken = items('[{"a": 1}, {"a": 2}, {"a"', "item")
    assert read == [{"a": 1}, {"a": 2}]
    assert isinstance(broken, Reject)
    assert (broken.source.item, broken.reason) == (3, "not valid JSON: breaks off")


def test_what_is_malformed_is_rejected_in_its_place() -> None:
    *read, broken = items("[1, 2 oops, 3]", "item")
    assert read == [1, 2]
    assert isinstance(broken, Reject)
    assert broken.reason == "not valid JSON: malformed"


@pytest.mark.parametrize("inside", ["[", '{"a":'], ids=["lists", "objects"])
def test_nesting_beyond_measure_is_rejected(inside: str) -> None:
    [broken] = items(inside * 200_000, "item.x")
    assert isinstance(broken, Reject)
    assert broken.reason == f"nested deeper than {DEEPEST}"
    assert len(paths_in_head((inside * 10_000).encode())) <= DEEPEST


@given(st.binary())
def test_any_bytes_give_values_or_one_reject(content: bytes) -> None:
    found = items(b"[" + content, "item", "item.a")
    assert sum(isinstance(value, Reject) for value in found) <= 1

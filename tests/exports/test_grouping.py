"""Records gathered by key are the same in memory and in a file, wherever they stood."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analyzer.exports import grouping
from analyzer.exports.grouping import Grouped


@pytest.fixture(params=[10**9, 2_000, 0], ids=["in memory", "partly in a file", "in a file"])
def new(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Grouped]:
    monkeypatch.setattr(grouping, "_BATCH_BYTES", request.param)
    return lambda: Grouped(in_memory=request.param)


def test_keys_come_in_the_order_of_their_first_record_and_records_in_theirs(new: Callable[[], Grouped]) -> None:
    with new() as grouped:
        for number in range(100):
            grouped.add("èba"[number % 3], [number, "testo 😡", None, 1.5])
        found = list(grouped.groups())
    assert [key for key, _ in found] == ["è", "b", "a"]
    assert found[1] == ("b", [[number, "testo 😡", None, 1.5] for number in range(1, 100, 3)])
    assert sum(len(records) for _, records in found) == 100


def test_joined_records_stand_behind_those_of_their_root(new: Callable[[], Grouped]) -> None:
    with new() as grouped:
        for number, key in enumerate("badbca"):
            grouped.add(key, number)
        for key, root in (("b", "a"), ("d", "nowhere"), ("unknown", "c")):
            grouped.join(key, root)
        assert list(grouped.groups()) == [("a", [1, 5, 0, 3]), ("d", [2]), ("c", [4])]
        assert list(grouped.groups()) == [("a", [1, 5, 0, 3]), ("d", [2]), ("c", [4])]


def test_nothing_added_is_no_group(new: Callable[[], Grouped]) -> None:
    with new() as grouped:
        assert list(grouped.groups()) == []


def test_keys_that_differ_in_case_or_in_their_accents_spelling_stay_apart(new: Callable[[], Grouped]) -> None:
    keys = ["Ab", "ab", "\u00e8", "e\u0300", "1", "01", "1.0", "a\0b", ""]
    with new() as grouped:
        for key in keys:
            grouped.add(key, key)
        assert list(grouped.groups()) == [(key, [key]) for key in keys]

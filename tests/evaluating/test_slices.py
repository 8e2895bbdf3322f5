"""How threads are split."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzer.codebook import Role
from analyzer.evaluating.examined import ExaminedThread
from analyzer.evaluating.slices import NOT_KNOWN, SPLITS, slices
from analyzer.threads import Gold, LabelledThread, Message, Source, Thread


def thread(messages: int = 2, language: str = "en", file: str = "a.jsonl", **fields: object) -> ExaminedThread:
    said = tuple(Message(f"m{number}", Role.CUSTOMER, "Hello") for number in range(messages))
    plain = replace(Thread("t", said, source=Source(file, 1)), **fields)  # type: ignore[arg-type]
    return ExaminedThread(LabelledThread(plain, Gold()), language, None)


def slice_of(split: str, of: ExaminedThread) -> str:
    return next(entry for entry in SPLITS if entry.name == split).slice_of(of)


@pytest.mark.parametrize(
    ("messages", "name"),
    [(0, "1-2"), (2, "1-2"), (3, "3-4"), (4, "3-4"), (5, "5-7"), (7, "5-7"), (8, "8+"), (90, "8+")],
)
def test_length_counts_messages(messages: int, name: str) -> None:
    assert slice_of("messages", thread(messages)) == name


def test_sector_and_channel_stand_in_a_field_or_among_the_extras() -> None:
    assert slice_of("channel", thread(channel="x")) == "x"
    assert slice_of("channel", thread(extra={"channel": "sms"})) == "sms"
    assert slice_of("sector", thread(extra={"sector": "rail"})) == "rail"


@pytest.mark.parametrize("extra", [{}, {"sector": None}, {"sector": ["rail"]}, {"sector": " "}])
def test_a_sector_nobody_named_is_not_known(extra: dict[str, object]) -> None:
    assert slice_of("sector", thread(extra=extra)) == NOT_KNOWN


def test_every_thread_is_in_one_slice_of_each_split() -> None:
    threads = [thread(2), thread(6, "it"), thread(2, file="b.jsonl"), thread(9, extra={"sector": "rail"})]
    found = slices(threads)
    assert {split for split, _, _ in found} == {"language", "sector", "messages", "file"}
    for split in {split for split, _, _ in found}:
        rows = [row for name, _, part in found if name == split for row in part]
        assert sorted(rows) == [0, 1, 2, 3]
    assert ("language", "it", [1]) in found


def test_a_split_with_one_slice_is_left_out() -> None:
    assert slices([thread(), thread()]) == []

"""Threads gathered part by part are the same in memory and in a file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from analyzer.codebook import MessageState, Precision, Role, Visibility
from analyzer.exports.gathering import Gathering, Part
from analyzer.exports.reading import Reject
from analyzer.threads import Message, Source, Thread

NOON = datetime(2024, 3, 12, 12, tzinfo=timezone(timedelta(hours=1)))


def part(key: str, number: int, told: int = 0, fault: str | None = None) -> Part:
    message = Message(
        f"m{number}",
        Role.BRAND if number % 2 else Role.CUSTOMER,
        f"testo 😡 {number}",
        author=None,
        sent_at=NOON + timedelta(seconds=number),
        sent_at_precision=Precision.MINUTE,
        visibility=Visibility.PRIVATE,
        state=MessageState.EDITED,
        extra={"number": number},
    )
    thread = Thread(key, (message,), brand="Telvia", source=Source("x", number), extra={"from": key})
    return Part(thread, told=told, holds=frozenset({str(number)}), lacks={"9": "the end is missing"}, fault=fault)


@pytest.fixture(params=[10**9, 0], ids=["in memory", "in a file"])
def gathering(request: pytest.FixtureRequest) -> Gathering:
    return Gathering(in_memory=request.param)


def threads(gathering: Gathering) -> list[Thread | Reject]:
    return list(gathering.threads())


def test_parts_make_threads_in_the_order_in_which_they_begin(gathering: Gathering) -> None:
    for key, number in (("b", 2), ("a", 0), ("b", 1), ("a", 9)):
        gathering.add(part(key, number))
    b, a = threads(gathering)
    assert isinstance(a, Thread)
    assert isinstance(b, Thread)
    assert [message.id for message in b.messages] == ["m1", "m2"]
    assert b.messages[0] == part("b", 1).thread.messages[0]
    assert b.messages[0].sent_at is not None
    assert b.messages[0].sent_at.utcoffset() == timedelta(hours=1)
    assert (b.incomplete, a.incomplete) == ("the end is missing", None)
    assert b.source == Source("x", 2, records=2)


def test_threads_that_belong_together_are_joined_over_any_number_of_steps(gathering: Gathering) -> None:
    for key, number in (("a", 0), ("b", 1), ("c", 9), ("d", 3), ("e", 9)):
        gathering.add(part(key, number))
    gathering.joined.update({"c": "b", "b": "a", "d": "nowhere", "e": "e"})
    found = threads(gathering)
    assert [thread.id for thread in found if isinstance(thread, Thread)] == ["a", "d", "e"]
    assert isinstance(found[0], Thread)
    assert [message.id for message in found[0].messages] == ["m0", "m1", "m9"]


def test_a_fault_rejects_every_part_of_its_thread(gathering: Gathering) -> None:
    gathering.add(part("a", 0))
    gathering.add(part("a", 1, fault="no text"))
    assert [item.reason for item in threads(gathering) if isinstance(item, Reject)] == [
        "another message of its thread is malformed", "no text",
    ]  # fmt: skip


def test_fewer_messages_than_told_are_told(gathering: Gathering) -> None:
    gathering.add(part("a", 9, told=3))
    [thread] = threads(gathering)
    assert isinstance(thread, Thread)
    assert thread.incomplete == "1 of 3 messages are in the export"


def test_naive_times_stay_naive(gathering: Gathering) -> None:
    naive = Message("m", Role.CUSTOMER, "x", sent_at=datetime(2024, 3, 12))
    gathering.add(Part(Thread("a", (naive,))))
    gathering.add(Part(Thread("b", (Message("m", Role.CUSTOMER, "x", sent_at=datetime(2024, 3, 12, tzinfo=UTC)),))))
    first, second = threads(gathering)
    assert isinstance(first, Thread)
    assert isinstance(second, Thread)
    assert first.messages[0].sent_at == datetime(2024, 3, 12)
    assert second.messages[0].sent_at == datetime(2024, 3, 12, tzinfo=UTC)

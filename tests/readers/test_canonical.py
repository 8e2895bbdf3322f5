"""Canonical JSON Lines, rule by rule of the contract."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.codebook import Act, Label, MessageState, Precision, Role, Slot, Visibility
from analyzer.readers import ReadOptions, Reject, read_labelled_threads, read_threads
from analyzer.readers.canonical import GOLD_KEYS, MalformedThreadError, parse_thread
from analyzer.threads import Source, Thread

CUSTOMER = {"role": "customer", "text": "Where is my parcel?"}
BRAND = {"role": "brand", "text": "With the courier since Monday."}


def line(*messages: dict[str, Any], **keys: Any) -> str:
    return json.dumps({"id": "t", "messages": [*messages] or [CUSTOMER, BRAND], **keys})


def read(tmp_path: Path, *lines: str | bytes, brand: tuple[str, ...] = ()) -> list[Thread | Reject]:
    path = tmp_path / "threads.jsonl"
    path.write_bytes(b"\n".join(row if isinstance(row, bytes) else row.encode() for row in lines))
    return list(read_threads([path], ReadOptions(brand=brand), "canonical"))


def rejected(tmp_path: Path, row: str | bytes) -> str:
    """The reason a row is rejected for, between two sound rows that must be read."""
    before, reject, after = read(tmp_path, line(), row, line())
    assert isinstance(before, Thread)
    assert isinstance(after, Thread)
    assert isinstance(reject, Reject)
    assert reject.source.line == 2
    return reject.reason


def test_every_key_of_the_contract_is_read(tmp_path: Path) -> None:
    message = {
        **{"id": "x7", "role": "brand", "text": "Ecco", "author": "Telvia", "sent_at": "2025-02-03T18:05:00+01:00"},
        **{"visibility": "private", "reply_to": "x6", "attachments": 2, "state": "edited"},
        "sent_at_precision": "minute",
    }
    keys = {"brand": "Telvia", "channel": "facebook", "language": "it", "incomplete": "no end"}
    [thread] = read(tmp_path, line(message, **keys))
    assert isinstance(thread, Thread)
    assert (thread.id, thread.brand, thread.channel, thread.language) == ("t", "Telvia", "facebook", "it")
    assert thread.incomplete == "no end"
    [read_message] = thread.messages
    assert (read_message.id, read_message.role, read_message.text) == ("x7", Role.BRAND, "Ecco")
    assert (read_message.author, read_message.reply_to, read_message.attachments) == ("Telvia", "x6", 2)
    assert read_message.sent_at == datetime(2025, 2, 3, 18, 5, tzinfo=timezone(timedelta(hours=1)))
    assert read_message.sent_at_precision is Precision.MINUTE
    assert (read_message.visibility, read_message.state) == (Visibility.PRIVATE, MessageState.EDITED)
    assert thread.extra == read_message.extra == {}


@pytest.mark.parametrize("missing", [{}, {"id": None}], ids=["absent", "null"])
def test_missing_message_ids_are_numbered_in_order(tmp_path: Path, missing: dict[str, None]) -> None:
    [thread] = read(tmp_path, line({**CUSTOMER, **missing}, {**BRAND, **missing}, {**CUSTOMER, "id": "last"}))
    assert isinstance(thread, Thread)
    assert [message.id for message in thread.messages] == ["m1", "m2", "last"]


def test_unknown_keys_are_kept_under_extra(tmp_path: Path) -> None:
    [thread] = read(tmp_path, line({**CUSTOMER, "likes": 3}, mood="tense", extra={"campaign": "spring"}))
    assert isinstance(thread, Thread)
    assert thread.extra == {"mood": "tense", "campaign": "spring"}
    assert thread.messages[0].extra == {"likes": 3}


@pytest.mark.parametrize("value", [None, "responsive", "no such label", {"m1": ["no such act"]}, 17])
def test_gold_never_reaches_the_thread(tmp_path: Path, value: object) -> None:
    plain, labelled = read(tmp_path, line(), line(**dict.fromkeys(GOLD_KEYS, value)))
    assert isinstance(plain, Thread)
    assert isinstance(labelled, Thread)
    assert {field.name for field in fields(Thread)}.isdisjoint(GOLD_KEYS)
    assert (plain.messages, plain.extra) == (labelled.messages, labelled.extra)


def test_nulls_stand_for_absent_values(tmp_path: Path) -> None:
    optional = dict.fromkeys(("author", "sent_at", "visibility", "reply_to", "attachments", "state"))
    keys = dict.fromkeys(("brand", "channel", "language", "incomplete"))
    bare, nulls = read(tmp_path, line(CUSTOMER), line({**CUSTOMER, **optional}, **keys))
    assert isinstance(bare, Thread)
    assert isinstance(nulls, Thread)
    assert bare.messages == nulls.messages
    assert nulls.brand is nulls.channel is nulls.language is nulls.incomplete is None


def test_the_brand_option_fills_in_and_never_overrules(tmp_path: Path) -> None:
    found = read(tmp_path, line(), line(brand="Parcelline"), brand=("Telvia",))
    assert [item.brand for item in found if isinstance(item, Thread)] == ["Telvia", "Parcelline"]


def test_broken_json_is_rejected_with_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, *[line()] * 6, '{"id": "t", "messages": [', line())
    assert [item.source.line for item in found] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [isinstance(item, Reject) for item in found] == [False] * 6 + [True, False]


def test_blank_lines_are_no_records_but_count_as_lines(tmp_path: Path) -> None:
    found = read(tmp_path, line(), "", " \t", line())
    assert [item.source.line for item in found] == [1, 4]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('"just text"', "not a JSON object"),
        ("[]", "not a JSON object"),
        ("null", "not a JSON object"),
        ('{"messages": []}', "no 'id' key"),
        ('{"id": "t"}', "no 'messages' key"),
        ('{"id": "t", "messages": {}}', "'messages' is not a list"),
        ('{"id": "t", "messages": null}', "'messages' is not a list"),
        ('{"id": 12, "messages": []}', "thread: Expected `str`"),
        ('{"id": null, "messages": []}', "id"),
        (line(["customer"]), "message 1 is not a JSON object"),  # type: ignore[arg-type]
        (line(CUSTOMER, {"role": "brand"}), "message 2 has no 'text' key"),
        (line({"text": "Where is it?"}), "message 1 has no 'role' key"),
        (line({**CUSTOMER, "role": "martian"}), "message 1: "),
        (line({**CUSTOMER, "role": ["customer"]}), "message 1: "),
        (line({**CUSTOMER, "role": None}), "message 1: "),
        (line({**CUSTOMER, "text": 5}), "message 1: Expected `str`"),
        (line({**CUSTOMER, "attachments": "two"}), "message 1: Expected `int`"),
        (line({**CUSTOMER, "visibility": "secret"}), "message 1: "),
        (line({**CUSTOMER, "sent_at": "yesterday"}), "message 1: 'sent_at' is not an ISO 8601 time"),
        (line({**CUSTOMER, "sent_at": 1738602300}), "message 1: 'sent_at' is not an ISO 8601 time"),
        (line({**CUSTOMER, "sent_at": "03/02/2025 18:05"}), "message 1: 'sent_at' is not an ISO 8601 time"),
        (line({**CUSTOMER, "id": "a"}, {**BRAND, "id": "a"}), "two messages have the same id"),
        (line({**CUSTOMER, "id": "m2"}, BRAND), "two messages have the same id"),
    ],
)
def test_a_record_that_breaks_the_contract_is_rejected_with_the_reason(tmp_path: Path, row: str, reason: str) -> None:
    assert reason in rejected(tmp_path, row)


@pytest.mark.parametrize("key", ["role", "visibility", "state", "sent_at", "sent_at_precision"])
def test_a_reason_never_repeats_the_records_own_words(tmp_path: Path, key: str) -> None:
    assert "Elena" not in rejected(tmp_path, line({**CUSTOMER, key: "Elena Brambilla"}))


@pytest.mark.parametrize(
    "row",
    [
        "[" * 100_000 + "]" * 100_000,
        '{"id": "t", "messages": [], "x": ' + '{"y": ' * 100_000 + "1" + "}" * 100_001,
        line()[:-1] + ', "size": 1e400}',
        r'{"id": "t", "messages": [{"role": "customer", "text": "half a smile \ud83d"}]}',
        b'{"id": "t", "messages": [{"role": "customer", "text": "zero \x00 byte"}]}',
        b'{"id": "t", "messages": [{"role": "customer", "text": "perch\xc3\xa9 \xe9"}]}',
        line()[:-1] + ', "n": NaN}',
        line() + line(),
    ],
    ids=["brackets", "braces", "number", "surrogate", "zero byte", "damaged character", "nan", "two objects"],
)
def test_hostile_json_costs_its_own_line_and_no_other(tmp_path: Path, row: str | bytes) -> None:
    assert "not valid JSON" in rejected(tmp_path, row)


def test_escaped_zero_bytes_and_surrogate_pairs_are_text(tmp_path: Path) -> None:
    [thread] = read(tmp_path, r'{"id": "t", "messages": [{"role": "customer", "text": "a\u0000b \ud83d\ude00"}]}')
    assert isinstance(thread, Thread)
    assert thread.messages[0].text == "a\0b 😀"


def test_an_integer_of_any_length_is_kept(tmp_path: Path) -> None:
    [thread] = read(tmp_path, line(serial=12345678901234567890123))
    assert isinstance(thread, Thread)
    assert thread.extra["serial"] == 12345678901234567890123


def test_a_long_first_message_does_not_hide_the_format(tmp_path: Path) -> None:
    path = tmp_path / "threads.jsonl"
    path.write_text(line({"text": "Where is it? " * 8_000, "role": "customer"}), encoding="utf-8")
    [thread] = read_threads([path])
    assert isinstance(thread, Thread)


@given(text=st.text(), extra=st.dictionaries(st.text().map("x-{}".format), st.text()))
def test_text_and_unknown_keys_are_exactly_what_the_file_says(text: str, extra: dict[str, str]) -> None:
    message = {"role": "customer", "text": text, **extra}
    thread = parse_thread({"id": "t", "messages": [message], **extra}, Source("x"))
    assert thread.messages[0].text == text
    assert thread.extra == thread.messages[0].extra == extra


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)
KEYS = ("id", "messages", "brand", "language", "extra", "role", "text", "sent_at", "visibility", "attachments", "state")


@given(
    st.dictionaries(st.sampled_from(KEYS), JSON | st.lists(st.dictionaries(st.sampled_from(KEYS), JSON), max_size=2))
)
def test_any_object_is_a_thread_or_malformed_and_nothing_else(record: dict[str, Any]) -> None:
    try:
        thread = parse_thread(record, Source("x"))
    except MalformedThreadError:
        return
    assert isinstance(thread.id, str)
    assert all(isinstance(message.text, str) and message.role in Role for message in thread.messages)


def labelled(tmp_path: Path, *rows: str) -> list[Any]:
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    return list(read_labelled_threads([path]))


def test_gold_stands_beside_the_thread(tmp_path: Path) -> None:
    [entry] = labelled(
        tmp_path,
        line(
            label="partial",
            acts={"m2": ["information"]},
            requested={"m2": []},
            findings=[{"code": "R101", "message": "m2", "slot": "order_number"}],
            disputed={"label": True, "acts": {"m2": ["courtesy"]}},
        ),
    )
    assert entry.gold.label is Label.PARTIAL
    assert entry.gold.acts == {"m2": (Act.INFORMATION,)}
    assert entry.gold.requested == {"m2": ()}
    assert entry.gold.findings[0].slot is Slot.ORDER_NUMBER
    assert entry.gold.disputed.label
    assert entry.gold.disputed.acts == {"m2": (Act.COURTESY,)}


def test_a_thread_nobody_labelled_has_no_gold(tmp_path: Path) -> None:
    [entry] = labelled(tmp_path, line())
    assert entry.gold.label is entry.gold.acts is entry.gold.requested is entry.gold.findings is None
    assert not entry.gold.disputed.label


@pytest.mark.parametrize(
    ("gold", "reason"),
    [
        ({"label": "splendid"}, "label"),
        ({"acts": {"m2": ["singing"]}}, "acts"),
        ({"requested": {"m2": ["shoe_size"]}}, "requested"),
        ({"findings": [{"code": "Z999", "message": "m2"}]}, "findings"),
        ({"findings": [{"code": "R101", "message": "m9"}]}, "which the thread does not have"),
        ({"acts": {"m9": []}}, "which the thread does not have"),
        ({"disputed": {"acts": 3}}, "disputed"),
    ],
)
def test_gold_that_breaks_the_codebook_is_rejected(tmp_path: Path, gold: dict[str, Any], reason: str) -> None:
    reject, sound = labelled(tmp_path, line(**gold), line())
    assert reason in reject.reason
    assert sound.thread.id == "t"


def test_times_keep_their_zone_or_lack_of_one(tmp_path: Path) -> None:
    times = ["2025-02-03T18:05:00Z", "2025-02-03T18:05:00", "2025-02-03"]
    [thread] = read(tmp_path, line(*({**CUSTOMER, "sent_at": time} for time in times)))
    assert isinstance(thread, Thread)
    assert [message.sent_at for message in thread.messages] == [
        datetime(2025, 2, 3, 18, 5, tzinfo=UTC),
        datetime(2025, 2, 3, 18, 5),
        datetime(2025, 2, 3),
    ]

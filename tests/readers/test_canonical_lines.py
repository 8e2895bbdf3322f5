"""Lines that keep the contract to the letter are read as they are key by key, only sooner."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.readers.canonical import GOLD_KEYS, MalformedThreadError, parse_thread
from analyzer.readers.canonical_lines import ThreadLines
from analyzer.threads import Source, Thread

LINES = ThreadLines(GOLD_KEYS)
SOURCE = Source("threads.jsonl", 7)
MESSAGE = {"id": "m1", "role": "customer", "text": "perché? 😡", "sent_at": "2025-02-03T18:05:00+01:00"}


def line(message: dict[str, Any] | None = None, **keys: Any) -> bytes:
    return json.dumps({"id": "t", "messages": [{**MESSAGE, **(message or {})}], **keys}).encode()


def key_by_key(raw: bytes) -> Thread | None:
    try:
        return parse_thread(msgspec.json.decode(raw), SOURCE)
    except MalformedThreadError:
        return None


@pytest.mark.parametrize(
    "raw",
    [
        line(),
        line(brand="Telvia", channel="x", language="it", incomplete=None, extra={"post": [1, None]}),
        line({"visibility": "private", "state": "edited", "attachments": 2, "extra": {"author_id": "7"}}),
        line({"sent_at": "2025-02-03T18:05:00", "sent_at_precision": "minute", "reply_to": "m0"}),
        line(label="responsive", acts={"m1": ["apology"]}, findings=[]),
    ],
)
def test_a_line_of_the_contracts_keys_needs_no_second_look(raw: bytes) -> None:
    assert LINES.thread(raw, SOURCE) == key_by_key(raw) is not None


@pytest.mark.parametrize(
    "raw",
    [
        line({"id": None}),
        line({"mood": "angry"}),
        line({"role": "Anna"}),
        line({"attachments": -1}),
        line({"sent_at": "yesterday"}),
        line(case="12"),
        line(source={"file": "elsewhere"}),
        line(messages=[MESSAGE, MESSAGE]),
        b"{",
        b"[" * 10_000,
        b'"\\ud83d"',
        b"\xff",
    ],
)
def test_any_other_line_is_looked_at_key_by_key(raw: bytes) -> None:
    assert LINES.thread(raw, SOURCE) is None


VALUES = st.sampled_from(
    [None, "", "m1", "brand", "public", "minute", "edited", -1, 0, 3, 1.5, True, {}, {"a": [1]}, [], "2025-02-03",
     "2025-02-03T18:05:00.123456Z", "2025-02-03 18:05+05:30", "20250203T180500"]
)  # fmt: skip
KEYS = (
    "id", "role", "text", "author", "sent_at", "sent_at_precision", "visibility", "reply_to", "attachments", "state",
    "extra", "mood",
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4), st.dictionaries(st.sampled_from(KEYS), VALUES))
def test_whatever_it_reads_is_what_is_read_key_by_key(message: dict[str, Any], keys: dict[str, Any]) -> None:
    raw = line(message, **keys)
    assert LINES.thread(raw, SOURCE) in (None, key_by_key(raw))

"""Scores in every output format."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.modeling.artifact import Model
from analyzer.scoring import ScoredThread, score_threads
from analyzer.threads import Message, Source, Thread
from analyzer.writers import writers
from analyzer.writers.csv_table import formula_safe
from analyzer.writers.terminal_text import one_line, terminal_safe
from analyzer.writers.view import LONGEST_SHOWN
from tests.conftest import thread_of

REPEATED = (
    "C: My order number is 88-4127-Q and the lamp came broken. Can I have a new one?",
    "B: Sorry to hear that! Could you send us your order number?",
    "C: I gave it to you above, 88-4127-Q.",
    "B: Please send us your order number so that we can help.",
)
KEYS = {
    *("thread_id", "source", "brand", "language", "score", "label", "probabilities", "findings", "acts", "requested"),
    *("features", "model", "questions", "handoffs", "promises", "intervals"),
}
FINDING_KEYS = {"code", "name", "message", "start", "end", "confidence", "quote", "explanation"}
COLUMNS = [
    *("source", "thread_id", "brand", "channel", "language", "score", "label"),
    *("unresponsive", "partial", "responsive", "not_scorable", "findings"),
]
ESCAPES = "\x1b[31mred\x1b]0;title\x07 \x9b2J \x90 \r over \x08 \u202eevil\u202c \u2066x\u2069 \u200f \u061c \ufeff"


def scored(model: Model, *threads: Thread) -> list[ScoredThread]:
    return list(score_threads(threads, model))


def written(name: str, scores: list[ScoredThread]) -> bytes:
    stream = io.BytesIO()
    writers()[name].write(scores, stream)
    return stream.getvalue()


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def hostile_thread(text: str) -> Thread:
    messages = thread_of(["C: Where is my parcel?", "B: It is on its way."]).messages
    shown = tuple(
        Message(message.id + text, message.role, f"{text} {message.text}", author=text) for message in messages
    )
    return Thread(text, shown, brand=text, channel=text, source=Source(text, 1))


def test_the_formats_are_those_of_the_contract() -> None:
    assert writers().keys() == {"view", "table", "jsonl", "csv", "parquet"}


def test_jsonl_has_exactly_the_keys_of_the_contract(default_model: Model) -> None:
    [record] = map(json.loads, written("jsonl", scored(default_model, thread_of(REPEATED))).splitlines())
    assert record.keys() - {"channel"} == KEYS
    assert record["source"].keys() == {"file", "line"}
    assert list(record["probabilities"]) == ["unresponsive", "partial", "responsive"]
    assert record["model"].keys() == {"name", "version", "sha256"}
    assert record["findings"]
    for finding in record["findings"]:
        assert finding.keys() - {"slot", "rests_on"} == FINDING_KEYS


def test_jsonl_lists_waits_promises_hand_offs_and_questions(default_model: Model) -> None:
    lines = [
        "C: When does my parcel arrive?",
        "B: Please send us a DM, we'll call you within 24 hours.",
        "C: I DMed you and nobody called.",
    ]
    times = ("2025-03-03T10:00+01:00", "2025-03-03T12:05+01:00", "2025-03-05T12:00+01:00")
    [record] = map(json.loads, written("jsonl", scored(default_model, thread_of(lines, times=times))).splitlines())
    waits = record["intervals"]
    assert [wait["waiting"] for wait in waits] == ["customer", "brand", "customer"]
    assert waits[0]["seconds"] == 7500.0
    assert waits[0]["started_at"] == "2025-03-03T10:00:00+01:00"
    assert (waits[2]["ended_by"], waits[2]["ends_because"]) == (None, "end_of_export")
    assert waits[0]["kept_apart"] == {"bots": 0, "automatic": 0, "system": 0, "internal": 0}
    [promise] = record["promises"]
    assert (promise["outcome"], promise["shown_by"]["message"]) == ("broken", "m3")
    assert promise["deadline"]["quote"] == "within 24 hours"
    assert promise["deadline"]["moment"] == "2025-03-04T12:05:00+01:00"
    assert [handoff["outcome"] for handoff in record["handoffs"]] == ["bounced"]
    assert [question["taken_up_by"] for question in record["questions"]] == ["m2"]


def test_the_view_shows_times_and_outcomes(default_model: Model) -> None:
    lines = ["C: When does my parcel arrive?", "BOT: Hi!", "B: On Monday, it is in Leeds."]
    times = ("2025-03-03T10:00", "2025-03-03T10:00", "2025-03-03T12:05")
    shown = written("view", scored(default_model, thread_of(lines, times=times))).decode()
    assert "m1 → m3  first reply after 2 h 5 min (between, no reply: 1 bot)" in shown
    waiting = written("view", scored(default_model, thread_of(lines[:1]))).decode()
    assert "m1 → …  still waiting where the export ends" in waiting


def test_jsonl_names_what_a_finding_rests_on(default_model: Model) -> None:
    [record] = map(json.loads, written("jsonl", scored(default_model, thread_of(REPEATED))).splitlines())
    repeated = next(finding for finding in record["findings"] if finding["code"] == "R101")
    assert repeated["name"] == "repeated-request"
    assert repeated["slot"] == "order_number"
    assert repeated["rests_on"]["kind"] == "given"
    assert "88-4127-Q" in repeated["rests_on"]["quote"]


def test_jsonl_of_a_thread_that_cannot_be_judged_says_why(default_model: Model) -> None:
    [record] = map(json.loads, written("jsonl", scored(default_model, thread_of(["B: Good morning!"]))).splitlines())
    assert record["score"] is record["label"] is record["probabilities"] is None
    assert record["findings"] == []
    assert record["not_scorable"] == "no_customer_message"


def located(value: Any) -> list[dict[str, Any]]:
    """Every object with a start and an end, however deep."""
    if isinstance(value, list):
        return [found for entry in value for found in located(entry)]
    if not isinstance(value, dict):
        return []
    inner = [found for entry in value.values() for found in located(entry)]
    return [value, *inner] if {"start", "end"} <= value.keys() else inner


def test_offsets_slice_the_text_to_the_quote(default_model: Model) -> None:
    thread = thread_of([line.replace("order", "😀 order") for line in REPEATED])
    texts = {message.id: message.text for message in thread.messages}
    [record] = map(json.loads, written("jsonl", scored(default_model, thread)).splitlines())
    found = located(record)
    assert len(found) > 3
    assert all(texts[entry["message"]][entry["start"] : entry["end"]] == entry["quote"] for entry in found)


def test_csv_has_the_columns_of_the_contract_and_one_row_a_thread(default_model: Model) -> None:
    content = written("csv", scored(default_model, thread_of(REPEATED), thread_of(["B: Good morning!"])))
    assert content.decode().splitlines()[0].split(",") == COLUMNS
    judged, unjudged = rows(content)
    assert 0 <= float(judged["score"]) <= 100
    assert "R101" in judged["findings"].split(";")
    assert (unjudged["score"], unjudged["label"], unjudged["not_scorable"]) == ("", "", "no_customer_message")


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1"])
def test_csv_holds_no_formula(default_model: Model, text: str) -> None:
    [row] = rows(written("csv", scored(default_model, hostile_thread(text))))
    assert {row[name] for name in ("thread_id", "brand", "channel")} == {f"'{text}"}
    assert row["source"].startswith(f"'{text}")


@given(st.text() | st.sampled_from("=+-@\t\r").flatmap(lambda start: st.text().map(start.__add__)))
def test_a_safe_cell_is_the_text_or_the_text_behind_an_apostrophe(text: str) -> None:
    assert formula_safe(text) in (text, f"'{text}")
    assert not formula_safe(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_parquet_gives_back_what_csv_says(default_model: Model) -> None:
    scores = scored(default_model, thread_of(REPEATED), thread_of(["B: Good morning!"]))
    table = pd.read_parquet(io.BytesIO(written("parquet", scores)))
    assert list(table.columns) == COLUMNS
    assert table["score"].dtype == "float64"
    assert table["label"].tolist()[0] == scores[0].score.label
    assert table[["score", "label", "brand"]].iloc[1].isna().all()
    for column in ("thread_id", "source", "language", "findings"):
        assert table[column].fillna("").tolist() == [row[column] for row in rows(written("csv", scores))]


def test_parquet_without_threads_still_has_its_columns() -> None:
    assert list(pd.read_parquet(io.BytesIO(written("parquet", []))).columns) == COLUMNS


@pytest.mark.parametrize("name", ["view", "table"])
def test_what_people_read_never_holds_a_control_character_from_the_text(default_model: Model, name: str) -> None:
    shown = written(name, scored(default_model, hostile_thread(ESCAPES))).decode()
    assert not re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", shown)
    assert "evil" in shown


@given(st.text())
def test_safe_text_keeps_every_offset(text: str) -> None:
    assert len(terminal_safe(text)) == len(text)
    assert all(new == old or not old.isprintable() for new, old in zip(terminal_safe(text), text, strict=True))


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@pytest.mark.parametrize("text", ["[bold]sale[/bold]", "[/]", "<b>sale</b>", "&amp;", ":smile:", "[link=http://x]y"])
def test_markup_is_shown_as_it_was_written(default_model: Model, text: str) -> None:
    scores = scored(default_model, hostile_thread(text))
    assert text in written("view", scores).decode()


def test_the_view_cuts_a_message_of_a_million_characters(default_model: Model) -> None:
    [short] = scored(default_model, thread_of(REPEATED))
    messages = [replace(message, text=message.text + "m" * 1_000_000) for message in short.thread.messages]
    shown = written("view", [replace(short, thread=replace(short.thread, messages=tuple(messages)))]).decode()
    assert len(shown) < 10 * LONGEST_SHOWN * len(messages)
    hidden = len(messages[0].text) - LONGEST_SHOWN
    assert f"({hidden} more characters)" in " ".join(shown.split())


def test_the_view_shows_messages_and_findings_where_they_stand(default_model: Model) -> None:
    shown = " ".join(written("view", scored(default_model, thread_of(REPEATED))).decode().split())
    places = [shown.index(part) for part in ("the lamp came broken", "Could you send", "↳ R101", "I gave it")]
    assert places == sorted(places)
    assert "0 unresponsive · 50 partial · 100 responsive" in shown


def test_the_table_prints_the_scale_once_and_a_row_a_thread(default_model: Model) -> None:
    shown = written("table", scored(default_model, *[thread_of(REPEATED)] * 3)).decode()
    assert " ".join(shown.split()).count("0 unresponsive · 50 partial · 100 responsive") == 1
    assert sum("R101" in line for line in shown.splitlines()) == 3


@pytest.mark.parametrize("name", ["view", "jsonl"])
def test_nothing_scored_is_nothing_written(name: str) -> None:
    assert written(name, []) == b""

"""Threads made to break what reads them: too much of everything, and signs that are none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analyzer.cli.app import run
from analyzer.modeling.artifact import Model
from analyzer.readers import MOST_MESSAGES, Reject, read_threads
from analyzer.scoring import score_threads
from analyzer.threads import Thread
from tests.conftest import thread_of

QUESTION, REPLY = "C: Dov'è il mio pacco? Il numero è 02 3293 451.", "B: Ci scriva in privato il numero di telefono."
HOSTILE = {
    "null byte": "Dov'è\x00 il pacco?",
    "lone surrogate": "Dov'è \ud83d il pacco?",
    "bidirectional override": "\u202eDov'è il pacco\u202c?",
    "terminal escapes": "\x1b[2J\x1b]0;title\x07Dov'è il pacco?",
    "markup": "[bold red]Dov'è[/] [link=http://a.example]il pacco[/link]?",
    "homoglyphs": "Dоv'è il pассо? Il numеro è 02 3293 451.",
    "combining marks": "Dov'è il pacco?" + "\u0301" * 5_000,
    "only marks": "\u200f\u200e\u2066\ufeff",
}


def scored(thread: Thread, model: Model) -> Any:
    return next(iter(score_threads([thread], model))).score


def file_of(folder: Path, *records: dict[str, Any]) -> Path:
    path = folder / "threads.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records) + "\n", encoding="utf-8")
    return path


def record(count: int, **others: Any) -> dict[str, Any]:
    said = [{"role": ("customer", "brand")[place % 2], "text": "Dov'è il pacco?"} for place in range(count)]
    return {"id": "t", "brand": "Telvia", "messages": said, **others}


@pytest.mark.parametrize("text", ["Il mio numero è 347 1234567, perché? ", "a", " ", "\n", "1", "<", "@"])
def test_a_message_of_ten_million_characters_is_judged_by_its_beginning(default_model: Model, text: str) -> None:
    thread = thread_of([QUESTION, REPLY], "it")
    first, reply = thread.messages
    flooded = replace(reply, text=f"{reply.text} {text * (10_000_000 // len(text))}")
    score = scored(replace(thread, messages=(first, flooded)), default_model)
    assert "R101" in [finding.code for finding in score.findings]
    assert all(finding.end <= 20_000 for finding in score.findings)


def test_messages_too_long_to_be_judged_whole_are_counted(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    long = record(2)
    long["messages"][0]["text"] = "Dov'è il pacco? " * 2_000
    source = file_of(tmp_path, long, record(2, id="u"))
    assert run(["score", str(source), "--format", "jsonl"]) == 0
    said = capsysbinary.readouterr().err.decode()
    assert f"note: {source}: messages judged by their first 20,000 characters alone: 1" in said
    assert "2 records read = 2 scored + 0 rejected" in said


def test_a_thread_of_too_many_messages_is_rejected_and_counted(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    source = file_of(tmp_path, record(MOST_MESSAGES + 1), record(2, id="u"))
    first, second = read_threads([source])
    assert isinstance(first, Reject)
    assert f"more than {MOST_MESSAGES}" in first.reason
    assert isinstance(second, Thread)
    assert run(["score", str(source), "--format", "jsonl"]) == 1
    assert b"2 records read = 1 scored + 1 rejected" in capsysbinary.readouterr().err


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("name", ["view", "table", "csv", "jsonl"])
def test_signs_that_are_none_do_no_harm_on_any_way_out(
    text: str, name: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    said = [{"role": "customer", "text": text, "author": text}, {"role": "brand", "text": text, "author": text}]
    source = file_of(tmp_path, {"id": text, "brand": text, "channel": text, "messages": said})
    output = "-" if name in ("view", "table") else str(tmp_path / "out")
    assert run(["score", str(source), "--format", name, "--output", output]) in (0, 1, 2)
    told = capsysbinary.readouterr()
    shown = told.out + told.err
    for sign in (b"\x1b]", b"\x1b[2J", b"\x00", b"\x07", "\u202e".encode()):
        assert sign not in shown
    assert b"Traceback" not in told.err


def test_links_that_go_round_clocks_that_run_backwards_and_ids_that_come_twice(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    said = [
        {"id": "a", "role": "customer", "text": "Dov'è il pacco?", "reply_to": "b", "sent_at": "2026-03-02T09:00:00Z"},
        {"id": "b", "role": "brand", "text": "Arriva domani.", "reply_to": "a", "sent_at": "1970-01-01T00:00:00Z"},
        {"id": "c", "role": "brand", "text": "Buona giornata.", "reply_to": "c", "sent_at": "9999-12-31T23:59:59Z"},
    ]
    twice = [{**said[0], "id": "a"}, {**said[1], "id": "a"}]
    source = file_of(tmp_path, record(0, messages=said), record(0, id="u", messages=twice), record(2, id="t"))
    assert run(["score", str(source), "--format", "jsonl"]) == 1
    told = capsysbinary.readouterr()
    assert b"3 records read = 2 scored + 1 rejected" in told.err
    assert b"same id" in told.err
    assert json.loads(told.out.splitlines()[0])["score"] is not None


@pytest.mark.parametrize(
    "line",
    ['{"id": "t", "messages": ' + "[" * 200_000, '{"id": "t", "messages": [], "x": ' + "9" * 200_000 + "}",
     '{"id": "t", "messages": [], "x": 1e999999}', '{"id": ' + '{"a":' * 100_000],
    ids=["depth", "digits", "exponent", "objects"],
)  # fmt: skip
def test_json_beyond_measure_is_rejected_or_read_in_one_line(
    line: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text(f"{line}\n{json.dumps(record(2))}\n", encoding="utf-8")
    assert run(["score", str(path), "--format", "jsonl", "--input-format", "canonical"]) in (0, 1)
    told = capsysbinary.readouterr().err
    assert b"2 records read" in told
    assert b"Traceback" not in told
    assert len(told) < 2_000

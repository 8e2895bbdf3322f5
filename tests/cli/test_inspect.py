"""``analyzer inspect``: what was recognised in each file, and how surely."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from analyzer.cli.app import run
from tests.readers.stories import SAMPLES

Captured = pytest.CaptureFixture[bytes]


def inspected(capsysbinary: Captured, *arguments: str) -> list[dict[str, Any]]:
    run(["inspect", *arguments, "--format", "json"])
    files: list[dict[str, Any]] = json.loads(capsysbinary.readouterr().out)["files"]
    return files


def test_json_holds_what_the_contract_names(capsysbinary: Captured) -> None:
    [entry] = inspected(capsysbinary, str(SAMPLES / "hootsuite.csv"))
    notes = entry.pop("notes")
    assert entry == {
        "file": str(SAMPLES / "hootsuite.csv"), "format": "hootsuite", "encoding": "utf-8", "brand": ["Telvia"],
        "brand_from": "format", "threads": 1, "messages": 2, "rejected": 0, "languages": {"it": 1},
        "first": "2024-03-12T18:05:40", "last": "2024-03-12T18:21:09", "timezone": "unknown",
    }  # fmt: skip
    assert "--timezone" in notes[0]


@pytest.mark.parametrize(
    ("file", "options", "told"),
    [
        ("hootsuite.csv", (), "format"),
        ("meta.json", ("--brand", "telvia caffè"), "option"),
        ("telegram.json", (), "inferred"),
    ],
)
def test_how_the_brand_was_told_is_said(capsysbinary: Captured, file: str, options: tuple[str, ...], told: str) -> None:
    assert inspected(capsysbinary, str(SAMPLES / file), *options)[0]["brand_from"] == told


def test_a_table_names_kinds_of_messages_and_what_is_missing(capsysbinary: Captured) -> None:
    assert (
        run(["inspect", str(SAMPLES / "zendesk_tickets.ndjson"), str(SAMPLES / "x_tweets.js"), "--brand", "4101"]) == 1
    )
    printed = " ".join(capsysbinary.readouterr().out.decode().split())
    assert "messages 4: 1 customer, 1 system, 1 internal note, 1 brand" in printed
    assert "rejected 1 records" in printed
    assert "rejected line 1: not valid JSON" in printed
    assert "threads not scorable" in printed


def test_one_unreadable_file_leaves_the_others_to_be_seen(capsysbinary: Captured, tmp_path: Path) -> None:
    unknown = tmp_path / "notes.md"
    unknown.write_text("# Appunti\n\nNiente conversazioni qui.\n", encoding="utf-8")
    chat = shutil.copy(SAMPLES / "whatsapp_ios.txt", tmp_path / "chat.txt")
    files = (str(unknown), str(tmp_path / "missing"), str(chat), str(SAMPLES / "twcs.csv"))
    assert run(["inspect", *files]) == 2
    printed = " ".join(capsysbinary.readouterr().out.decode().split())
    assert "format not recognised" in printed
    assert "no such file" in printed
    assert "name it with --brand, as it is written in the export (Carla Neri, Telvia)" in printed
    assert "twcs, utf-8 brand Telvia" in printed
    assert [entry["threads"] for entry in inspected(capsysbinary, *files)] == [0, 0, 0, 1]


def test_a_file_that_begins_no_thread_says_why_it_has_no_figures(capsysbinary: Captured) -> None:
    users, tickets = str(SAMPLES / "zendesk_users.ndjson"), str(SAMPLES / "zendesk_tickets.ndjson")
    [alone] = inspected(capsysbinary, users)
    assert alone["notes"] == ["no thread in it: if it belongs to other files of the export, give those as well"]
    beside, _ = inspected(capsysbinary, users, tickets)
    assert beside["notes"] == ["no thread begins in it: what it holds counts in the threads of the other files"]


def test_what_a_file_says_never_moves_the_terminal(capsysbinary: Captured, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("thread_id,role,text,brand\n1,brand,ciao,\x1b[2JTelvia\n", encoding="utf-8")
    run(["inspect", str(path)])
    assert b"\x1b" not in capsysbinary.readouterr().out

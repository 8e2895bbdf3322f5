"""``analyzer redact``: the copy, the counts, and what it says it cannot find."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.cli.app import run
from tests.conftest import SAMPLE

Captured = pytest.CaptureFixture[bytes]


def scores(capture: Captured, path: Path | str) -> list[tuple[float, str]]:
    capture.readouterr()
    assert run(["score", str(path), "--format", "jsonl"]) == 0
    rows = [json.loads(row) for row in capture.readouterr().out.splitlines()]
    return [(row["score"], row["label"]) for row in rows]


def test_a_copy_scores_as_the_file(capsysbinary: Captured, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jsonl"
    assert run(["redact", str(SAMPLE), "--output", str(copy)]) == 0
    assert "02/4417" not in copy.read_text(encoding="utf-8")
    assert scores(capsysbinary, copy) == scores(capsysbinary, SAMPLE)


def test_counts_by_kind_and_what_is_not_found_are_said(capsysbinary: Captured, tmp_path: Path) -> None:
    assert run(["redact", str(SAMPLE), "--output", str(tmp_path / "copy.jsonl"), "--report"]) == 0
    lines = capsysbinary.readouterr().err.decode().splitlines()
    assert lines[0] == "1 records read = 1 redacted + 0 rejected"
    assert any(line.startswith("replaced phone_number: ") for line in lines)
    assert lines[-1].startswith("not found by redact: names in free text")


def test_two_runs_give_other_pseudonyms_unless_they_share_a_salt(tmp_path: Path) -> None:
    salt = tmp_path / "salt"
    salt.write_text("0123456789abcdef0123456789abcdef", encoding="ascii")
    copies = []
    for arguments in ([], [], ["--salt-file", str(salt)], ["--salt-file", str(salt)]):
        copy = tmp_path / "copy.jsonl"
        assert run(["redact", str(SAMPLE), "--output", str(copy), *arguments]) == 0
        copies.append(copy.read_bytes())
    assert copies[0] != copies[1]
    assert copies[2] == copies[3]


def test_a_short_salt_is_refused(capsysbinary: Captured, tmp_path: Path) -> None:
    salt = tmp_path / "salt"
    salt.write_text("short", encoding="ascii")
    assert run(["redact", str(SAMPLE), "--output", "-", "--salt-file", str(salt)]) == 2
    assert b"salt is shorter than 16 bytes" in capsysbinary.readouterr().err

"""``analyzer check``: where the draft comes from, what comes out, with which exit code."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from analyzer.cli.app import run
from tests.conftest import SAMPLE

Captured = pytest.CaptureFixture[bytes]
REPEATS = "Ci dai il numero che ti chiama?"


@pytest.fixture
def nothing_piped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))


def out(capture: Captured) -> str:
    return capture.readouterr().out.decode()


def test_a_finding_is_one_line_with_its_place_and_its_reason(capsysbinary: Captured) -> None:
    assert run(["check", str(SAMPLE), "--reply", REPEATS]) == 0
    first, score, *_ = out(capsysbinary).splitlines()
    assert first.startswith('m9:10-30 R101 asks for the calling number, given in m3: "02/4417"')
    assert re.match(r"score \d\.\d unresponsive -> \d\.\d unresponsive \(scale: ", score)


def test_what_is_open_is_said_with_what_would_close_it(capsysbinary: Captured) -> None:
    run(["check", str(SAMPLE), "--reply", "Grazie e buona giornata!"])
    lines = out(capsysbinary).splitlines()
    places = [number for number, line in enumerate(lines) if line.startswith("open ")]
    assert places
    assert all(lines[number + 1].startswith("  to close it: ") for number in places)


def test_a_file_a_pipe_and_an_option_give_the_same(
    capsysbinary: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run(["check", str(SAMPLE), "--reply", REPEATS])
    by_option = out(capsysbinary)
    path = tmp_path / "reply.txt"
    path.write_text(REPEATS + "\n", encoding="utf-8")
    run(["check", str(SAMPLE), "--reply-file", str(path)])
    assert out(capsysbinary) == by_option
    for arguments in (["--reply", "-"], ["--reply-file", "-"], []):
        with path.open(encoding="utf-8") as piped:
            monkeypatch.setattr("sys.stdin", piped)
            assert run(["check", str(SAMPLE), *arguments]) == 0
        assert out(capsysbinary) == by_option


@pytest.mark.usefixtures("nothing_piped")
def test_without_a_draft_the_last_reply_is_it(capsysbinary: Captured) -> None:
    assert run(["check", str(SAMPLE)]) == 0
    printed = capsysbinary.readouterr()
    assert b"the draft is the thread's last reply, m8" in printed.err
    assert printed.out.startswith(b"m8:65-103 B301")


def test_an_empty_pipe_is_no_draft(capsysbinary: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    with open(os.devnull, encoding="utf-8") as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        assert run(["check", str(SAMPLE), "--format", "json"]) == 0
    assert json.loads(out(capsysbinary))["draft"] == "m8"


def test_json_holds_the_evidence_and_both_scores(capsysbinary: Captured) -> None:
    assert run(["check", str(SAMPLE), "--reply", REPEATS, "--format", "json"]) == 0
    record: dict[str, Any] = json.loads(out(capsysbinary))
    assert record["thread_id"] == "unwanted-calls"
    [finding] = record["findings"]
    assert REPEATS[finding["start"] : finding["end"]] == finding["quote"]
    assert 0 <= record["score"]["after"] <= record["score"]["before"] < 10
    assert set(record["label"]) == {"before", "after"}
    assert {"kind", "message", "start", "end", "quote", "says", "closes"} <= record["open"][0].keys()


def test_github_gets_workflow_commands_that_text_cannot_forge(capsysbinary: Captured, tmp_path: Path) -> None:
    path = tmp_path / "a,b:c%.jsonl"
    asked = {"role": "customer", "text": "My order number is 88-4127-Q\n::error::forged and the lamp came broken, 100%"}
    path.write_text(json.dumps({"id": "t", "messages": [asked]}) + "\n", encoding="utf-8")
    run(["check", str(path), "--reply", "Could you send us your order number?", "--format", "github"])
    lines = out(capsysbinary).splitlines()
    assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in lines)
    assert any("title=R101 repeated-request::m2:" in line for line in lines)
    assert all("a%2Cb%3Ac%25.jsonl,line=1," in line for line in lines)


def test_fail_on_costs_exit_code_1_only_where_the_draft_raises_it(capsysbinary: Captured) -> None:
    assert run(["check", str(SAMPLE), "--reply", REPEATS, "--fail-on", "r101"]) == 1
    assert b"gate failed: the draft raises R101" in capsysbinary.readouterr().err
    assert run(["check", str(SAMPLE), "--reply", REPEATS, "--fail-on", "B301"]) == 0
    assert run(["check", str(SAMPLE), "--reply", REPEATS, "--fail-under", "50"]) == 1


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--reply", "a", "--last"], b"more than one draft"),
        (["--reply", "  "], b"the draft is empty"),
        (["--reply", "a", "--format", "xml"], b"unknown format 'xml'; use one of text, json, github"),
        (["--reply", "a", "--fail-on", "Z9"], b"unknown code 'Z9'"),
        (["--reply-file", "missing.txt"], b"missing.txt: no such file"),
        (["--reply", "a", "--thread", "other"], b"no thread 'other' among 1"),
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(capsysbinary: Captured, arguments: list[str], complaint: bytes) -> None:
    assert run(["check", str(SAMPLE), *arguments]) == 2
    printed = capsysbinary.readouterr()
    assert complaint in printed.err
    assert printed.err.count(b"\n") == 1
    assert not printed.out


def test_of_several_threads_one_is_named(capsysbinary: Captured, tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    asked = {"role": "customer", "text": "Where is my parcel?"}
    path.write_text("".join(json.dumps({"id": name, "messages": [asked]}) + "\n" for name in "ab"), encoding="utf-8")
    assert run(["check", str(path), "--reply", "Hello"]) == 2
    assert b"more than one thread; name one with --thread" in capsysbinary.readouterr().err
    assert run(["check", str(path), "--reply", "Hello", "--thread", "b", "--format", "json"]) == 0
    assert json.loads(out(capsysbinary))["thread_id"] == "b"

"""``analyzer score``: what comes out where, and with which exit code."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from analyzer.cli.app import run
from tests.conftest import SAMPLE

Captured = pytest.CaptureFixture[bytes]
GOOD = {"role": "brand", "text": "It left Bologna this morning and reaches you tomorrow."}


def line(identity: str = "t", *messages: dict[str, Any]) -> str:
    asked = {"role": "customer", "text": "Where is my parcel?"}
    return json.dumps({"id": identity, "messages": [asked, *messages]})


@pytest.fixture
def threads(tmp_path: Path) -> str:
    """Two sound threads: one answered, one left without a reply."""
    path = tmp_path / "threads.jsonl"
    path.write_text(f"{line('answered', GOOD)}\n{line('ignored')}\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def damaged(tmp_path: Path) -> str:
    """A sound thread, a broken line, a sound thread."""
    path = tmp_path / "damaged.jsonl"
    path.write_text(f"{line('one', GOOD)}\n{{broken\n{line('two', GOOD)}\n", encoding="utf-8")
    return str(path)


def records(printed: bytes) -> list[dict[str, Any]]:
    return [json.loads(row) for row in printed.splitlines()]


def test_a_pipe_holds_scores_and_nothing_else(capsysbinary: Captured, threads: str) -> None:
    assert run(["score", threads]) == 0
    printed = capsysbinary.readouterr()
    assert [record["thread_id"] for record in records(printed.out)] == ["answered", "ignored"]
    assert printed.err == b"2 records read = 2 scored + 0 rejected\n"


def test_the_sample_is_unresponsive_with_its_evidence(capsysbinary: Captured) -> None:
    assert run(["score", str(SAMPLE)]) == 0
    [record] = records(capsysbinary.readouterr().out)
    assert record["label"] == "unresponsive"
    assert {"R101", "R104"} <= {finding["code"] for finding in record["findings"]}
    assert record["source"] == {"file": str(SAMPLE), "line": 1}


def test_several_files_are_scored_in_order(capsysbinary: Captured, threads: str) -> None:
    assert run(["score", threads, str(SAMPLE), threads]) == 0
    scored = [record["thread_id"] for record in records(capsysbinary.readouterr().out)]
    assert scored == ["answered", "ignored", "unwanted-calls", "answered", "ignored"]


@pytest.mark.parametrize("file", ["-", "--"])
def test_a_dash_reads_standard_input(capsysbinary: Captured, monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(line("piped", GOOD).encode())))
    assert run(["score", *([file] if file == "-" else [file, "-"])]) == 0
    [record] = records(capsysbinary.readouterr().out)
    assert (record["thread_id"], record["source"]) == ("piped", {"file": "-", "line": 1})


def test_rejects_cost_exit_code_1_and_are_said_with_their_line(capsysbinary: Captured, damaged: str) -> None:
    assert run(["score", damaged]) == 1
    printed = capsysbinary.readouterr()
    assert [record["thread_id"] for record in records(printed.out)] == ["one", "two"]
    reject, summary = printed.err.decode().splitlines()
    assert reject.startswith(f"{damaged}:2: rejected: not valid JSON")
    assert summary == "3 records read = 2 scored + 1 rejected"


def test_rejects_go_to_their_file(capsysbinary: Captured, damaged: str, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.jsonl"
    assert run(["score", damaged, "--rejects", str(rejects)]) == 1
    [reject] = records(rejects.read_bytes())
    assert reject.keys() == {"source", "line", "reason"}
    assert (reject["source"], reject["line"]) == (damaged, 2)
    assert capsysbinary.readouterr().err == b"3 records read = 2 scored + 1 rejected\n"


def test_the_first_reject_ends_a_strict_run(capsysbinary: Captured, damaged: str, tmp_path: Path) -> None:
    output = tmp_path / "scores.jsonl"
    assert run(["score", damaged, "--strict", "--output", str(output)]) == 2
    [complaint] = capsysbinary.readouterr().err.decode().splitlines()
    assert f"{damaged}:2: not valid JSON" in complaint
    assert "leave --strict out" in complaint
    assert not output.exists()


def test_every_row_of_a_table_is_accounted_for(capsysbinary: Captured, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    rows = ("A,customer,Where is it?", "B,customer,Hello?", "A,brand,It left today.", "B,martian,Beep", ",brand,x")
    table.write_text("\n".join(["thread_id,role,text", *rows]), encoding="utf-8")
    assert run(["score", str(table)]) == 1
    assert capsysbinary.readouterr().err.endswith(b"5 records read = 2 scored + 3 rejected\n")


def test_threads_that_cannot_be_judged_count_as_scored(capsysbinary: Captured, tmp_path: Path) -> None:
    path = tmp_path / "threads.jsonl"
    path.write_text(f'{line("a", GOOD)}\n{{"id": "b", "messages": []}}\n', encoding="utf-8")
    assert run(["score", str(path)]) == 0
    assert capsysbinary.readouterr().err == b"2 records read = 2 scored (1 threads not scorable) + 0 rejected\n"


@pytest.mark.parametrize("content", ["", "\n \n"], ids=["empty", "white space"])
def test_an_empty_file_is_done_with_a_warning(capsysbinary: Captured, tmp_path: Path, content: str) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text(content, encoding="utf-8")
    assert run(["score", str(path)]) == 0
    printed = capsysbinary.readouterr()
    assert printed.out == b""
    assert printed.err.decode() == f"warning: nothing to read in {path}\n"


def test_an_empty_file_beside_a_full_one_is_named_in_a_warning(
    capsysbinary: Captured, tmp_path: Path, threads: str
) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    assert run(["score", threads, str(empty)]) == 0
    assert str(empty) in capsysbinary.readouterr().err.decode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"id": "t", "messages": [{"role": "martian"}]}\n', "nothing readable: 1 of 1 records rejected"),
        ("It was a dark and stormy night.\n", "format not recognised"),
        (None, "no such file"),
    ],
    ids=["all rejected", "prose", "missing"],
)
def test_a_file_nothing_can_be_read_from_is_exit_code_2(
    capsysbinary: Captured, tmp_path: Path, content: str | None, reason: str
) -> None:
    path = tmp_path / "threads.jsonl"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert run(["score", str(path)]) == 2
    printed = capsysbinary.readouterr()
    assert printed.out == b""
    last = printed.err.decode().splitlines()[-1]
    assert last.startswith(f"analyzer: {path}: {reason}")
    assert "; " in last


def test_a_missing_second_file_still_is_exit_code_2(capsysbinary: Captured, threads: str, tmp_path: Path) -> None:
    assert run(["score", threads, str(tmp_path / "gone.jsonl"), "--output", str(tmp_path / "scores.jsonl")]) == 2
    assert "no such file" in capsysbinary.readouterr().err.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["threads.jsonl"]


@pytest.mark.parametrize(
    ("gate", "code"),
    [
        (["--fail-under", "0"], 0),
        (["--fail-under", "99.9"], 1),
        (["--fail-on", "U402"], 1),
        (["--fail-on", "u402"], 1),
        (["--fail-on", "B301"], 0),
        (["--fail-on", "B301", "--fail-on", "U402"], 1),
    ],
)
def test_a_failed_gate_costs_exit_code_1_and_no_scores(
    capsysbinary: Captured, threads: str, gate: list[str], code: int
) -> None:
    assert run(["score", threads, *gate]) == code
    printed = capsysbinary.readouterr()
    assert len(records(printed.out)) == 2
    assert (b"gate failed: thread ignored" in printed.err) == bool(code)


def test_a_gate_leaves_threads_alone_that_cannot_be_judged(capsysbinary: Captured, tmp_path: Path) -> None:
    path = tmp_path / "threads.jsonl"
    path.write_text('{"id": "b", "messages": [{"role": "brand", "text": "Good morning!"}]}\n', encoding="utf-8")
    assert run(["score", str(path), "--fail-under", "100"]) == 0
    assert b"gate" not in capsysbinary.readouterr().err


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--fail-on", "R999"], "unknown code 'R999'"),
        (["--format", "fax"], "unknown format 'fax'; use one of csv, jsonl"),
        (["--input-format", "fax"], "unknown format 'fax'; use one of canonical"),
        (["--map", "chat"], "'chat' is not COLUMN=FIELD"),
        (["--model", "nobody"], "no such model"),
        (["--model", "./nowhere"], "no such model"),
        (["--output", "/nowhere/at/all.jsonl"], "no such file"),
        (["--rejects", "/nowhere/at/all.jsonl"], "no such file"),
    ],
)
def test_an_option_that_does_not_fit_is_one_line_and_exit_code_2(
    capsysbinary: Captured, threads: str, options: list[str], reason: str
) -> None:
    assert run(["score", threads, *options]) == 2
    printed = capsysbinary.readouterr()
    assert printed.out == b""
    assert len(printed.err.splitlines()) == 1
    assert reason in printed.err.decode()


def test_output_appears_whole_under_its_name(capsysbinary: Captured, threads: str, tmp_path: Path) -> None:
    output = tmp_path / "scores.jsonl"
    output.write_text("what was there before", encoding="utf-8")
    assert run(["score", threads, "--output", str(output)]) == 0
    assert len(records(output.read_bytes())) == 2
    assert capsysbinary.readouterr().out == b""
    assert {path.name for path in tmp_path.iterdir()} == {"threads.jsonl", "scores.jsonl"}


def test_output_is_untouched_when_the_run_fails(capsysbinary: Captured, damaged: str, tmp_path: Path) -> None:
    output = tmp_path / "scores.jsonl"
    output.write_text("what was there before", encoding="utf-8")
    assert run(["score", damaged, "--strict", "--output", str(output)]) == 2
    assert capsysbinary.readouterr().err
    assert output.read_text(encoding="utf-8") == "what was there before"
    assert {path.name for path in tmp_path.iterdir()} == {"damaged.jsonl", "scores.jsonl"}


@pytest.mark.parametrize(
    ("name", "start"),
    [("jsonl", "{"), ("csv", "source,"), ("parquet", "PAR1"), ("view", "answered"), ("table", "┏")],
)
def test_every_format_goes_through_a_pipe(capsysbinary: Captured, threads: str, name: str, start: str) -> None:
    assert run(["score", threads, "--format", name]) == 0
    assert capsysbinary.readouterr().out.startswith(start.encode())


@pytest.mark.parametrize("name", ["view", "table"])
def test_a_pipe_is_given_no_colours(capsysbinary: Captured, threads: str, name: str) -> None:
    assert run(["score", threads, "--format", name]) == 0
    assert b"\x1b" not in capsysbinary.readouterr().out


def test_the_brand_the_map_and_the_language_reach_the_reader(capsysbinary: Captured, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("chat,by,words\nA,Rita,Boh\nA,Telvia,Ciao\n", encoding="utf-8")
    mapped = [option for pair in ("chat=thread_id", "by=author", "words=text") for option in ("--map", pair)]
    assert run(["score", str(table), *mapped, "--brand", "telvia", "--language", "it"]) == 0
    [record] = records(capsysbinary.readouterr().out)
    assert (record["thread_id"], record["brand"], record["language"]) == ("A", "telvia", "it")
    assert list(record["acts"]) == ["m2"]


def test_a_device_given_as_output_is_written_to_and_stays_a_device() -> None:
    assert run(["score", str(SAMPLE), "--output", os.devnull]) == 0
    assert Path(os.devnull).is_char_device()


def test_a_link_given_as_output_stays_a_link(tmp_path: Path) -> None:
    link = tmp_path / "latest.jsonl"
    link.symlink_to(tmp_path / "scores.jsonl")
    assert run(["score", str(SAMPLE), "--output", str(link)]) == 0
    assert link.is_symlink()
    assert (tmp_path / "scores.jsonl").read_text(encoding="utf-8").count("\n") == 1


def test_a_policy_file_sets_what_is_slow(capsysbinary: Captured, tmp_path: Path) -> None:
    asked = {"role": "customer", "text": "Where is my parcel?", "sent_at": "2025-03-03T10:00:00+01:00"}
    thread = {"id": "t", "messages": [asked, {**GOOD, "sent_at": "2025-03-03T10:20:00+01:00"}]}
    export, policy = tmp_path / "export.jsonl", tmp_path / "policy.toml"
    export.write_text(json.dumps(thread), encoding="utf-8")
    policy.write_text("[reply_times]\nfirst_reply_seconds = 600\n", encoding="utf-8")
    found = []
    for options in ([], ["--policy", str(policy)]):
        assert run(["score", str(export), *options]) == 0
        [record] = records(capsysbinary.readouterr().out)
        found.append({finding["code"] for finding in record["findings"]})
    assert found[1] - found[0] == {"U403"}


def test_a_bad_policy_is_one_line_and_exit_code_2(capsysbinary: Captured, threads: str, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("[reply_times]\nfirst = 600\n", encoding="utf-8")
    assert run(["score", threads, "--policy", str(policy)]) == 2
    printed = capsysbinary.readouterr()
    assert printed.out == b""
    assert printed.err.decode().startswith(f"analyzer: {policy}: ")
    assert len(printed.err.splitlines()) == 1


def test_quotes_for_programs_are_exact_characters(capsysbinary: Captured) -> None:
    assert run(["score", str(SAMPLE), "--format", "jsonl"]) == 0
    assert b"02/4417" in capsysbinary.readouterr().out


@pytest.mark.parametrize("output_format", ["view", "table"])
def test_data_items_laid_out_for_reading_are_masked_unless_they_are_asked_for(
    capsysbinary: Captured, output_format: str
) -> None:
    assert run(["score", str(SAMPLE), "--format", output_format]) == 0
    told = capsysbinary.readouterr()
    assert b"4417" not in told.out + told.err
    assert b"Sergio" not in told.out + told.err
    if output_format == "view":
        assert run(["score", str(SAMPLE), "--format", output_format, "--show-data"]) == 0
        assert b"02/4417" in capsysbinary.readouterr().out

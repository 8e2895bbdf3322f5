from __future__ import annotations

import csv
import errno
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analyzer.auditing import running
from analyzer.auditing.backends import Workers, scored_in_order
from analyzer.auditing.policy import AuditPolicy
from analyzer.auditing.running import audit
from analyzer.auditing.shard_scoring import ScoredShard
from analyzer.auditing.thread_rows import Shown
from analyzer.auditing.workspace import Workspace
from analyzer.codebook import Code
from analyzer.errors import AnalyzerError, UnreadableInputError, UsageError
from analyzer.report.columns import TABLES
from tests.auditing.months import Heard, contents, month, request, thread

FILES = {
    "scores.parquet", "scores.csv", "findings.parquet", "replies.parquet", "intervals.parquet", "rejects.jsonl",
    "summary.json", "report.html", "run.json",
}  # fmt: skip


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audit")
    audit(request(month(folder / "month.jsonl", broken=2), folder / "out"), Heard())
    return folder / "out"


def test_an_audit_leaves_its_files_and_nothing_else(finished: Path) -> None:
    assert set(contents(finished)) == FILES
    assert not Workspace(finished).folder.exists()


def test_tables_have_their_schema_and_a_row_for_every_thread_in_order(finished: Path) -> None:
    for name, schema in TABLES.items():
        assert pq.read_schema(finished / f"{name}.parquet").remove_metadata() == schema
    table = pq.read_table(finished / "scores.parquet")
    assert table["row"].to_pylist() == list(range(40))
    assert table["thread_id"].to_pylist() == [f"t{number}" for number in range(40)]


def test_every_record_is_accounted_for(finished: Path) -> None:
    counts = json.loads((finished / "summary.json").read_bytes())["counts"]
    rejects = (finished / "rejects.jsonl").read_text().splitlines()
    assert (counts["records_read"], counts["records_scored"], counts["records_rejected"]) == (42, 40, 2)
    assert [json.loads(line)["line"] for line in rejects] == [41, 42]


def test_quotes_are_masked_and_texts_left_out_unless_they_are_asked_for(finished: Path, tmp_path: Path) -> None:
    assert not any(b"3293" in content for content in contents(finished).values())
    plain = pq.read_table(finished / "findings.parquet").to_pylist()
    assert any("••" in (line["rests_on_quote"] or "") for line in plain)
    source = month(tmp_path / "month.jsonl", 8)
    audit(request(source, tmp_path / "out", shown=Shown(texts=True, data=True)), Heard())
    table = pq.read_table(tmp_path / "out" / "scores.parquet").to_pylist()
    texts = [message["text"] for message in table[0]["conversation"]]
    assert "02 3293 451" in texts[0]
    for line in pq.read_table(tmp_path / "out" / "findings.parquet").to_pylist():
        said = {message["id"]: message["text"] for message in table[line["row"]]["conversation"]}
        assert said[line["message"]][line["start"] : line["end"]] == line["quote"]


def test_explanations_name_the_message_and_mask_the_value(finished: Path) -> None:
    lines = pq.read_table(finished / "findings.parquet").to_pylist()
    said = [line["explanation"] for line in lines if line["code"] == "R101"]
    assert said
    assert all("m1" in sentence and "••" in sentence for sentence in said)


def test_masked_quotes_stand_where_the_masked_text_has_them(tmp_path: Path) -> None:
    audit(request(month(tmp_path / "m.jsonl", 8), tmp_path / "out", shown=Shown(texts=True)), Heard())
    table = pq.read_table(tmp_path / "out" / "scores.parquet").to_pylist()
    for line in pq.read_table(tmp_path / "out" / "findings.parquet").to_pylist():
        said = {message["id"]: message["text"] for message in table[line["row"]]["conversation"]}
        assert said[line["message"]][line["start"] : line["end"]] == line["quote"]
        assert "3293" not in "".join(said.values())


def test_cells_run_no_formula(tmp_path: Path) -> None:
    source = month(tmp_path / "m.jsonl", 1, more=[thread(1, id="=cmd()", brand="@x")])
    audit(request(source, tmp_path / "out"), Heard())
    with (tmp_path / "out" / "scores.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert (rows[1]["thread_id"], rows[1]["brand"]) == ("'=cmd()", "'@x")


def test_the_same_bytes_for_any_number_of_processes(finished: Path, tmp_path: Path) -> None:
    source = finished.parent / "month.jsonl"
    audit(request(source, tmp_path / "two", workers=Workers(2, fewest_messages=0)), Heard())
    assert contents(tmp_path / "two") == contents(finished)


def test_an_audit_that_was_stopped_goes_on_and_ends_the_same(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, output = finished.parent / "month.jsonl", tmp_path / "out"

    def stopped(*arguments: object) -> Iterator[ScoredShard]:
        scored = scored_in_order(*arguments)  # type: ignore[arg-type]
        yield next(scored)
        yield next(scored)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(running, "scored_in_order", stopped)
        with pytest.raises(KeyboardInterrupt):
            audit(request(source, output), Heard())
    assert not output.exists()
    heard = Heard()
    audit(request(source, output), heard)
    assert heard.steps[0].resumed == 40
    assert contents(output) == contents(finished)


def test_other_settings_or_inputs_are_refused(finished: Path, tmp_path: Path) -> None:
    source = finished.parent / "month.jsonl"
    with pytest.raises(UsageError, match="critical"):
        audit(request(source, finished, policy=AuditPolicy(critical=frozenset({Code.BLAME_SHIFT}))), Heard())
    with pytest.raises(UsageError, match="inputs"):
        audit(request(month(tmp_path / "other.jsonl", 3), finished), Heard())
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(UsageError, match="no audit"):
        audit(request(source, tmp_path / "mine"), Heard())


def test_a_finished_audit_is_not_made_again(finished: Path) -> None:
    before, heard = contents(finished), Heard()
    audit(request(finished.parent / "month.jsonl", finished), heard)
    assert contents(finished) == before
    assert "complete already" in heard.lines[0]


@pytest.mark.parametrize("stage", ["shards", "tables", "report"])
def test_a_full_disk_costs_nothing_that_is_scored(
    stage: str, finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, output = finished.parent / "month.jsonl", tmp_path / "out"
    synced = list[int]()

    def full(*arguments: object, **named: object) -> None:
        synced.append(1)
        if stage != "shards" or len(synced) == 4:
            (output.with_name("out.partial") / "result" / "scores.parquet").write_bytes(b"PAR1 half")
            raise OSError(errno.ENOSPC, "No space left on device", str(output))

    place, name = {"shards": (os, "fsync"), "tables": (running, "merge"), "report": (running, "write_report")}[stage]
    with monkeypatch.context() as patch:
        patch.setattr(place, name, full)
        with pytest.raises(AnalyzerError, match="no space left"):
            audit(request(source, output), Heard())
    assert not output.exists()
    assert not list(output.with_name("out.partial").rglob("*.tmp"))
    heard = Heard()
    audit(request(source, output), heard)
    assert len(heard.steps) == (2 if stage == "shards" else 0)
    assert contents(output) == contents(finished)


def test_inputs_may_be_globs_and_standard_input_is_none(tmp_path: Path) -> None:
    month(tmp_path / "a.jsonl", 2)
    month(tmp_path / "b.jsonl", 3)
    summary = audit(replace(request(tmp_path, tmp_path / "out"), paths=[str(tmp_path / "*.jsonl")]), Heard())
    assert (summary.counts.files, summary.counts.threads) == (2, 5)
    with pytest.raises(UsageError, match="standard input"):
        audit(replace(request(tmp_path, tmp_path / "x"), paths=["-"]), Heard())
    with pytest.raises(UnreadableInputError, match="matches no file"):
        audit(replace(request(tmp_path, tmp_path / "x"), paths=[str(tmp_path / "*.none")]), Heard())


def test_an_empty_month_makes_an_empty_audit(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("")
    summary = audit(request(tmp_path / "empty.jsonl", tmp_path / "out"), Heard())
    assert summary.counts.threads == 0
    assert set(contents(tmp_path / "out")) == FILES


def test_a_critical_finding_fails_a_thread_whatever_its_score(tmp_path: Path) -> None:
    policy = AuditPolicy(critical=frozenset({Code.RESOLUTION}), thread_fails_under=0.0)
    audit(request(month(tmp_path / "m.jsonl", 12), tmp_path / "out", policy=policy), Heard())
    for line in pq.read_table(tmp_path / "out" / "scores.parquet").to_pylist():
        assert line["failed"] is ("P503" in line["findings"])
        assert line["failed_because"] == ("P503" if line["failed"] else None)

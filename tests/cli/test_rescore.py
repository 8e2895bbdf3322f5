"""``analyzer rescore``: what moves, by how much, because of which evidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analyzer.cli.app import run
from tests.labelling.stories import ANSWERED, EMOJI, saved

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def threads(tmp_path: Path) -> str:
    return saved(tmp_path / "threads.jsonl", EMOJI, ANSWERED)


def scores_of(threads: str, tmp_path: Path) -> Path:
    path = tmp_path / "scores.jsonl"
    assert run(["score", threads, "--format", "jsonl", "--output", str(path)]) == 0
    return path


def changed(path: Path, **values: Any) -> None:
    """Changes the first line of a score file, as if an older model had written it."""
    first, *others = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([json.dumps({**json.loads(first), **values}), *others]), encoding="utf-8")


def test_the_same_model_moves_nothing(tmp_path: Path, threads: str, capsys: Captured) -> None:
    old = scores_of(threads, tmp_path)
    capsys.readouterr()
    assert run(["rescore", str(old), "--model", "default"]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "0 of 2 threads move with default" in printed.err


def test_a_finding_that_was_not_there_is_named_as_the_cause(tmp_path: Path, threads: str, capsys: Captured) -> None:
    old = scores_of(threads, tmp_path)
    first = json.loads(old.read_text(encoding="utf-8").splitlines()[0])
    fewer = [found for found in first["findings"] if found["code"] != "R101"]
    features = {**first["features"], "repeated_requests": 0}
    changed(old, findings=fewer, features=features, score=50.0, label="partial")
    capsys.readouterr()
    assert run(["rescore", str(old), "--model", "default", "--format", "jsonl"]) == 0
    printed = capsys.readouterr()
    move = json.loads(printed.out.splitlines()[0])
    assert (move["score_before"], move["by"]) == (50.0, round(first["score"] - 50.0, 1))
    assert [found["code"] for found in move["come"]] == ["R101"]
    assert move["gone"] == []
    assert [cause["column"] for cause in move["causes"]] == ["repeated_requests"]
    assert move["causes"][0]["effect"] == move["by_evidence"] < 0
    assert move["by_evidence"] + move["by_model"] == pytest.approx(move["by"], abs=0.11)
    assert "partial to unresponsive: 1" in printed.err


def test_the_table_lists_what_moved(tmp_path: Path, threads: str, capsys: Captured) -> None:
    old = scores_of(threads, tmp_path)
    changed(old, score=50.0, label="partial")
    capsys.readouterr()
    assert run(["rescore", str(old), "--model", "default"]) == 0
    table = capsys.readouterr().out
    assert "parcel" in table
    assert "shop" not in table
    assert "partial to unresponsive" in table


def test_conversations_that_lie_elsewhere_are_named(tmp_path: Path, threads: str, capsys: Captured) -> None:
    old = scores_of(threads, tmp_path)
    elsewhere = Path(threads).rename(tmp_path / "moved.jsonl")
    assert run(["rescore", str(old), "--model", "default"]) == 2
    assert run(["rescore", str(old), "--model", "default", "--threads", str(elsewhere)]) == 0
    assert "0 of 2 threads move" in capsys.readouterr().err


def test_scored_threads_that_are_gone_are_counted(tmp_path: Path, threads: str, capsys: Captured) -> None:
    old = scores_of(threads, tmp_path)
    fewer = saved(tmp_path / "fewer.jsonl", ANSWERED)
    assert run(["rescore", str(old), "--model", "default", "--threads", fewer]) == 1
    assert "1 of 2 scored threads are not in" in capsys.readouterr().err


def test_what_is_no_score_output_is_refused(threads: str, capsys: Captured) -> None:
    assert run(["rescore", threads, "--model", "default"]) == 2
    assert f"{threads}:1: not a score" in capsys.readouterr().err

"""The speed benchmark reports every figure it promises; how fast is not a test's business."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpus import distinct, repeated
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def report() -> Any:
    command = [sys.executable, "-m", "benchmarks.speed", "--threads", "3", "--rounds", "1", "--json"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)


@pytest.mark.parametrize("corpus", ["distinct", "repeated"])
def test_analysis_and_tokenizer_are_compared_over_the_same_messages(report: Any, corpus: str) -> None:
    found = report[corpus]
    assert found["threads"] == 3
    assert found["messages"] >= 3
    for time in ("processor", "wall"):
        ratio = found[f"analysis_{time}"]["median"] / found[f"tokenizer_{time}"]["median"]
        assert found[f"times_{time}"]["median"] == pytest.approx(ratio)


def test_every_stage_is_timed(report: Any) -> None:
    assert list(report["stages"]) == [
        *("building pipelines", "reading", "tokenising", "data items", "brand patterns", "customer patterns"),
        *("judges", "ledger and findings", "features and model", "writing"),
    ]


def test_start_up_is_compared_with_importing_the_libraries(report: Any) -> None:
    assert report["start_up"].keys() == {"libraries", "help", "one_thread"}
    assert all(took["wall"]["median"] > 0 for took in report["start_up"].values())


def test_memory_is_measured_in_a_process_of_its_own(report: Any) -> None:
    memory = report["memory"]
    assert 0 < memory["ready"] <= memory["after_a_fifth"] <= memory["after_all"]


def test_no_message_recurs_in_the_distinct_corpus(tmp_path: Path) -> None:
    corpus = distinct(1400, tmp_path / "corpus.jsonl")
    assert corpus.distinct_share == 1
    assert repeated(1400, tmp_path / "same.jsonl").distinct_share < 1


def test_a_number_is_renewed_and_stays_the_same_throughout_its_thread(tmp_path: Path) -> None:
    before, after = (
        [json.loads(line) for line in corpus.path.read_text(encoding="utf-8").splitlines()]
        for corpus in (repeated(40, tmp_path / "same.jsonl"), distinct(40, tmp_path / "fresh.jsonl"))
    )
    repeats = 0
    for old, new in zip(before, after, strict=True):
        renewed: dict[str, str] = {}
        assert "label" not in new
        for was, now in zip(old["messages"], new["messages"], strict=True):
            for number, other in zip(
                re.findall(r"\d{3,}", was["text"]), re.findall(r"\d{3,}", now["text"]), strict=True
            ):
                repeats += number in renewed
                assert renewed.setdefault(number, other) == other
    assert repeats


def test_the_same_seed_makes_the_same_corpus(tmp_path: Path) -> None:
    first, second = (distinct(30, tmp_path / f"{name}.jsonl", seed=7) for name in "ab")
    assert first.texts == second.texts
    assert first.texts != distinct(30, tmp_path / "c.jsonl", seed=8).texts

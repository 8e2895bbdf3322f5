"""``analyzer convert``: any export as canonical threads, or as a corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.cli.app import run
from tests.readers.stories import SAMPLES
from tests.readers.test_one_story import PLATFORMS, path_and_brand

Captured = pytest.CaptureFixture[bytes]


def options_of(platform: str) -> list[str]:
    return [part for name in path_and_brand(platform)[1] for part in ("--brand", name)]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_scoring_what_convert_wrote_gives_what_scoring_the_export_gives(
    capsysbinary: Captured, platform: str, tmp_path: Path
) -> None:
    path, _ = path_and_brand(platform)
    converted = tmp_path / "converted.jsonl"
    assert run(["convert", str(path), *options_of(platform), "--output", str(converted)]) in (0, 1)
    run(["score", str(path), *options_of(platform), "--format", "jsonl"])
    first = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert run(["score", str(converted), "--format", "jsonl"]) == 0
    again = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [score | {"source": None} for score in again] == [score | {"source": None} for score in first]
    assert again


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_corpus_and_back_is_the_same_canonical_file(platform: str, tmp_path: Path) -> None:
    path, _ = path_and_brand(platform)
    direct, corpus, back = tmp_path / "direct.jsonl", tmp_path / "corpus", tmp_path / "back.jsonl"
    run(["convert", str(path), *options_of(platform), "--output", str(direct)])
    run(["convert", str(direct), "--to", "convokit", "--output", str(corpus)])
    run(["convert", str(corpus), "--output", str(back)])
    assert back.read_bytes() == direct.read_bytes()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_everything_read_is_converted_or_rejected(capsysbinary: Captured, platform: str, tmp_path: Path) -> None:
    path, _ = path_and_brand(platform)
    rejects = tmp_path / "rejects.jsonl"
    run(["convert", str(path), *options_of(platform), "--output", "-", "--rejects", str(rejects)])
    summary = capsysbinary.readouterr().err.decode().splitlines()[-1]
    read, converted, rejected = (int(word) for word in summary.split() if word.isdecimal())
    assert read == converted + rejected
    assert rejected == len(rejects.read_bytes().splitlines())


def test_the_sums_agree_over_files_of_every_kind(capsysbinary: Captured) -> None:
    files = [str(SAMPLES / name) for name in ("twcs.csv", "table.csv", "zendesk_tickets.ndjson", "canonical.jsonl")]
    assert run(["convert", *files, "--output", "-"]) == 1
    assert b"7 records read = 6 converted + 1 rejected" in capsysbinary.readouterr().err

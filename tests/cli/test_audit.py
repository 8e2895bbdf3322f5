from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.cli.app import run
from tests.auditing.months import month, thread

POLICY = """
[audit]
thread_fails_under = 40
critical = ["B301"]
[audit.weights]
R101 = 3.0
"""


def test_a_month_becomes_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, output = month(tmp_path / "month.jsonl", 12), tmp_path / "march"
    assert run(["audit", str(source), "--output", str(output)]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "12 records read = 12 scored + 0 rejected" in printed.err
    assert (output / "report.html").stat().st_size > 10_000


def test_rejects_and_gates_make_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = month(tmp_path / "month.jsonl", 12)
    arguments = ["audit", str(source), "--output"]
    assert run([*arguments, str(tmp_path / "a"), "--fail-under", "100"]) == 1
    assert "gate failed: the mean score is" in capsys.readouterr().err
    assert run([*arguments, str(tmp_path / "b"), "--fail-on", "r101"]) == 1
    assert "gate failed: R101 in" in capsys.readouterr().err
    assert run([*arguments, str(tmp_path / "c"), "--fail-under", "1", "--fail-on", "B301"]) == 0
    broken = month(tmp_path / "broken.jsonl", 2, broken=1)
    assert run(["audit", str(broken), "--output", str(tmp_path / "d")]) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--jobs", "0"], "--jobs: 0 is no number of processes"),
        (["--report-language", "fr"], "--report-language: unknown language 'fr'"),
        (["--critical", "X1"], "--critical: unknown code 'X1'"),
        (["--compare", "nowhere"], "nowhere: no audit there"),
    ],
)
def test_wrong_use_is_told_in_a_line(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = month(tmp_path / "month.jsonl", 2)
    assert run(["audit", str(source), "--output", str(tmp_path / "out"), *arguments]) == 2
    assert said in capsys.readouterr().err


def test_nothing_readable_is_exit_code_2(tmp_path: Path) -> None:
    source = tmp_path / "broken.jsonl"
    source.write_text('{"id": "a", "messages": 3}\n')
    assert run(["audit", str(source), "--output", str(tmp_path / "out")]) == 2
    assert not (tmp_path / "out").exists()


def test_the_policy_file_is_recorded(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text(POLICY)
    source, output = month(tmp_path / "month.jsonl", 2, more=[thread(3)]), tmp_path / "out"
    assert run(["audit", str(source), "--output", str(output), "--policy", str(tmp_path / "policy.toml")]) == 0
    settings = json.loads((output / "run.json").read_bytes())["settings"]
    assert settings["thread_fails_under"] == 40
    assert settings["weights"]["R101"] == 3
    assert settings["critical"] == ["B301"]


@pytest.mark.parametrize(
    "line", ["thread_fails_under = 140", "weights = {P501 = 1.0}", "weights = {R101 = -1.0}", "critica = []"]
)
def test_a_policy_that_means_nothing_is_refused(line: str, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text(f"[audit]\n{line}\n")
    source = month(tmp_path / "month.jsonl", 2)
    arguments = ["--output", str(tmp_path / "out"), "--policy", str(tmp_path / "policy.toml")]
    assert run(["audit", str(source), *arguments]) == 2

"""The one error boundary, and what starting the command costs."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from analyzer.cli.app import app, run
from analyzer.errors import UnreadableInputError
from tests.conftest import SAMPLE

COMMANDS = [command.name for command in app.registered_commands]


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    printed = capsys.readouterr().out
    assert {"score", "train", "explain"} <= set(COMMANDS)
    assert all(f"  {command} " in printed for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert run([command, "--help"]) == 0
    assert "Usage:" in capsys.readouterr().out


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"analyzer {version('reply-quality-analyzer')}\n"


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["score", "--help"], ["train", "--help"], ["evaluate", "--help"]]
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys; from analyzer.cli.app import run; code = run(sys.argv[1:]);"
        "print(code, *sorted({'spacy', 'sklearn', 'pandas', 'numpy'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "0"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--colour"],
        ["score", "--speed", "9", "x.jsonl"],
        ["score", "x.jsonl", "--fail-under", "high"],
        ["score"],
        ["train", "x.jsonl"],
        ["evaluate"],
        ["sing"],
        ["score", "x.jsonl", "--format"],
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert run(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert printed.err.startswith("analyzer: ")


def test_an_error_shows_no_traceback_unless_asked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    missing = str(tmp_path / "gone.jsonl")
    assert run(["score", missing]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    with pytest.raises(UnreadableInputError, match="no such file"):
        run(["--debug", "score", missing])


def test_control_characters_in_a_name_never_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", "gone\x1b[31m\n.jsonl"]) == 2
    printed = capsys.readouterr().err
    assert "\x1b" not in printed
    assert len(printed.splitlines()) == 1


def test_a_reader_that_goes_away_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "analyzer", "score", str(SAMPLE), "--format", "jsonl"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    complaints = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 0
    assert b"Traceback" not in complaints
    assert b"BrokenPipe" not in complaints


class Keyboard(io.RawIOBase):
    """Standard input at which somebody presses Ctrl+C."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        signal.raise_signal(signal.SIGINT)
        return 0


def test_an_interrupt_is_130_and_leaves_no_partial_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(Keyboard())))
    assert run(["score", "-", "--output", str(tmp_path / "scores.jsonl")]) == 130
    assert capsys.readouterr().err.strip() == "analyzer: interrupted"
    assert list(tmp_path.iterdir()) == []

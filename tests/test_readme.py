"""What the README shows works as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analyzer.cli.app import app, run
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, flags=re.DOTALL)


def test_every_command_it_names_exists_and_every_command_is_named() -> None:
    named = set(
        re.findall(r"^analyzer (\w+)", "\n".join(text for kind, text in BLOCKS if not kind), flags=re.MULTILINE)
    )
    assert named == {command.name for command in app.registered_commands}


def test_every_option_it_shows_is_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    for command in app.registered_commands:
        run([str(command.name), "--help"])
    known = set(re.findall(r"--[a-z][a-z-]*", capsys.readouterr().out))
    shown = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", README))
    assert shown <= known


def test_its_python_example_runs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for kind, text in BLOCKS:
        if kind == "python":
            exec(compile(text, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("unwanted-calls unresponsive")


def test_every_file_it_points_to_is_there() -> None:
    for path in re.findall(r"`((?:data|models|tests|analyzer|docs)/[\w./]+)`", README):
        assert "CODE" in path or Path(ROOT / path).exists(), path

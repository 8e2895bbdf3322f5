"""``analyzer explain``."""

from __future__ import annotations

import pytest

from analyzer.cli.app import run
from analyzer.codebook import Code


@pytest.mark.parametrize("language", ["en", "it"])
def test_without_a_code_every_finding_is_listed_with_its_first_sentence(
    capsys: pytest.CaptureFixture[str], language: str
) -> None:
    assert run(["explain", "--language", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [[code.value, code.finding_name] for code in Code]
    assert all(line.endswith(".") and len(line.split()) > 4 for line in lines)


@pytest.mark.parametrize("code", [*Code, "r101"])
def test_a_code_is_explained(capsys: pytest.CaptureFixture[str], code: str) -> None:
    assert run(["explain", code]) == 0
    heading, _, meaning = capsys.readouterr().out.partition("\n\n")
    known = Code(code.upper())
    assert heading == f"{known.value} {known.finding_name}"
    assert len(meaning.split()) > 5


def test_the_language_changes_the_words_and_not_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    run(["explain", "R101"])
    english = capsys.readouterr().out
    run(["explain", "R101", "--language", "it"])
    italian = capsys.readouterr().out
    assert english.splitlines()[0] == italian.splitlines()[0]
    assert english.splitlines()[2:] != italian.splitlines()[2:]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["explain", "R999"], "unknown code 'R999'; codes are R101"),
        (["explain", "R101", "--language", "tlh"], "no language 'tlh'; use one of en, it"),
        (["explain", "R101", "R102"], ""),
    ],
)
def test_what_cannot_be_explained_is_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], reason: str
) -> None:
    assert run(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert reason in printed.err

"""What ``import analyzer`` offers, and what it costs."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

import analyzer

HEAVY = {"spacy", "sklearn", "pandas", "numpy", "skops", "rich", "typer", "msgspec", "phonenumbers", "stdnum"}
NAMES = {
    *("AnalyzerError", "Finding", "Message", "ReadOptions", "Reject", "ReplyTimePolicy", "Score"),
    *("CumulativeClassifier", "Thread", "ThreadFeatures", "read_policy"),
    *("feature_table", "load_model", "read_labelled_threads", "read_threads", "score_threads", "train"),
}


def modules_after(statement: str) -> set[str]:
    """Top-level modules a fresh interpreter holds after a statement."""
    code = f"{statement}\nimport sys; print(sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(ast.literal_eval(done.stdout.splitlines()[-1]))


def test_all_is_exactly_what_is_offered() -> None:
    assert set(analyzer.__all__) == NAMES
    assert len(analyzer.__all__) == len(NAMES)
    assert dir(analyzer) == sorted(NAMES)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_name_is_there_and_is_called_so(name: str) -> None:
    assert getattr(analyzer, name).__name__ == name


def test_a_star_import_gives_every_name() -> None:
    space: dict[str, object] = {}
    exec("from analyzer import *", space)
    assert space.keys() - {"__builtins__"} == NAMES


def test_a_name_that_is_not_offered_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'analyzer' has no attribute 'splendour'"):
        _ = analyzer.splendour


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert modules_after("import analyzer") & HEAVY == set()


def test_reading_threads_needs_no_models() -> None:
    loaded = modules_after("import analyzer; analyzer.read_threads")
    assert loaded & {"spacy", "sklearn", "pandas", "skops"} == set()
    assert "analyzer" in loaded

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.auditing.policy import AuditPolicy
from analyzer.auditing.running import audit
from analyzer.codebook import Code
from analyzer.errors import UnreadableInputError
from tests.auditing.months import Heard, month, request, thread


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("earlier")
    audit(request(month(folder / "m.jsonl", 120), folder / "out"), Heard())
    return folder / "out"


def comparison(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "comparison.json").read_bytes())
    return found


def test_the_same_month_moves_nothing(earlier: Path, tmp_path: Path) -> None:
    source = earlier.parent / "m.jsonl"
    audit(request(source, tmp_path / "out", compare=earlier), Heard())
    found = comparison(tmp_path / "out")
    assert not any(figure["moved"] for figure in found["figures"])  # type: ignore[attr-defined]
    assert (found["threads_in_both"], found["changed"], found["differences"]) == (120, [], {})


def test_a_worse_month_shows_what_moved_and_which_threads_changed_why(earlier: Path, tmp_path: Path) -> None:
    worse = []
    for number in range(120):
        record = thread(number)
        if number % 3:
            record["messages"] = thread(3)["messages"]
        worse.append(record)
    source = month(tmp_path / "m.jsonl", 0, more=worse)
    audit(request(source, tmp_path / "out", compare=earlier), Heard())
    found = comparison(tmp_path / "out")
    moved = {(each["group"], each["figure"]): each for each in found["figures"] if each["moved"]}  # type: ignore[attr-defined]
    assert moved["all", "mean_score"]["change"]["high"] < 0
    assert moved["all", "R101"]["change"]["low"] > 0
    assert all("R101" in each["gained"] for each in found["changed"])  # type: ignore[attr-defined]
    assert found["changed"]
    assert "comparison" not in (tmp_path / "out" / "run.json").read_text()


def test_other_settings_are_said(earlier: Path, tmp_path: Path) -> None:
    heard = Heard()
    policy = AuditPolicy(critical=frozenset({Code.BLAME_SHIFT}))
    audit(request(earlier.parent / "m.jsonl", tmp_path / "out", policy=policy, compare=earlier), heard)
    assert any("another critical" in line for line in heard.lines)
    assert "critical" in comparison(tmp_path / "out")["differences"]  # type: ignore[operator]


def test_a_folder_without_an_audit_is_refused_before_anything_is_scored(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="no audit there"):
        audit(request(month(tmp_path / "m.jsonl", 2), tmp_path / "out", compare=tmp_path), Heard())
    assert not (tmp_path / "out.partial").exists()

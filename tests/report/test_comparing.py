from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from analyzer.auditing.policy import AuditPolicy
from analyzer.auditing.running import audit
from analyzer.auditing.thread_rows import Shown
from analyzer.codebook import Code
from analyzer.errors import UnreadableInputError, UsageError
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


def test_what_moves_no_figure_is_no_difference(earlier: Path, tmp_path: Path) -> None:
    audit(request(earlier.parent / "m.jsonl", tmp_path / "out", shown=Shown(texts=True), compare=earlier), Heard())
    assert comparison(tmp_path / "out")["differences"] == {}


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


@pytest.fixture
def of_another_model(earlier: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "march"
    shutil.copytree(earlier, folder)
    record = json.loads((folder / "run.json").read_bytes())
    record["model"] |= {"version": "0.0.9", "sha256": "0" * 64}
    (folder / "run.json").write_text(json.dumps(record))
    return folder


def test_another_model_is_said_and_doing_it_again_is_offered(of_another_model: Path, tmp_path: Path) -> None:
    heard = Heard()
    source = of_another_model.parent / "m.jsonl"
    audit(request(month(source, 3), tmp_path / "out", compare=of_another_model), heard)
    assert any("another model" in line for line in heard.lines)
    assert any("--rescore" in line for line in heard.lines)
    assert "model" in comparison(tmp_path / "out")["differences"]  # type: ignore[operator]


def test_what_is_compared_is_done_again_with_this_model(of_another_model: Path, tmp_path: Path) -> None:
    asked = request(month(tmp_path / "m.jsonl", 3), tmp_path / "out", compare=of_another_model, rescore=True)
    audit(asked, Heard())
    found = comparison(tmp_path / "out")
    assert found["differences"] == {}
    assert str(found["other"]).startswith(f"{of_another_model}-default-")
    assert found["threads_before"] == 120


def test_it_is_not_done_again_where_its_inputs_have_changed(of_another_model: Path, tmp_path: Path) -> None:
    record = json.loads((of_another_model / "run.json").read_bytes())
    record["paths"] = [str(month(tmp_path / "other.jsonl", 2))]
    (of_another_model / "run.json").write_text(json.dumps(record))
    asked = request(month(tmp_path / "m.jsonl", 3), tmp_path / "out", compare=of_another_model, rescore=True)
    with pytest.raises(UsageError, match="inputs have changed"):
        audit(asked, Heard())
    record["paths"] = [str(tmp_path / "gone.jsonl")]
    (of_another_model / "run.json").write_text(json.dumps(record))
    with pytest.raises(UsageError, match="inputs are not there"):
        audit(asked, Heard())

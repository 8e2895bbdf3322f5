"""``analyzer evaluate``: figures, lists of errors, exit codes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from analyzer.cli.app import run
from tests.conftest import SAMPLE

Captured = pytest.CaptureFixture[bytes]
ANSWER = {"role": "brand", "text": "Sorry! It left Bologna this morning and reaches you tomorrow."}


def line(identity: str, *replies: dict[str, Any], **gold: Any) -> str:
    asked = {"role": "customer", "text": "Where is my parcel?"}
    return json.dumps({"id": identity, "language": "en", "messages": [asked, *replies], **gold})


@pytest.fixture
def labelled(tmp_path: Path) -> str:
    """An answered thread, one left alone, one nobody labelled, one nobody can judge."""
    path = tmp_path / "labelled.jsonl"
    rows = [
        line("answered", ANSWER, label="responsive", acts={"m2": ["information"]}, requested={}, findings=[]),
        line("ignored", label="unresponsive", acts={}, requested={}, findings=[{"code": "U402", "message": "m1"}]),
        line("unlabelled", ANSWER),
        json.dumps({"id": "silent", "messages": [ANSWER], "label": "partial"}),
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    return str(path)


def evaluation(capsysbinary: Captured, *arguments: str) -> dict[str, Any]:
    assert run(["evaluate", *arguments, "--format", "json"]) == 0
    return json.loads(capsysbinary.readouterr().out)  # type: ignore[no-any-return]


def test_a_pipe_holds_plain_tables_and_nothing_else(capsysbinary: Captured, labelled: str) -> None:
    assert run(["evaluate", labelled]) == 0
    printed = capsysbinary.readouterr()
    text = printed.out.decode()
    assert "\x1b" not in text
    assert "…" not in text
    assert "U402 no-reply" in text
    assert "1 left out, not scorable: no_customer_message" in text
    assert "1 threads without gold acts left out" in text
    assert printed.err == b"4 records read = 4 scored (1 threads not scorable) + 0 rejected\n"


@pytest.mark.parametrize("columns", ["80", "100", "200"])
def test_no_figure_is_cut_whatever_the_width(
    capsysbinary: Captured, monkeypatch: pytest.MonkeyPatch, labelled: str, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert run(["evaluate", labelled]) == 0
    text = capsysbinary.readouterr().out.decode()
    assert "…" not in text
    assert max(map(len, text.splitlines())) <= int(columns)


def test_json_holds_the_figures(capsysbinary: Captured, labelled: str) -> None:
    result = evaluation(capsysbinary, labelled)
    assert result["files"] == [labelled]
    assert (result["threads"], result["not_scorable"]) == (4, {"no_customer_message": 1})
    [english] = result["evidence"]
    assert english["threads"] == {"act": 2, "slot": 2, "finding": 2}
    assert english["left_out"] == {"act": 1, "slot": 1, "finding": 1}
    rows = {row["name"]: row for row in (*english["acts"], *english["findings"])}
    assert (rows["U402"]["tp"], rows["apology"]["fp"]) == (1, 1)
    assert rows["information"]["f1"] == {"value": 1.0, "low": 1.0, "high": 1.0}


def test_the_same_input_gives_the_same_bytes(capsysbinary: Captured, labelled: str) -> None:
    assert evaluation(capsysbinary, labelled) == evaluation(capsysbinary, labelled)


def test_errors_are_listed_with_their_place(capsysbinary: Captured, labelled: str, tmp_path: Path) -> None:
    errors = tmp_path / "errors.jsonl"
    assert run(["evaluate", labelled, "--errors", str(errors)]) == 0
    listed = [json.loads(row) for row in errors.read_text(encoding="utf-8").splitlines()]
    apology = next(record for record in listed if record["value"] == "apology")
    assert (apology["kind"], apology["what"], apology["thread"]) == ("fp", "act", "answered")
    assert apology["source"] == {"file": labelled, "line": 1}
    assert "apology" in capsysbinary.readouterr().out.decode()


def test_errors_go_to_standard_output_when_the_figures_do_not(
    capsysbinary: Captured, labelled: str, tmp_path: Path
) -> None:
    figures = tmp_path / "figures.json"
    assert run(["evaluate", labelled, "--errors", "-", "--output", str(figures), "--format", "json"]) == 0
    assert all(json.loads(row)["kind"] in ("fp", "fn") for row in capsysbinary.readouterr().out.splitlines())
    assert json.loads(figures.read_bytes())["threads"] == 4


def test_a_folder_stands_for_its_files_and_a_dash_for_standard_input(
    capsysbinary: Captured, monkeypatch: pytest.MonkeyPatch, labelled: str
) -> None:
    assert evaluation(capsysbinary, str(Path(labelled).parent))["files"] == [labelled]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(Path(labelled).read_bytes())))
    assert evaluation(capsysbinary, "-")["files"] == ["-"]


def test_rejects_cost_exit_code_1_and_go_to_their_file(capsysbinary: Captured, tmp_path: Path) -> None:
    path, rejects = tmp_path / "labelled.jsonl", tmp_path / "rejects.jsonl"
    path.write_text("\n".join([line("good", ANSWER, acts={}), line("bad", label="splendid"), "{"]), encoding="utf-8")
    assert run(["evaluate", str(path), "--rejects", str(rejects)]) == 1
    assert [json.loads(row)["line"] for row in rejects.read_bytes().splitlines()] == [2, 3]
    assert capsysbinary.readouterr().err.endswith(b"3 records read = 1 scored + 2 rejected\n")
    assert run(["evaluate", str(path), "--strict"]) == 2


def test_an_empty_file_is_done_with_a_warning(capsysbinary: Captured, tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.touch()
    assert run(["evaluate", str(path)]) == 0
    assert capsysbinary.readouterr().err.decode() == f"warning: nothing to read in {path}\n"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([str(SAMPLE)], "no thread has gold labels; add 'label', 'acts', 'requested' or 'findings'"),
        (["{folder}"], "no .jsonl file in this folder"),
        (["{folder}/gone.jsonl"], "no such file"),
        ([str(SAMPLE), "--format", "odt"], "unknown format 'odt'; use one of text, json, html"),
        ([str(SAMPLE), "--errors", "-"], "figures and errors cannot share standard output; give --output a path"),
        ([str(SAMPLE), "--fail-under", "3"], "--fail-under"),
    ],
)
def test_what_cannot_be_evaluated_is_one_line_and_exit_code_2(
    capsysbinary: Captured, tmp_path: Path, arguments: list[str], reason: str
) -> None:
    assert run(["evaluate", *(argument.replace("{folder}", str(tmp_path)) for argument in arguments)]) == 2
    printed = capsysbinary.readouterr()
    assert printed.out == b""
    [complaint] = printed.err.decode().splitlines()
    assert reason in complaint


def test_what_a_customer_wrote_is_never_obeyed(capsysbinary: Captured, tmp_path: Path) -> None:
    path = tmp_path / "[bold]labelled\x1b[31m.jsonl"
    path.write_text(line("t\x1b[31m", ANSWER, acts={}), encoding="utf-8")
    assert run(["evaluate", str(path)]) == 0
    printed = capsysbinary.readouterr()
    assert b"\x1b" not in printed.out + printed.err
    assert b"[bold]" in printed.out


def test_the_label_of_a_model_stands_beside_the_evidence(capsysbinary: Captured, labelled: str) -> None:
    label = evaluation(capsysbinary, labelled)["label"]
    assert (label["threads"], label["left_out"], label["disputed"]) == (2, 1, 0)
    assert label["model"]["name"] == "default"
    assert label["found_evidence"]["threads"] == label["gold_evidence"]["threads"] == 2
    assert run(["evaluate", labelled]) == 0
    assert "LABEL, model default" in capsysbinary.readouterr().out.decode()


def test_without_labels_only_evidence_is_judged(capsysbinary: Captured, tmp_path: Path) -> None:
    path = tmp_path / "acts.jsonl"
    path.write_text(line("t", ANSWER, acts={}), encoding="utf-8")
    assert evaluation(capsysbinary, str(path))["label"] is None


def test_a_model_that_is_not_there_is_refused(capsysbinary: Captured, labelled: str) -> None:
    assert run(["evaluate", labelled, "--model", "splendid"]) == 2
    assert "splendid: no such model" in capsysbinary.readouterr().err.decode()


def test_a_word_baseline_is_fitted_on_another_file(capsysbinary: Captured, labelled: str, tmp_path: Path) -> None:
    other = tmp_path / "more" / "training.jsonl"
    other.parent.mkdir()
    rows = [line(str(number), ANSWER, label=["partial", "responsive"][number % 2]) for number in range(6)]
    other.write_text("\n".join(rows), encoding="utf-8")
    assert "words" in evaluation(capsysbinary, labelled, "--baseline-from", str(other))["label"]["baselines"]
    assert run(["evaluate", labelled, "--baseline-from", labelled]) == 2
    assert "judged on what it was fitted on" in capsysbinary.readouterr().err.decode()
    other.write_text("{", encoding="utf-8")
    assert run(["evaluate", labelled, "--baseline-from", str(other)]) == 2
    assert f"{other}:1: not valid JSON" in capsysbinary.readouterr().err.decode()


def test_changes_that_must_not_matter_are_tried_when_asked_for(capsysbinary: Captured, labelled: str) -> None:
    assert evaluation(capsysbinary, labelled)["counterfactuals"] is None
    tried = {
        entry["kind"]: entry for entry in evaluation(capsysbinary, labelled, "--counterfactuals")["counterfactuals"]
    }
    assert tried["more courtesy"]["threads_changed"] == 2
    assert isinstance(tried["more courtesy"]["flips"], list)
    assert run(["evaluate", labelled, "--counterfactuals"]) == 0
    assert "more courtesy" in capsysbinary.readouterr().out.decode()


def test_a_page_is_written_whole(capsysbinary: Captured, labelled: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run(["evaluate", labelled, "--format", "html", "--output", str(page)]) == 0
    assert capsysbinary.readouterr().out == b""
    text = page.read_text(encoding="utf-8")
    assert text.lstrip().startswith("<!DOCTYPE html>")
    assert text.rstrip().endswith("</html>")


@pytest.mark.parametrize("option", ["--output", "--errors"])
def test_a_place_that_cannot_be_written_is_told_before_anything_is_read(
    capsysbinary: Captured, tmp_path: Path, option: str
) -> None:
    assert run(["evaluate", str(tmp_path / "gone.jsonl"), option, str(tmp_path / "nowhere" / "x")]) == 2
    printed = capsysbinary.readouterr()
    assert "nowhere" in printed.err.decode()
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_fails_leaves_no_file(capsysbinary: Captured, tmp_path: Path) -> None:
    outputs = [str(tmp_path / "figures.txt"), str(tmp_path / "errors.jsonl")]
    assert run(["evaluate", str(SAMPLE), "--output", outputs[0], "--errors", outputs[1]]) == 2
    assert b"no thread has gold labels" in capsysbinary.readouterr().err
    assert list(tmp_path.iterdir()) == []

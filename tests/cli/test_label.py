"""``analyzer label``: threads out to be labelled, labels back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analyzer.cli.app import run
from analyzer.readers import Reject, read_labelled_threads
from tests.labelling.stories import ANSWERED, EMOJI, saved

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def threads(tmp_path: Path) -> str:
    return saved(tmp_path / "threads.jsonl", EMOJI, ANSWERED)


def exported(tasks: Path, **labels: tuple[str, ...]) -> str:
    """What Label Studio gives back when each of several people labels each thread, all gone through."""
    records: list[dict[str, Any]] = json.loads(tasks.read_text(encoding="utf-8"))
    for number, task in enumerate(records):
        task["id"] = number
        task["annotations"] = [
            {
                "completed_by": who,
                "was_cancelled": not label,
                "result": [
                    *task["predictions"][0]["result"],
                    {"from_name": "label", "type": "choices", "value": {"choices": [label]}},
                    {"from_name": "checked", "type": "choices", "value": {"choices": ["acts", "findings"]}},
                ],
            }
            for who, label in enumerate(labels.get(task["data"]["thread_id"], ()), start=1)
        ]
    path = tasks.with_name("export.json")
    path.write_text(json.dumps(records), encoding="utf-8")
    return str(path)


def test_tasks_go_out_and_labels_come_back(tmp_path: Path, threads: str, capsys: Captured) -> None:
    tasks, labelled, agreement = tmp_path / "tasks.json", tmp_path / "mine.jsonl", tmp_path / "agreement.json"
    assert run(["label", threads, "--output", str(tasks)]) == 0
    assert (tmp_path / "tasks.xml").read_text(encoding="utf-8").startswith("<View>")
    back = exported(tasks, parcel=("unresponsive", "unresponsive"), shop=("responsive", "unresponsive"))
    capsys.readouterr()
    arguments = ["--import", back, "--output", str(labelled), "--agreement", str(agreement)]
    assert run(["label", threads, *arguments]) == 0
    parcel, shop = read_labelled_threads([labelled])
    assert not isinstance(parcel, Reject)
    assert not isinstance(shop, Reject)
    assert (parcel.thread.messages, parcel.gold.label) == (EMOJI.messages, "unresponsive")
    assert shop.gold.disputed.label
    said = capsys.readouterr().err
    assert "2 threads labelled by 2" in said
    assert "to talk about: shop: responsive for one, unresponsive for another" in said
    figures = json.loads(agreement.read_text(encoding="utf-8"))
    assert [entry["thread"] for entry in figures["to_talk_about"]] == ["shop"]
    assert figures["agreement"][0]["name"] == "label"


def test_what_came_back_is_read_by_evaluate(tmp_path: Path, threads: str, capsys: Captured) -> None:
    tasks, labelled = tmp_path / "tasks.json", tmp_path / "mine.jsonl"
    run(["label", threads, "--output", str(tasks)])
    back = exported(tasks, parcel=("unresponsive",), shop=("responsive",))
    assert run(["label", threads, "--import", back, "--output", str(labelled)]) == 0
    assert run(["evaluate", str(labelled), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["threads"] == 2


def test_skipped_tasks_leave_no_line(tmp_path: Path, threads: str) -> None:
    tasks, labelled = tmp_path / "tasks.json", tmp_path / "mine.jsonl"
    run(["label", threads, "--output", str(tasks)])
    back = exported(tasks, parcel=("unresponsive",), shop=("",))
    assert run(["label", threads, "--import", back, "--output", str(labelled)]) == 0
    assert len(labelled.read_text(encoding="utf-8").splitlines()) == 1


def test_labels_of_other_threads_are_rejected_by_name(tmp_path: Path, threads: str, capsys: Captured) -> None:
    tasks, labelled = tmp_path / "tasks.json", tmp_path / "mine.jsonl"
    run(["label", threads, "--output", str(tasks)])
    back = exported(tasks, parcel=("unresponsive",), shop=("responsive",))
    fewer = saved(tmp_path / "fewer.jsonl", EMOJI)
    capsys.readouterr()
    assert run(["label", fewer, "--import", back, "--output", str(labelled)]) == 1
    assert "rejected: thread 'shop': not among the threads given" in capsys.readouterr().err
    assert len(labelled.read_text(encoding="utf-8").splitlines()) == 1


def test_what_is_labelled_already_is_not_asked_for_again(tmp_path: Path, threads: str) -> None:
    tasks = tmp_path / "tasks.json"
    done = saved(tmp_path / "done.jsonl", EMOJI)
    assert run(["label", threads, "--output", str(tasks), "--exclude", done]) == 0
    [task] = json.loads(tasks.read_text(encoding="utf-8"))
    assert task["data"]["thread_id"] == "shop"


def test_people_who_label_in_files_of_their_own_are_told_apart(tmp_path: Path, threads: str, capsys: Captured) -> None:
    for name, label in (("ada", "partial"), ("bo", "responsive")):
        record = {"id": "shop", "messages": [{"id": m.id, "role": m.role, "text": m.text} for m in ANSWERED.messages]}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({**record, "label": label}), encoding="utf-8")
    labelled = tmp_path / "mine.jsonl"
    both = [part for name in ("ada", "bo") for part in ("--import", str(tmp_path / f"{name}.jsonl"))]
    assert run(["label", threads, *both, "--output", str(labelled)]) == 0
    record = json.loads(labelled.read_text(encoding="utf-8"))
    assert record["labelling"]["annotators"] == ["ada", "bo"]
    assert record["labelling"]["labels"] == {"partial": 0.5, "responsive": 0.5}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--output", "tasks.odt"], "--output: no labelling tool is told from '.odt'; add --format"),
        (["--output", "x.json", "--format", "canonical"], "--format: unknown format 'canonical'"),
        (["--output", "x.json", "--agreement", "a.json"], "--agreement: agreement is told from labels that came back"),
    ],
)
def test_options_that_do_not_fit_are_told_in_one_line(
    threads: str, capsys: Captured, arguments: list[str], complaint: str
) -> None:
    assert run(["label", threads, *arguments]) == 2
    assert complaint in capsys.readouterr().err


def test_a_file_that_is_no_export_is_refused(tmp_path: Path, threads: str, capsys: Captured) -> None:
    strange = tmp_path / "strange.json"
    strange.write_text('{"a": 1}', encoding="utf-8")
    assert run(["label", threads, "--import", str(strange), "--output", str(tmp_path / "o.jsonl")]) == 2
    assert "no labels this program reads" in capsys.readouterr().err


def test_a_folder_gets_the_tasks_of_label_studio_or_of_the_tool_named(tmp_path: Path, threads: str) -> None:
    assert run(["label", threads, "--output", str(tmp_path / "new")]) == 0
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"tasks.json", "tasks.xml"}
    assert run(["label", threads, "--output", f"{tmp_path / 'new'}/", "--format", "csv"]) == 0
    assert (tmp_path / "new" / "tasks.csv").is_file()


def test_a_tool_must_be_named_for_standard_output(threads: str, capsys: Captured) -> None:
    assert run(["label", threads, "--output", "-"]) == 2
    assert "standard output tells no labelling tool; add --format" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", [".json", ".jsonl", ".csv"])
def test_masked_tasks_hide_personal_data_and_lead_back_to_the_threads(
    tmp_path: Path, threads: str, suffix: str
) -> None:
    tasks = tmp_path / f"tasks{suffix}"
    assert run(["label", threads, "--output", str(tasks), "--redact"]) == 0
    shown = tasks.read_text(encoding="utf-8")
    assert "AB123456789IT" not in shown
    assert "•••••••••••••" in shown


def test_labels_of_masked_tasks_are_put_on_the_whole_threads(tmp_path: Path, threads: str) -> None:
    tasks, labelled = tmp_path / "tasks.json", tmp_path / "mine.jsonl"
    assert run(["label", threads, "--output", str(tasks), "--redact"]) == 0
    back = exported(tasks, parcel=("unresponsive",))
    assert run(["label", threads, "--import", back, "--output", str(labelled)]) == 0
    [parcel] = read_labelled_threads([labelled])
    assert not isinstance(parcel, Reject)
    assert (parcel.thread.messages, parcel.gold.label) == (EMOJI.messages, "unresponsive")
    assert all(each.verdict == "right" for each in parcel.gold.corrections)


def test_masking_is_for_tasks_alone(tmp_path: Path, threads: str, capsys: Captured) -> None:
    assert run(["label", threads, "--output", str(tmp_path / "x.jsonl"), "--redact", "--interactive"]) == 2
    assert "--redact" in capsys.readouterr().err

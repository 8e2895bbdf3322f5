"""``analyzer train``: a model with its card, or one line that says why not."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from threadpoolctl import threadpool_limits

from analyzer.cli.app import run
from analyzer.codebook import Label
from analyzer.features import features
from analyzer.modeling.artifact import load_model
from analyzer.modeling.classifier import LABELS
from analyzer.modeling.training import FEWEST_A_CLASS
from analyzer.readers import read_threads
from analyzer.readers.canonical import parse_thread
from analyzer.scoring import score_threads
from analyzer.threads import Source, Thread
from analyzer.training.copies import fingerprint
from tests.conftest import ROOT, SAMPLE

Captured = pytest.CaptureFixture[bytes]
TEXTS = {
    Label.UNRESPONSIVE: "Please send us a private message.",
    Label.PARTIAL: "We are checking and will come back to you.",
    Label.RESPONSIVE: "Your refund was issued today and reaches you tomorrow.",
}


def row(number: int, label: str | None, brand: str = "Parcelline") -> str:
    said = TEXTS.get(label, "Good morning!")  # type: ignore[call-overload]
    messages = [{"role": "customer", "text": "Where is my refund?"}, {"role": "brand", "text": said}]
    return json.dumps({"id": str(number), "brand": brand, "language": "en", "label": label, "messages": messages})


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model fitted on every tenth labelled thread."""
    folder = tmp_path_factory.mktemp("training")
    for part in (ROOT / "data" / "labelled").glob("*.jsonl"):
        rows = part.read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / part.name).write_text("".join(islice(rows, 0, None, 10)), encoding="utf-8")
    assert run(["train", str(folder), "--output", str(folder / "models" / "mine")]) == 0
    return folder / "models" / "mine"


def labelled_by(trained: Path) -> list[str]:
    """The files that the trained model was fitted on."""
    return sorted(map(str, trained.parent.parent.glob("*.jsonl")))


def test_training_writes_a_model_with_its_card(trained: Path) -> None:
    model = load_model(str(trained))
    assert {path.name for path in trained.iterdir()} == {
        *("model.skops", "card.json", "card.md", "held_out.csv"),
        *("baselines.svg", "calibration.svg", "effects.svg", "parts.svg"),
    }
    assert model.stamp.name == "mine"
    assert model.classifier.columns == tuple(column.name for column in features())


def test_the_card_says_what_it_was_fitted_on_and_how_well(trained: Path) -> None:
    card = json.loads((trained / "card.json").read_text(encoding="utf-8"))
    rows = [
        json.loads(line)
        for part in trained.parent.parent.glob("*.jsonl")
        for line in part.read_text(encoding="utf-8").splitlines()
    ]
    assert card["data"]["threads"] + card["data"]["left_out"] == len(rows)
    assert card["data"]["threads"] == sum(card["data"]["labels"].values())
    assert all(count <= Counter(row["label"] for row in rows)[label] for label, count in card["data"]["labels"].items())
    macro_f1 = card["held_out_by_brand"]["macro_f1"]
    assert 0 <= macro_f1["low"] <= macro_f1["value"] <= macro_f1["high"] <= 1
    assert sum(map(sum, card["held_out_by_brand"]["confusion"])) == card["data"]["threads"]
    words = (trained / "card.md").read_text(encoding="utf-8")
    assert card["sha256"] in words
    assert all(f"| {column.name} |" in words for column in features())
    assert all(f"({path.name})" in words for path in trained.glob("*.svg"))


def test_the_card_sets_the_baselines_of_the_same_folds_beside_the_model(trained: Path) -> None:
    held_out = card_of(trained)["held_out_by_brand"]
    assert [each["name"] for each in held_out["baselines"]] == ["commonest label", "weighted findings", "words"]
    for each in held_out["baselines"]:
        assert each["threads"] == held_out["threads"]
        gain = held_out["macro_f1"]["value"] - each["macro_f1"]["value"]
        assert each["model_gains"]["value"] == pytest.approx(gain, abs=2e-4)


def test_the_card_has_figures_by_language_sector_and_channel_that_miss_no_thread(trained: Path) -> None:
    held_out = card_of(trained)["held_out_by_brand"]
    for split in ("language", "sector", "channel"):
        parts = [part for part in held_out["slices"] if part["split"] == split]
        assert sum(part["threads"] for part in parts) == held_out["threads"]


def test_no_column_moves_the_mean_score_against_its_direction(trained: Path) -> None:
    for column in card_of(trained)["columns"]:
        scores = [score for _, score in column["mean_score_at"]]
        if column["direction"]:
            assert scores == sorted(scores, reverse=column["direction"] < 0), column["name"]


def test_plots_are_drawings_that_load_nothing(trained: Path) -> None:
    for path in trained.glob("*.svg"):
        content = path.read_text(encoding="utf-8")
        assert ElementTree.fromstring(content).tag == "{http://www.w3.org/2000/svg}svg"
        assert "href" not in content


def card_of(folder: Path) -> dict[str, Any]:
    card: dict[str, Any] = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    return card


def test_a_trained_model_scores_by_path_and_by_name(
    capsysbinary: Captured, monkeypatch: pytest.MonkeyPatch, trained: Path
) -> None:
    monkeypatch.chdir(trained.parent.parent)
    assert run(["score", str(SAMPLE), "--model", str(trained)]) == 0
    by_path = capsysbinary.readouterr().out
    assert run(["score", str(SAMPLE), "--model", "mine"]) == 0
    assert capsysbinary.readouterr().out == by_path
    stamp = load_model(str(trained)).stamp
    assert json.loads(by_path)["model"] == {"name": "mine", "version": stamp.version, "sha256": stamp.sha256}


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ((30, 30, FEWEST_A_CLASS - 1), f"only {FEWEST_A_CLASS - 1} threads are labelled responsive"),
        ((30, 0, 30), "only 0 threads are labelled partial"),
        ((3, 30, 30), "only 3 threads are labelled unresponsive"),
    ],
)
def test_a_thin_class_is_refused_in_one_line(
    capsysbinary: Captured, tmp_path: Path, counts: tuple[int, int, int], reason: str
) -> None:
    labels = [label for label, count in zip(Label, counts, strict=True) for _ in range(count)]
    rows = [row(number, label, f"brand {number % 6}") for number, label in enumerate(labels)]
    refused(capsysbinary, tmp_path, rows, f"{reason}; label at least {FEWEST_A_CLASS} of each label")


def test_threads_of_one_brand_are_refused(capsysbinary: Captured, tmp_path: Path) -> None:
    rows = [row(number, label) for number, label in enumerate([*Label] * 20)]
    refused(
        capsysbinary,
        tmp_path,
        rows,
        "all threads are of one brand; add threads of other brands, such as the shipped ones: --with shipped",
    )


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([row(1, "partial"), row(2, "splendid")], ":2: label: "),
        ([row(1, "partial"), "{broken"], ":2: not valid JSON"),
    ],
)
def test_a_malformed_label_ends_the_training_with_its_line(
    capsysbinary: Captured, tmp_path: Path, rows: list[str], reason: str
) -> None:
    refused(capsysbinary, tmp_path, rows, reason)


@pytest.mark.parametrize("rows", [[], [row(1, None), row(2, None)]], ids=["empty", "unlabelled"])
def test_nothing_labelled_is_refused_for_what_it_is(capsysbinary: Captured, tmp_path: Path, rows: list[str]) -> None:
    refused(capsysbinary, tmp_path, rows, "label")


def refused(capsysbinary: Captured, folder: Path, rows: list[str], reason: str) -> None:
    (folder / "labelled.jsonl").write_text("\n".join(rows), encoding="utf-8")
    assert run(["train", str(folder / "labelled.jsonl"), "--output", str(folder / "model")]) == 2
    printed = capsysbinary.readouterr()
    assert printed.out == b""
    assert len(printed.err.splitlines()) == 1
    assert reason in printed.err.decode()
    assert not (folder / "model").exists()


def test_a_missing_file_of_labels_is_named(capsysbinary: Captured, tmp_path: Path) -> None:
    assert run(["train", str(tmp_path / "gone.jsonl"), "--output", str(tmp_path / "model")]) == 2
    assert "gone.jsonl: no such file" in capsysbinary.readouterr().err.decode()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"findings": [{"code": "R999", "message": "m2"}]}, ":2: findings: "),
        ({"acts": {"m2": ["shrug"]}}, ":2: acts: "),
    ],
    ids=["code", "act"],
)
def test_an_unknown_code_or_act_ends_the_training_with_its_line(
    capsysbinary: Captured, tmp_path: Path, change: dict[str, Any], reason: str
) -> None:
    refused(
        capsysbinary, tmp_path, [row(1, "partial"), json.dumps({**json.loads(row(2, "partial")), **change})], reason
    )


def test_one_label_alone_is_refused(capsysbinary: Captured, tmp_path: Path) -> None:
    rows = [row(number, "partial", f"brand {number % 6}") for number in range(40)]
    refused(capsysbinary, tmp_path, rows, "all 40 threads are labelled partial; add threads with the other labels")


def test_the_same_thread_under_two_brands_is_refused_with_both_lines(capsysbinary: Captured, tmp_path: Path) -> None:
    rows = [row(number, label, f"brand {number % 7}") for number, label in enumerate([*Label] * 20)]
    named = f"{tmp_path / 'labelled.jsonl'}:1 is the same thread as {tmp_path / 'labelled.jsonl'}:4"
    refused(capsysbinary, tmp_path, rows, named)


def test_progress_is_a_line_a_stage_and_settings_are_told_in_one(capsysbinary: Captured, trained: Path) -> None:
    again = trained.parent / "again"
    assert run(["train", *labelled_by(trained), "--output", str(again), "--compare-with", str(trained)]) == 0
    printed = capsysbinary.readouterr()
    lines = printed.err.decode().splitlines()
    assert printed.out == b""
    assert [line.split()[0] for line in lines[:9]] == [f"{number}/9" for number in range(1, 10)]
    assert sum(line.startswith("settings: ") for line in lines) == 1
    [compared] = [line for line in lines if line.startswith("against mine: ")]
    threads = card_of(trained)["data"]["threads"]
    assert "difference +0.000 (+0.000 to +0.000)" in compared
    assert f"on {threads} threads, {threads} of them judged as they were held out" in compared


def test_own_labels_beside_a_corpus_are_weighed_and_the_answer_is_told(
    capsysbinary: Captured, trained: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.jsonl"
    rows = (ROOT / "data" / "heldout" / "it.jsonl").read_text(encoding="utf-8").splitlines()[:60]
    one_brand = [json.dumps({**json.loads(line), "brand": "Ours"}) for line in rows]
    own.write_text("\n".join(one_brand), encoding="utf-8")
    target = tmp_path / "ours"
    assert run(["train", str(own), "--with", str(trained.parent.parent), "--output", str(target)]) == 0
    said = capsysbinary.readouterr().err.decode()
    card = card_of(target)
    answer = card["own_labels"]
    assert answer["threads"] == card["data"]["own"] == card["data"]["threads"] - answer["corpus"]
    assert f"each counts {answer['weight']} times" in said
    assert [each["name"] for each in answer["weights_tried"]][:2] == ["corpus alone", "own count 1"]
    assert answer["comparison"]["threads"] == answer["threads"]
    assert answer["comparison"]["seen"] == 0
    assert "against default: " in said
    labels = [point["labels"] for point in answer["learning_curve"]]
    assert labels[0] == 0
    assert labels == sorted(labels)
    moved = (target / "moved.csv").read_text(encoding="utf-8").splitlines()
    assert len(moved) - 1 == sum(answer["moved"].values())
    assert "learning_curve.svg" in (target / "card.md").read_text(encoding="utf-8")
    assert ElementTree.fromstring((target / "learning_curve.svg").read_text(encoding="utf-8")) is not None
    assert load_model(str(target)).stamp.name == "ours"


def test_too_few_own_labels_are_refused(capsysbinary: Captured, trained: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.jsonl"
    own.write_text("\n".join(row(number, "partial") for number in range(5)), encoding="utf-8")
    assert run(["train", str(own), "--with", str(trained.parent.parent), "--output", str(tmp_path / "x")]) == 2
    assert b"label at least 20" in capsysbinary.readouterr().err


def test_the_same_data_give_the_same_judgements(trained: Path) -> None:
    again = trained.parent / "again"
    with threadpool_limits(4):
        assert run(["train", *labelled_by(trained), "--output", str(again)]) == 0
    with threadpool_limits(1):
        models = load_model(str(trained)), load_model(str(again))
        threads = [thread for thread in read_threads([SAMPLE]) if isinstance(thread, Thread)]
        first, second = ([scored.score.probabilities for scored in score_threads(threads, model)] for model in models)
    assert first == second
    assert (trained / "held_out.csv").read_bytes() == (again / "held_out.csv").read_bytes()


def test_a_worse_model_is_installed_only_when_forced(capsysbinary: Captured, trained: Path, tmp_path: Path) -> None:
    shuffled = tmp_path / "shuffled.jsonl"
    entries = [json.loads(line) for file in labelled_by(trained) for line in Path(file).read_text("utf-8").splitlines()]
    entries = entries[:120]
    kinds = [entry["label"] for entry in entries]
    for entry, other in zip(entries, kinds[7:] + kinds[:7], strict=True):
        entry["label"] = other
    shuffled.write_text("\n".join(map(json.dumps, entries)), encoding="utf-8")
    target = tmp_path / "target"
    command = ["train", str(shuffled), "--output", str(target), "--compare-with"]
    rival = rival_that_knows(trained, entries, tmp_path / "rival")
    assert run([*command, str(rival)]) == 1
    assert b"not installed" in capsysbinary.readouterr().err
    assert not target.exists()
    assert run([*command, str(rival), "--force"]) == 0
    assert load_model(str(target)).stamp.name == "target"


def rival_that_knows(trained: Path, entries: list[dict[str, Any]], folder: Path) -> Path:
    """A copy of the model that said the right label of every thread while it was held out."""
    shutil.copytree(trained, folder)
    rows = ["thread,unresponsive,partial,responsive"]
    for item in entries:
        thread = parse_thread(item, Source("x"))
        rows.append(",".join([fingerprint(thread), *(str(float(item["label"] == label)) for label in LABELS)]))
    content = "\n".join(rows) + "\n"
    (folder / "held_out.csv").write_text(content, encoding="utf-8")
    card = {**card_of(folder), "held_out_sha256": hashlib.sha256(content.encode()).hexdigest()}
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    return folder


def test_force_without_a_model_to_compare_with_is_a_mistake(capsysbinary: Captured, tmp_path: Path) -> None:
    assert run(["train", "x.jsonl", "--output", str(tmp_path / "model"), "--force"]) == 2
    assert "--compare-with" in capsysbinary.readouterr().err.decode()


def test_a_file_is_no_folder_for_a_model(capsysbinary: Captured, tmp_path: Path) -> None:
    (tmp_path / "model").write_text("mine")
    assert run(["train", "x.jsonl", "--output", str(tmp_path / "model")]) == 2
    assert "not a folder" in capsysbinary.readouterr().err.decode()

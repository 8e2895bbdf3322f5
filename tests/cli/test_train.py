"""``analyzer train``: a model with its card, or one line that says why not."""

from __future__ import annotations

import json
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from analyzer.cli.app import run
from analyzer.codebook import Label
from analyzer.features import features
from analyzer.modeling.artifact import load_model
from analyzer.modeling.training import FEWEST_A_CLASS
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
    """A model fitted on every sixth labelled thread."""
    folder = tmp_path_factory.mktemp("training")
    for part in (ROOT / "data" / "labelled").glob("*.jsonl"):
        rows = part.read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / part.name).write_text("".join(islice(rows, 0, None, 6)), encoding="utf-8")
    assert run(["train", str(folder), "--output", str(folder / "models" / "mine")]) == 0
    return folder / "models" / "mine"


def test_training_writes_a_model_with_its_card(trained: Path) -> None:
    model = load_model(str(trained))
    assert {path.name for path in trained.iterdir()} == {"model.skops", "card.json", "card.md"}
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
    assert 0 <= card["held_out_by_brand"]["macro_f1"] <= 1
    assert sum(map(sum, card["held_out_by_brand"]["confusion"])) == card["data"]["threads"]
    words = (trained / "card.md").read_text(encoding="utf-8")
    assert card["sha256"] in words
    assert all(f"| {column.name} |" in words for column in features())


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
    refused(capsysbinary, tmp_path, rows, "all threads are of one brand; add threads of other brands")


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

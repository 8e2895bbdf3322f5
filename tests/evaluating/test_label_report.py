"""The label of a model beside gold evidence and baselines."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from analyzer.codebook import Label
from analyzer.errors import TrainingRefusedError
from analyzer.evaluating.examined import ExaminedThread, examine
from analyzer.evaluating.label_report import label_report
from analyzer.modeling.artifact import Model
from analyzer.readers import read_labelled_threads
from analyzer.scoring import score_threads
from analyzer.threads import Disputed, Gold, LabelledThread
from tests.conftest import ROOT, shipped_model
from tests.evaluating.labelled_threads import ASKED_AGAIN, IGNORED, examined


def held_out(name: str, count: int) -> list[LabelledThread]:
    items = read_labelled_threads([ROOT / "data" / "heldout" / name])
    return [item for item in islice(items, count) if isinstance(item, LabelledThread)]


@pytest.fixture(scope="module")
def threads() -> list[ExaminedThread]:
    return list(examine([*held_out("it.jsonl", 45), *held_out("en.jsonl", 45)], shipped_model().judges))


def test_the_model_is_judged_by_what_scoring_says(threads: list[ExaminedThread], default_model: Model) -> None:
    report = label_report(threads, default_model)
    assert report
    scored = [entry.score.label for entry in score_threads((thread.thread for thread in threads), default_model)]
    right = [
        thread.gold.label is label
        for thread, label in zip(threads, scored, strict=True)
        if not thread.gold.disputed.label
    ]
    assert report.threads == len(right)
    assert report.found_evidence.accuracy.value == pytest.approx(np.mean(right))
    assert report.model == default_model.stamp


def test_gold_evidence_does_better_than_what_the_rules_find(
    threads: list[ExaminedThread], default_model: Model
) -> None:
    report = label_report(threads, default_model)
    assert report
    assert report.gold_evidence
    assert (report.gold_evidence.macro_f1.value or 0) > (report.found_evidence.macro_f1.value or 0)


def test_slices_add_up(threads: list[ExaminedThread], default_model: Model) -> None:
    report = label_report(threads, default_model)
    assert report
    by_language = [part for part in report.slices if part.split == "language"]
    assert [part.name for part in by_language] == ["en", "it"]
    assert sum(part.found_evidence.threads for part in by_language) == report.threads
    files = [Path(part.name).name for part in report.slices if part.split == "file"]
    assert files == ["en.jsonl", "it.jsonl"]


def test_threads_without_a_sure_label_are_left_out_and_counted(default_model: Model) -> None:
    report = label_report(
        [
            examined(ASKED_AGAIN, Gold(label=Label.UNRESPONSIVE)),
            examined(IGNORED, Gold()),
            examined(IGNORED, Gold(label=Label.PARTIAL, disputed=Disputed(label=True))),
            examined(["B: Buongiorno."], Gold(label=Label.PARTIAL)),
        ],
        default_model,
    )
    assert report
    assert (report.threads, report.left_out, report.disputed) == (1, 1, 1)
    assert report.gold_evidence is None
    assert report.found_evidence.threads == 1


def test_nothing_labelled_makes_no_report(default_model: Model) -> None:
    assert label_report([examined(IGNORED, Gold())], default_model) is None


def test_two_baselines_stand_beside_it_and_a_third_where_asked_for(
    threads: list[ExaminedThread], default_model: Model
) -> None:
    plain = label_report(threads, default_model)
    fitted = label_report(threads, default_model, held_out("it.jsonl", 200)[60:])
    assert plain
    assert fitted
    assert set(plain.baselines) == {"commonest label", "weighted findings"}
    assert set(fitted.baselines) == {"commonest label", "weighted findings", "words"}
    assert plain.baselines["commonest label"].quadratic_kappa.value == 0


def test_a_baseline_needs_two_labels(threads: list[ExaminedThread], default_model: Model) -> None:
    one_label = [entry for entry in held_out("it.jsonl", 60) if entry.gold.label is Label.PARTIAL]
    with pytest.raises(TrainingRefusedError, match="at least two labels"):
        label_report(threads, default_model, one_label)

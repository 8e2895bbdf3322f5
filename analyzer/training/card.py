"""The card of a model: everything that stands in ``card.json`` but the model file's own hash."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from importlib.metadata import version
from typing import Any

import msgspec

from analyzer.features import features
from analyzer.modeling.classifier import LABELS
from analyzer.modeling.cross_validation import Choice
from analyzer.modeling.effects import Effect
from analyzer.modeling.label_figures import LabelFigures
from analyzer.threads import LabelledThread
from analyzer.training.answer import Answer
from analyzer.training.held_out import HeldOut
from analyzer.training.learning_curve import WORTH
from analyzer.training.profile import DataProfile
from analyzer.training.table import LabelledRows

NOT_FOR = (
    "Judging single employees, or any decision about a person, without someone reading the thread.",
    "Customers' satisfaction, their mood, or the product: labels say what the brand did with the request.",
    "Private conversations of which the export shows only the public half.",
    "Languages without a data pack, or channels unlike those in the data, before `analyzer evaluate` on labelled ones.",
    "Comparing brands or teams on differences smaller than the intervals.",
)
_SHORT = ("threads", "few", "macro_f1", "accuracy", "quadratic_kappa", "roc_auc_unresponsive", "ece")
_VERSIONS_OF = ("reply-quality-analyzer", "spacy", "scikit-learn", "numpy", "pandas", "skops")
_DECIMALS = 4


def model_card(
    name: str,
    rows: LabelledRows,
    left_out: int,
    choice: Choice,
    held_out: HeldOut,
    held_out_table: str,
    effects: Sequence[Effect],
    profile: DataProfile,
    answer: Answer | None = None,
) -> dict[str, Any]:
    """The card as plain data, ready for JSON."""
    counts = Counter(rows.labels)
    by_column = {effect.column: effect for effect in effects}
    card = {
        "name": name,
        "version": version("reply-quality-analyzer"),
        "data": {
            "threads": len(rows.labels),
            "own": rows.own,
            "left_out": left_out,
            "labels": {label.value: counts[label] for label in LABELS},
            "languages": dict(sorted(Counter(thread.language or "und" for thread in rows.annotated).items())),
            "brands": len(set(rows.brands)),
            "sha256": data_sha256(rows.entries),
        },
        "settings": {"chosen": choice.name, **asdict(choice.settings), "macro_f1_of_each": dict(choice.macro_f1)},
        "held_out_by_brand": {
            **msgspec.to_builtins(held_out.figures),
            "calibration": msgspec.to_builtins(held_out.calibration),
            "slices": [{"split": part.split, "name": part.name, **_short(part.figures)} for part in held_out.slices],
            "baselines": [
                {"name": each.name, **_short(each.figures), "model_gains": msgspec.to_builtins(each.gain)}
                for each in held_out.baselines
            ],
        },
        "own_labels": None if answer is None else _answer(answer),
        "columns": [
            {
                "name": column.name,
                "direction": int(column.direction),
                "meaning": column.meaning,
                "importance": by_column[column.name].importance,
                "mean_score_at": [list(pair) for pair in by_column[column.name].scores],
            }
            for column in features()
        ],
        "profile": msgspec.to_builtins(profile),
        "not_for": list(NOT_FOR),
        "versions": {
            "python": platform.python_version(),
            **{package: version(package) for package in _VERSIONS_OF},
        },
        "held_out_sha256": sha256(held_out_table.encode()).hexdigest(),
    }
    return {key: _rounded(value) for key, value in card.items()}


def _answer(answer: Answer) -> dict[str, Any]:
    outcomes = Counter(move.outcome for move in answer.moves)
    weighing, comparison, curve = answer.weighing, answer.comparison, answer.curve
    return {
        "threads": answer.own,
        "corpus": answer.corpus,
        "weight": weighing and weighing.weight,
        "weights_tried": [asdict(each) for each in weighing.tried] if weighing else [],
        "comparison": comparison and {**asdict(comparison), "verdict": comparison.verdict},
        "moved": {name: outcomes[name] for name in ("mended", "broken", "other")},
        "learning_curve": [asdict(point) for point in curve.points],
        "as_many_again_gain": curve.doubled and asdict(curve.doubled),
        "worth": WORTH,
        "labels_worth": curve.further and asdict(curve.further),
    }


def data_sha256(entries: Sequence[LabelledThread]) -> str:
    """SHA-256 over ids, texts and labels, in order."""
    digest = sha256()
    for entry in entries:
        digest.update(f"{entry.thread.id}\0{entry.gold.label}\0".encode("utf-8", "surrogatepass"))
        for message in entry.thread.messages:
            digest.update(f"{message.role}\0{message.text}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _short(figures: LabelFigures) -> dict[str, Any]:
    return {key: msgspec.to_builtins(getattr(figures, key)) for key in _SHORT}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DECIMALS)
    if isinstance(value, Mapping):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return value

"""Labelled threads in, a fitted classifier and its card out."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import Any

import pandas as pd

from analyzer.codebook import Label
from analyzer.errors import TrainingRefusedError
from analyzer.features import feature_table, features
from analyzer.findings import review
from analyzer.judge_training import train_judges
from analyzer.ledger import build_ledger
from analyzer.modeling.classifier import LABELS, OrdinalClassifier
from analyzer.modeling.training import DEFAULT_SETTINGS, FitSettings, figures, fit, held_out_predictions
from analyzer.nlp.annotation import AnnotatedThread, annotate
from analyzer.nlp.judging import Judges, judged
from analyzer.threads import LabelledThread

FEWEST_FOR_JUDGES = 200
_VERSIONS_OF = ("reply-quality-analyzer", "spacy", "scikit-learn", "numpy", "pandas", "skops")


@dataclass(frozen=True, slots=True)
class TrainingTable:
    """Features, labels and groups of the threads that can be judged, row by row.

    Attributes:
        features: Shape (threads, columns).
        labels: Gold label of each row.
        brands: Group of each row; threads without a brand are a group each.
        judges: The text models that the evidence of new threads shall come from.
        left_out: Threads without a label, with a disputed one, or that cannot be judged.
    """

    features: pd.DataFrame
    labels: list[Label]
    brands: list[str]
    judges: Judges
    left_out: int


def training_table(labelled: Sequence[LabelledThread], base: Judges | None = None) -> TrainingTable:
    """The feature table of labelled threads, each seen by judges that were fitted on other brands.

    Args:
        labelled: Threads with gold labels; those with gold acts and findings fit the judges too.
        base: Judges to use where too few threads have gold acts and findings to fit some.

    Raises:
        TrainingRefusedError: Too few such threads, and no ``base``.
    """
    usable = [entry for entry in labelled if entry.gold.label is not None and not entry.gold.disputed.label]
    annotated = list(annotate(entry.thread for entry in usable))
    kept = [(entry, thread) for entry, thread in zip(usable, annotated, strict=True) if thread.obstacle is None]
    judges, seen = _judged([entry for entry, _ in kept], [thread for _, thread in kept], base)
    return TrainingTable(
        feature_table(review(build_ledger(thread)) for thread in seen),
        [entry.gold.label for entry, _ in kept if entry.gold.label],
        [(entry.thread.brand or f"#{row}").casefold() for row, (entry, _) in enumerate(kept)],
        judges,
        len(labelled) - len(kept),
    )


def _judged(
    labelled: Sequence[LabelledThread], annotated: Sequence[AnnotatedThread], base: Judges | None
) -> tuple[Judges, list[AnnotatedThread]]:
    """The judges, and every thread as judges that have not seen its brand judge it."""
    full = [
        row for row, entry in enumerate(labelled) if entry.gold.acts is not None and entry.gold.findings is not None
    ]
    seen: dict[int, AnnotatedThread] = {}
    if len(full) >= FEWEST_FOR_JUDGES:
        fitted = train_judges([labelled[row] for row in full], [annotated[row] for row in full])
        base, seen = fitted.judges, dict(zip(full, fitted.threads, strict=True))
    if base is None:
        raise TrainingRefusedError(
            f"only {len(full)} threads have gold acts and findings",
            mend=f"label acts and findings of at least {FEWEST_FOR_JUDGES}, or start from a model that has judges",
        )
    return base, [seen.get(row) or judged(thread, base) for row, thread in enumerate(annotated)]


def train(
    labelled: Sequence[LabelledThread],
    name: str,
    settings: FitSettings = DEFAULT_SETTINGS,
    base: Judges | None = None,
) -> tuple[OrdinalClassifier, Judges, dict[str, Any]]:
    """A classifier, the judges it was fitted on, and their card.

    Raises:
        TrainingRefusedError: Too few threads of a label, or of brands, to fit and to judge the fit.
    """
    table = training_table(labelled, base)
    if not table.labels:
        raise TrainingRefusedError("no thread has a label", mend="add a 'label' to each thread of the file")
    if len(set(table.brands)) < 2:
        raise TrainingRefusedError("all threads are of one brand", mend="add threads of other brands")
    directions = {column.name: int(column.direction) for column in features()}
    held_out = held_out_predictions(table.features, table.labels, table.brands, directions, settings)
    classifier = fit(table.features, table.labels, table.brands, directions, settings)
    return classifier, table.judges, _card(labelled, table, name, settings, asdict(figures(table.labels, held_out)))


def _card(
    labelled: Sequence[LabelledThread],
    table: TrainingTable,
    name: str,
    settings: FitSettings,
    held_out: dict[str, Any],
) -> dict[str, Any]:
    """Everything that stands in ``card.json`` but the file's own hash."""
    counts = Counter(table.labels)
    return {
        "name": name,
        "version": version("reply-quality-analyzer"),
        "data": {
            "threads": len(table.labels),
            "left_out": table.left_out,
            "labels": {label.value: counts[label] for label in LABELS},
            "languages": dict(sorted(Counter(entry.thread.language or "" for entry in labelled).items())),
            "brands": len(set(table.brands)),
            "sha256": _fingerprint(labelled),
        },
        "settings": {
            **asdict(settings),
            "shares": {label.value: share for label, share in settings.shares.items()},
        },
        "held_out_by_brand": held_out,
        "columns": [
            {"name": column.name, "direction": int(column.direction), "meaning": column.meaning}
            for column in features()
        ],
        "not_for": "Judging single employees, or any decision about a person without someone reading the thread.",
        "versions": {
            "python": platform.python_version(),
            **{package: version(package) for package in _VERSIONS_OF},
        },
    }


def _fingerprint(labelled: Sequence[LabelledThread]) -> str:
    """SHA-256 over ids, texts and labels, in order."""
    digest = sha256()
    for entry in labelled:
        digest.update(f"{entry.thread.id}\0{entry.gold.label}\0".encode())
        for message in entry.thread.messages:
            digest.update(f"{message.role}\0{message.text}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def card_in_words(card: dict[str, Any]) -> str:
    """The card as Markdown."""
    held_out, data = card["held_out_by_brand"], card["data"]
    rows = "\n".join(
        f"| {column['name']} | {column['direction']:+d} | {column['meaning']} |" for column in card["columns"]
    )
    matrix = "\n".join(
        f"| {label} | {' | '.join(map(str, row))} |" for label, row in zip(LABELS, held_out["confusion"], strict=True)
    )
    shares = ", ".join(f"{label} {share:.0%}" for label, share in card["settings"]["shares"].items())
    versions = ", ".join(f"{package} {number}" for package, number in card["versions"].items())
    return f"""# Model card: {card["name"]} {card["version"]}

Scores how far a brand dealt with what a customer asked, from counted evidence: 0 unresponsive, 50 partial, 100 responsive.

- **Data**: {data["threads"]} threads of {data["brands"]} brands ({data["labels"]}; languages {data["languages"]}); SHA-256 `{data["sha256"]}`.
- **Weights**: training weights restore these label shares: {shares}.
- **Held-out figures**, folds parted by brand: macro-F1 {held_out["macro_f1"]:.3f}, quadratic kappa {held_out["quadratic_kappa"]:.3f}.
- **Not for**: {card["not_for"]}
- **File**: SHA-256 `{card.get("sha256", "")}`; written by {versions}.

| gold \\ predicted | unresponsive | partial | responsive |
|---|---|---|---|
{matrix}

## Columns

The direction is a constraint the model is held to: -1 can only lower the score, +1 only raise it.

| column | direction | counts |
|---|---|---|
{rows}
"""

"""Labelled threads as rows to fit on, each seen by judges that were fitted on other brands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analyzer.codebook import Label
from analyzer.errors import TrainingRefusedError
from analyzer.features import feature_table
from analyzer.findings import ReviewedThread, review
from analyzer.judge_training import is_told, train_judges
from analyzer.ledger import build_ledger
from analyzer.nlp.annotation import AnnotatedThread
from analyzer.nlp.judging import Judges, judged
from analyzer.threads import LabelledThread

FEWEST_FOR_JUDGES = 200


@dataclass(frozen=True, slots=True)
class LabelledRows:
    """Labelled threads that can be judged, row by row.

    Attributes:
        entries: The threads with their gold.
        annotated: The same threads as the patterns alone see them.
        labels: Gold label of each row.
        brands: Group of each row; threads without a brand are a group each.
        own: How many of them, from the first on, are those that the model is for; the rest is a corpus beside them.
    """

    entries: tuple[LabelledThread, ...]
    annotated: tuple[AnnotatedThread, ...]
    labels: list[Label]
    brands: list[str]
    own: int

    @property
    def alone(self) -> bool:
        """Whether there is no corpus beside the own threads."""
        return self.own == len(self.labels)

    def of_own(self) -> LabelledRows:
        """The own rows alone."""
        own = self.own
        return LabelledRows(self.entries[:own], self.annotated[:own], self.labels[:own], self.brands[:own], own)


@dataclass(frozen=True, slots=True)
class TrainingTable:
    """Rows, what was found in them, and the features counted from it.

    Attributes:
        rows: The labelled threads.
        reviewed: The same threads with what judges of other brands let find in them.
        features: Shape (threads, columns).
        judges: The text models that the evidence of new threads shall come from.
    """

    rows: LabelledRows
    reviewed: tuple[ReviewedThread, ...]
    features: pd.DataFrame
    judges: Judges

    def of_own(self) -> TrainingTable:
        """The own rows alone."""
        own = self.rows.own
        return TrainingTable(self.rows.of_own(), self.reviewed[:own], self.features.iloc[:own], self.judges)


def with_label(labelled: Sequence[LabelledThread]) -> list[LabelledThread]:
    """The threads that readers gave a label, and the same one."""
    return [entry for entry in labelled if entry.gold.label is not None and not entry.gold.disputed.label]


def labelled_rows(
    usable: Sequence[LabelledThread], annotated: Sequence[AnnotatedThread], own: int | None = None
) -> LabelledRows:
    """The threads among ``usable`` that can be judged, beside their annotation.

    Args:
        usable: Threads with a label.
        annotated: The same threads, in order.
        own: How many of them, from the first on, are own ones; all if not given.
    """
    kept = [(entry, thread) for entry, thread in zip(usable, annotated, strict=True) if thread.obstacle is None]
    entries = tuple(entry for entry, _ in kept)
    return LabelledRows(
        entries,
        tuple(thread for _, thread in kept),
        [entry.gold.label for entry in entries if entry.gold.label],
        brands_of(entries),
        sum(thread.obstacle is None for thread in annotated[:own]),
    )


def brands_of(entries: Sequence[LabelledThread]) -> list[str]:
    """The group of each thread: its brand, or a group of its own where that is not known."""
    return [(entry.thread.brand or f"#{row}").casefold() for row, entry in enumerate(entries)]


def training_table(rows: LabelledRows, base: Judges | None = None) -> TrainingTable:
    """The feature table of the rows.

    Args:
        rows: Those with gold acts and findings, or some of them corrected, fit the judges too.
        base: Judges to use where too few threads have gold acts and findings to fit some.

    Raises:
        TrainingRefusedError: Too few such threads, and no ``base``.
    """
    judges, seen = _judged(rows, base)
    reviewed = tuple(review(build_ledger(thread)) for thread in seen)
    return TrainingTable(rows, reviewed, feature_table(reviewed), judges)


def _judged(rows: LabelledRows, base: Judges | None) -> tuple[Judges, list[AnnotatedThread]]:
    """The judges, and every thread as judges that have not seen its brand judge it."""
    full = [
        row for row, entry in enumerate(rows.entries) if entry.gold.acts is not None and entry.gold.findings is not None
    ]
    seen: dict[int, AnnotatedThread] = {}
    if len(full) >= FEWEST_FOR_JUDGES:
        told = [row for row, entry in enumerate(rows.entries) if is_told(entry.gold)]
        fitted = train_judges([rows.entries[row] for row in told], [rows.annotated[row] for row in told])
        base, seen = fitted.judges, dict(zip(told, fitted.threads, strict=True))
    if base is None:
        raise TrainingRefusedError(
            f"only {len(full)} threads have gold acts and findings",
            mend=f"label acts and findings of at least {FEWEST_FOR_JUDGES}, or start from a model that has judges",
        )
    return base, [seen.get(row) or judged(thread, base) for row, thread in enumerate(rows.annotated)]

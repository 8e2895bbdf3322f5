"""What ``comparison.json`` holds: this audit against another one; ``docs/audit.md`` explains each key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.codebook import Code, Label
from analyzer.modeling.bootstrap import Estimate


@dataclass(frozen=True, slots=True)
class MovedFigure:
    """One figure in both audits.

    Attributes:
        group: ``all``, or what the threads have in common: channel, brand, handle, signature, language.
        name: Of the group; None for ``all`` and for threads that name none.
        figure: ``mean_score``, ``failed``, a label, a finding's code, …
        change: Now less before, with its 95 % bootstrap interval.
        moved: Whether that interval leaves out 0.
    """

    group: str
    name: str | None
    figure: str
    now: Estimate
    before: Estimate
    change: Estimate
    moved: bool


@dataclass(frozen=True, slots=True)
class ChangedThread:
    """A thread in both audits whose label differs, and the evidence only one of them has.

    Attributes:
        row: Its place in this audit's ``scores.parquet``.
        row_before: Its place in the other's.
        gained: Findings only this audit has.
        lost: Findings only the other has.
    """

    row: int
    row_before: int
    thread_id: str
    source: str
    label: Label | None
    label_before: Label | None
    score: float | None
    score_before: float | None
    gained: tuple[Code, ...]
    lost: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """This audit against another.

    Attributes:
        other: Folder of the other audit, as the user named it.
        differences: What the two runs differ in besides their inputs, such as ``model``: here and there.
        threads_in_both: Threads with the same id in both, where an id is no other thread's.
        figures: Over all threads, and of groups large enough in both audits; those that moved first.
        changed: At most ``CHANGED_LISTED`` of them, in order.
        changed_labels: How many there are, by label before and now, as ``partial -> responsive``.
    """

    format: int
    other: str
    differences: Mapping[str, tuple[str, str]]
    threads: int
    threads_before: int
    threads_in_both: int
    figures: tuple[MovedFigure, ...]
    changed: tuple[ChangedThread, ...]
    changed_labels: Mapping[str, int]


CHANGED_LISTED = 200

"""Threads that a new model labels otherwise than the old one, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from analyzer.training.answer import Move
from analyzer.writers.csv_table import formula_safe

MOVED_FILE = "moved.csv"
_COLUMNS = ("thread", "outcome", "label", "before", "after", "score_before", "score_after")


def moved_table(moves: Iterable[Move]) -> str:
    """One thread a row: its id, whether the move mends or breaks, and labels and scores of readers and both models."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for move in moves:
        row = (move.thread, move.outcome, move.gold, move.before, move.after, move.score_before, move.score_after)
        rows.writerow([formula_safe(value) for value in row])
    return text.getvalue()

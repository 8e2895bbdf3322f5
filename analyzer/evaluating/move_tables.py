"""Moves of scores as a table for people or as JSON Lines, and what they come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import fmean
from typing import Any, BinaryIO

import msgspec
from rich.table import Table
from rich.text import Text

from analyzer.evaluating.rescoring import Move, in_words
from analyzer.writers.console import console_on
from analyzer.writers.terminal_text import one_line


def write_moves(found: Sequence[Move], stream: BinaryIO, as_json: bool) -> None:
    """The threads that moved, most first, as a table; or every thread as JSON Lines."""
    if as_json:
        for move in found:
            stream.write(msgspec.json.encode(_record(move)) + b"\n")
        return
    moved = sorted((move for move in found if move.moved), key=lambda move: -abs(move.by or 0.0))
    table = Table("thread", "before", "now", "by", "label", "because of", box=None, pad_edge=False)
    for move in moved:
        label = str(move.label or "-")
        told = label if move.label is move.label_before else f"{move.label_before or '-'} to {label}"
        by = "-" if move.by is None else f"{move.by:+.1f}"
        cells = [_shown(move.score_before), _shown(move.score), by, told, in_words(move)]
        table.add_row(*(Text(one_line(cell)) for cell in (move.thread_id, *cells)))
    with console_on(stream) as console:
        if moved:
            console.print(table)


def summary(found: Sequence[Move], model: str) -> Iterator[str]:
    """One line on how many moved and how far, and one for each change of label."""
    moved = [move for move in found if move.moved]
    told = [abs(move.by) for move in moved if move.by is not None]
    far = f", by {fmean(told):.1f} points on average, {max(told):.1f} at most" if told else ""
    yield f"{len(moved)} of {len(found)} threads move with {model}{far}"
    changes = Counter((move.label_before, move.label) for move in moved if move.label is not move.label_before)
    for (before, after), threads in changes.most_common():
        yield f"{before or 'not scorable'} to {after or 'not scorable'}: {threads}"


def _shown(score: float | None) -> str:
    return "-" if score is None else f"{score:.1f}"


def _record(move: Move) -> dict[str, Any]:
    return {
        "thread_id": move.thread_id,
        "source": move.source,
        "score_before": move.score_before,
        "score": move.score,
        "by": move.by,
        "label_before": move.label_before,
        "label": move.label,
        "by_evidence": move.by_evidence,
        "by_model": move.by_model,
        "come": move.come,
        "gone": move.gone,
        "causes": move.causes,
    }

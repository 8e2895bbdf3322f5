"""A table for reading: one thread a row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from rich.table import Table
from rich.text import Text

from analyzer.scoring import ScoredThread
from analyzer.writers.base import Writer, source_name
from analyzer.writers.console import LABEL_STYLES, SCALE, console_on
from analyzer.writers.terminal_text import one_line


def _write(scores: Iterable[ScoredThread], stream: BinaryIO) -> None:
    table = Table(caption=f"Scale: {SCALE}")
    for heading in ("source", "thread", "brand", "score", "label", "findings"):
        table.add_column(heading, justify="right" if heading == "score" else "left", overflow="fold")
    for scored in scores:
        thread, score = scored.thread, scored.score
        verdict = score.label.value if score.label else f"not scorable: {score.not_scorable}"
        style = LABEL_STYLES.get(score.label, "dim") if score.label else "dim"
        table.add_row(
            Text(one_line(source_name(scored))),
            Text(one_line(thread.id)),
            Text(one_line(thread.brand or "")),
            "" if score.score is None else f"{score.score:.1f}",
            Text(verdict, style=style),
            " ".join(finding.code.value for finding in score.findings),
        )
    with console_on(stream) as console:
        console.print(table)


WRITER = Writer("table", _write, for_people=True)

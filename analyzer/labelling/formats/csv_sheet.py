"""CSV to fill in with any spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import BinaryIO

from analyzer.exports.csv_rows import csv_header, csv_rows
from analyzer.exports.files import OpenedInput
from analyzer.labelling.formats.base import Judged, LabellingTool
from analyzer.labelling.formats.sheet_rows import COLUMNS, Row, judgements_of, rows_of
from analyzer.labelling.tasks import Task
from analyzer.writers.csv_table import formula_safe


def _write(tasks: Sequence[Task], stream: BinaryIO) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="backslashreplace", newline="", write_through=True)
    rows = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    rows.writeheader()
    for row in rows_of(tasks):
        rows.writerow({column: formula_safe(value) for column, value in row.items()})
    text.detach()


def _recognises(opened: OpenedInput) -> bool:
    return {"row", "thread", "verdict", "gone_through"} <= set(csv_header(opened))


def _read(opened: OpenedInput) -> Judged:
    rows = csv_rows(opened)
    header = next(rows).cells
    filled = (Row(row.line, dict(zip(header, map(_plain, row.cells), strict=False))) for row in rows)
    yield from judgements_of(filled, opened.name)


def _plain(cell: str) -> str:
    """The cell without the quote that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and formula_safe(cell[1:]) == cell else cell


TOOL = LabellingTool("csv", "CSV to fill in", (".csv",), _write, _recognises, _read)

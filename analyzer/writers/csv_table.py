"""CSV: one thread a row; cells that a spreadsheet would run as a formula are quoted as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any, BinaryIO

from analyzer.scoring import ScoredThread
from analyzer.writers.base import CSV_COLUMNS, Writer, table_row

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def formula_safe(value: Any) -> Any:
    """A text cell that no spreadsheet takes for a formula; anything else as it is.

    See OWASP, "CSV Injection".

    >>> formula_safe("=HYPERLINK(1)"), formula_safe(-3)
    ("'=HYPERLINK(1)", -3)
    """
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def _write(scores: Iterable[ScoredThread], stream: BinaryIO) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", newline="", write_through=True)
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(CSV_COLUMNS)
    for scored in scores:
        rows.writerow([formula_safe(value) for value in table_row(scored).values()])
    text.detach()


WRITER = Writer("csv", _write)

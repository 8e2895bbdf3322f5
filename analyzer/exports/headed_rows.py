"""Rows of a CSV whose columns are known, each cell under its column's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.errors import UnreadableInputError
from analyzer.exports.csv_rows import csv_rows
from analyzer.exports.files import OpenedInput


@dataclass(frozen=True, slots=True)
class HeadedRow:
    """One row: its line (1-based), its cells by column, and what is wrong with it, if anything."""

    line: int
    cells: dict[str, str]
    fault: str | None = None


def width_fault(cells: Sequence[object], header: Sequence[object]) -> str | None:
    """What is said of a row that has not as many cells as the header."""
    return None if len(cells) == len(header) else f"{len(cells)} cells where the header has {len(header)}"


def headed_rows(opened: OpenedInput, needed: frozenset[str]) -> Iterator[HeadedRow]:
    """The rows below the header; none where the file holds nothing.

    Raises:
        UnreadableInputError: A needed column is missing.
    """
    rows = csv_rows(opened)
    if (first := next(rows, None)) is None:
        return
    header = [cell.strip() for cell in first.cells]
    if missing := sorted(needed - set(header)):
        raise UnreadableInputError(f"no column {missing[0]!r}", opened.name, "export the file again with all columns")
    for row in rows:
        yield HeadedRow(row.line, dict(zip(header, row.cells, strict=False)), width_fault(row.cells, header))

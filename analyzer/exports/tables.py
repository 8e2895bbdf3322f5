"""A table's header and rows, whatever kind of file they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from analyzer.exports.column_maps import suggested_columns
from analyzer.exports.csv_rows import csv_rows
from analyzer.exports.files import OpenedInput
from analyzer.exports.headed_rows import width_fault
from analyzer.exports.json_items import json_items, json_lines
from analyzer.exports.reading import Reject
from analyzer.exports.sheets import is_parquet, is_workbook, parquet_rows, workbook_rows

_TITLE_ROWS = 20
_TOLD_FROM = 100


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows: each its line, its cells, what is wrong with it, and whether its quotes were mended."""

    header: Sequence[str]
    rows: Iterator[tuple[int, Sequence[Any], str | None, bool]]


def table_of(opened: OpenedInput) -> Table | None:
    """The table in a file; None where it has no header.

    Raises:
        UnreadableInputError: The file is damaged, too large, or needs an extra that is not installed.
    """
    if is_workbook(opened.head):
        return _of_workbook(opened)
    if is_parquet(opened.head):
        return _of_records(enumerate(parquet_rows(opened), start=1))
    return _of_records(_json_records(opened)) if is_json(opened) else _of_csv(opened)


def _of_csv(opened: OpenedInput) -> Table | None:
    rows = csv_rows(opened)
    first = next(rows, None)
    if first is None:
        return None
    header = first.cells

    def cells() -> Iterator[tuple[int, Sequence[Any], str | None, bool]]:
        for row in rows:
            yield row.line, row.cells, width_fault(row.cells, header), row.mended

    return Table(header, cells())


def _of_workbook(opened: OpenedInput) -> Table | None:
    """The sheet and, below titles, the row whose cells are most of all known as column names."""
    best: tuple[int, int, list[list[Any]]] | None = None
    for _, rows in workbook_rows(opened):
        for place, row in enumerate(rows[:_TITLE_ROWS]):
            known = len(suggested_columns([str(cell).strip() for cell in row]))
            if any(row) and (best is None or known > best[0]):
                best = (known, place, rows)
    if best is None:
        return None
    _, place, rows = best
    header = [str(cell).strip() for cell in rows[place]]
    numbered = enumerate(rows[place + 1 :], start=place + 2)
    return Table(header, ((line, row, None, False) for line, row in numbered if any(cell != "" for cell in row)))


def _of_records(records: Iterator[tuple[int, Any]]) -> Table | None:
    """Rows that name their own columns; the header is told from the first of them."""
    first = list(islice(records, _TOLD_FROM))
    header = list(dict.fromkeys(name for _, record in first if isinstance(record, dict) for name in record))
    if not header:
        return None

    def cells() -> Iterator[tuple[int, Sequence[Any], str | None, bool]]:
        for line, record in chain(first, records):
            if isinstance(record, dict):
                held = [record.get(name) for name in header]
                yield line, [None if isinstance(cell, dict | list) else cell for cell in held], None, False
            else:
                yield line, [], record.reason if isinstance(record, Reject) else "not a JSON object", False

    return Table(header, cells())


def _json_records(opened: OpenedInput) -> Iterator[tuple[int, Any]]:
    if opened.head_text.lstrip("\ufeff \t\r\n").startswith("["):
        for source, record in json_items(opened, "item"):
            yield source.item or 0, record
    else:
        for source, record in json_lines(opened):
            yield source.line or 0, record


def is_json(opened: OpenedInput) -> bool:
    """Whether the file begins as JSON does."""
    return opened.head_text.lstrip("\ufeff \t\r\n").startswith(("{", "["))

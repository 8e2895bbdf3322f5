"""Rows of CSV and TSV, kind to quotes that nobody doubled or closed."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.exports.files import OpenedInput

_FIELD_LIMIT = 64 * 1024 * 1024
_LONGEST_RECORD = 500
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row: its first line (1-based), its cells, and whether its quotes had to be read as they stand."""

    line: int
    cells: list[str]
    mended: bool = False


def csv_header(opened: OpenedInput) -> list[str]:
    """The cells of the first line, told from the first bytes; empty where there is no text."""
    head = opened.head_text.lstrip("\ufeff \r\n")
    first = head.splitlines()[0] if head else ""
    try:
        return next(csv.reader([first], delimiter=_delimiter(head)), [])
    except csv.Error:
        return []


def csv_rows(opened: OpenedInput) -> Iterator[CsvRow]:
    """The rows, the header first, blank lines left out; a line break inside a cell is ``\\n`` whatever the file's is.

    A quote that opens a cell and is not closed properly does not swallow what follows: the line is then read by
    itself, its quotes as they stand.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    lines = _Lines(opened)
    delimiter = _delimiter(opened.head_text)
    width: int | None = None
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin()
        mended = False
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells, mended = _by_itself(lines.give_back_all_but_first(), delimiter, width), True
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
        if width is not None and not mended and len(cells) != width and len(lines.taken) > 1:
            alone = _by_itself(lines.taken[0], delimiter, width)
            if len(alone) == width:
                lines.give_back_all_but_first()
                cells, mended = alone, True
        if cells:
            if width is None:
                cells[0] = cells[0].lstrip("\ufeff")
                width = len(cells)
            yield CsvRow(lines.first, cells, mended)


def _delimiter(head: str) -> str:
    """The delimiter that parts the header line most."""
    text = head.lstrip("\ufeff \r\n")
    header = text.splitlines()[0] if text else ""
    return max(_DELIMITERS, key=header.count)


def _by_itself(line: str, delimiter: str, width: int | None) -> list[str]:
    """One line's cells where its quotes do not match: bare if that fits the header, else as quotes would have it."""
    line = line.rstrip("\r\n")
    bare = [_unquoted(cell) for cell in line.split(delimiter)]
    if len(bare) == width or line.count('"') % 2:
        return bare
    return next(csv.reader([line], delimiter=delimiter), [])


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


class _Lines:
    """Lines that can be given back, and that remember which the current record took."""

    def __init__(self, opened: OpenedInput) -> None:
        self._rest = opened.text_lines()
        self._pending: deque[str] = deque()
        self.taken: list[str] = []
        self.first = 1
        self._next = 1

    def __iter__(self) -> Iterator[str]:
        pending = self._pending
        while True:
            if len(self.taken) >= _LONGEST_RECORD:
                raise csv.Error("a cell of too many lines")
            line = pending.popleft() if pending else next(self._rest, None)
            if line is None:
                return
            if "\0" in line:
                line = line.replace("\0", "\ufffd")
            if line.endswith("\r\n"):
                line = line[:-2] + "\n"
            self.taken.append(line)
            self._next += 1
            yield line

    def begin(self) -> None:
        self.taken, self.first = [], self._next

    def give_back_all_but_first(self) -> str:
        first, *others = self.taken
        self._pending.extendleft(reversed(others))
        self._next -= len(others)
        self.taken = [first]
        return first

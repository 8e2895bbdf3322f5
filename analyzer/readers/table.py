"""Tables with one message a row: their columns mapped by the user, or suggested from known column names.

CSV and TSV, JSON Lines and lists of flat JSON objects, Excel and OpenDocument workbooks, Parquet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from analyzer.errors import UnreadableInputError, UsageError
from analyzer.exports.column_maps import SYNONYMS, column_map_in_toml, suggested_columns
from analyzer.exports.csv_rows import csv_header
from analyzer.exports.reading import Topic
from analyzer.exports.sheets import is_parquet, is_workbook
from analyzer.exports.table_threads import Row, threads_of_rows
from analyzer.exports.tables import is_json, table_of
from analyzer.exports.written_times import written_time
from analyzer.readers.base import ExportFile, Items, Note, OpenedInput, Reader, ReadOptions
from analyzer.readers.presets import is_preset
from analyzer.threads import Source

_LONGEST_HEADING = 60


def columns_of(header: Sequence[str], options: ReadOptions, where: str) -> dict[int, str]:
    """Field of each place in the header that has one; what the user maps wins over what names suggest.

    Raises:
        UsageError: The map names a column the table lacks, or no field.
        UnreadableInputError: A field that every table needs has no column.
    """
    given = options.columns.columns
    for column, field in given.items():
        if column not in header:
            raise UsageError(f"no column {column!r} in {where}", "--map", f"columns are {', '.join(header[:12])}")
        if field and field not in SYNONYMS:
            raise UsageError(f"unknown field {field!r}", "--map", f"fields are {', '.join(SYNONYMS)}")
    suggested = {
        column: field
        for column, field in suggested_columns(header).items()
        if field not in given.values() and column not in given
    }
    columns = {column: field for column, field in {**suggested, **given}.items() if field}
    missing = [field for field in ("thread_id", "text") if field not in columns.values()]
    if "role" not in columns.values() and not (options.brand and {"author", "author_id"} & set(columns.values())):
        missing.append("role")
    if missing:
        raise UnreadableInputError(
            f"no column for {', '.join(missing)}", where, f"map one with --map COLUMN={missing[0]}"
        )
    return {header.index(column): field for column, field in columns.items()}


def columns_note(header: Sequence[str], columns: dict[int, str], file: str) -> Note:
    """The map in use, as a user may save it."""
    named = {header[place]: field for place, field in sorted(columns.items())}
    saved = column_map_in_toml(named).replace("\n", "; ")
    return Note(Source(file), Topic.COLUMNS, f"columns read as: {saved}")


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    for export in _exports(files):
        yield from threads_of_rows(_rows(export, options), options)


def _exports(files: Sequence[ExportFile]) -> Iterable[Sequence[ExportFile]]:
    """Files that go together: those with the same columns, whose thread ids mean the same."""
    if len(files) == 1:
        return [files]
    alike: dict[frozenset[str], list[ExportFile]] = {}
    for file in files:
        with file.opened() as opened:
            alike.setdefault(_heading(opened), []).append(file)
    return alike.values()


def _heading(opened: OpenedInput) -> frozenset[str]:
    if is_json(opened):
        return frozenset(path.removeprefix("item.") for path in opened.json_paths if path != "item")
    if not (is_workbook(opened.head) or is_parquet(opened.head)):
        return frozenset(csv_header(opened))
    if not opened.stream.seekable():
        return frozenset([opened.name])
    table = table_of(opened)
    return frozenset(table.header if table else ())


def _rows(files: Sequence[ExportFile], options: ReadOptions) -> Iterator[tuple[str, Row] | Note]:
    """The rows of all files, and what is to be said of the files."""
    shown = False
    for file in files:
        with file.opened() as opened:
            table = table_of(opened)
            if table is None:
                continue
            columns = columns_of(table.header, options, opened.name)
            plain = all(table.header[at] in (name, *options.columns.columns) for at, name in columns.items())
            if not (shown or plain):
                yield columns_note(table.header, columns, opened.name)
                shown = True
            mended = 0
            for line, cells, fault, was_mended in table.rows:
                mended += was_mended
                yield (
                    opened.name,
                    Row(line, {name: cells[at] for at, name in columns.items() if at < len(cells)}, fault),
                )
            if mended:
                text = f"{mended} rows have stray quotes, which are read as they stand"
                yield Note(Source(opened.name), Topic.MENDED, text)


def _names_columns(opened: OpenedInput) -> bool:
    """Whether flat JSON records name the columns that every table needs."""
    paths = [path.removeprefix("item.") for path in opened.json_paths if path != "item"]
    flat = [path for path in paths if "." not in path]
    return len(flat) == len(paths) and {"thread_id", "role", "text"} <= set(suggested_columns(flat).values())


def _recognises(opened: OpenedInput) -> bool:
    if is_workbook(opened.head) or is_parquet(opened.head):
        return True
    if is_json(opened):
        return _names_columns(opened)
    cells = csv_header(opened)
    return (
        len(cells) >= 3
        and written_time(cells[0].lstrip("[")) is None
        and all(len(cell) <= _LONGEST_HEADING and ":" not in cell for cell in cells)
        and not is_preset(cells)
    )


READER = Reader(
    "table",
    "one message a row: CSV, TSV, Excel, Parquet, JSON Lines (--map column=field)",
    _recognises,
    _read,
    together=True,
)

"""Tables with one message a row: their columns mapped by the user, or suggested from known column names.

CSV and TSV, JSON Lines and lists of flat JSON objects, Excel and OpenDocument workbooks, Parquet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.errors import UnreadableInputError, UsageError
from analyzer.exports.column_maps import SYNONYMS, column_map_in_toml, suggested_columns
from analyzer.exports.csv_rows import csv_header
from analyzer.exports.reading import Topic
from analyzer.exports.sheets import is_parquet, is_workbook
from analyzer.exports.table_threads import Row, threads_of_rows
from analyzer.exports.tables import is_json, table_of
from analyzer.exports.written_times import written_time
from analyzer.readers.base import Item, Note, OpenedInput, Reader, ReadOptions, one_by_one
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


def _read(opened: OpenedInput, options: ReadOptions) -> Iterator[Item]:
    table = table_of(opened)
    if table is None:
        return
    columns = columns_of(table.header, options, opened.name)
    if any(table.header[place] not in (field, *options.columns.columns) for place, field in columns.items()):
        yield columns_note(table.header, columns, opened.name)
    mended = 0

    def read_rows() -> Iterator[tuple[str, Row]]:
        nonlocal mended
        for line, cells, fault, was_mended in table.rows:
            mended += was_mended
            values = {field: cells[place] for place, field in columns.items() if place < len(cells)}
            yield opened.name, Row(line, values, fault)

    yield from threads_of_rows(read_rows(), options)
    if mended:
        yield Note(Source(opened.name), Topic.MENDED, f"{mended} rows have stray quotes, which are read as they stand")


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
    one_by_one(_read),
)

"""Options that several commands share, and what their values mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.errors import UsageError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from analyzer.exports.column_maps import ColumnMapping
    from analyzer.exports.reading import ReadOptions

Files = Annotated[list[str], typer.Argument(metavar="FILE…", help="Exported conversations; - is standard input.")]
Output = Annotated[str, typer.Option("--output", metavar="PATH", help="Where results go; - is standard output.")]
ModelName = Annotated[str, typer.Option("--model", help="A name, or a path with a separator.")]
InputFormat = Annotated[
    str | None, typer.Option("--input-format", help="Read every file as this format instead of telling it.")
]
Brand = Annotated[
    list[str],
    typer.Option("--brand", metavar="NAME", help="Name, handle or id that is the brand's; may be repeated."),
]
LanguageTag = Annotated[
    str | None, typer.Option("--language", metavar="TAG", help="Language of threads that name none.")
]
ColumnMap = Annotated[
    list[str],
    typer.Option(
        "--map", metavar="COLUMN=FIELD", help="Map a table's column, or a saved map (.toml); may be repeated."
    ),
]
TimeZoneName = Annotated[
    str | None, typer.Option("--timezone", metavar="ZONE", help="Zone of times written without one: Europe/Rome.")
]
DateOrderName = Annotated[
    str | None, typer.Option("--date-order", metavar="ORDER", help="dmy, mdy or ymd, where dates can be read two ways.")
]
Policy = Annotated[
    str | None, typer.Option("--policy", metavar="FILE", help="TOML file: when a reply is late, and office hours.")
]
Rejects = Annotated[
    str | None, typer.Option("--rejects", metavar="PATH", help="Write rejected records here, as JSON Lines.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first rejected record.")]
ShowData = Annotated[
    bool, typer.Option("--show-data", help="Show telephone numbers, names, codes and other data items unmasked.")
]


def read_options(
    brand: Sequence[str],
    language: str | None,
    mapping: Sequence[str],
    time_zone: str | None,
    date_order: str | None,
) -> ReadOptions:
    """What the options say of the input.

    Raises:
        UsageError: A zone, an order or a column map is none.
    """
    from analyzer.exports.reading import DateOrder, ReadOptions

    if date_order is not None and date_order not in list(DateOrder):
        raise UsageError(f"unknown order {date_order!r}", "--date-order", f"use one of {', '.join(DateOrder)}")
    return ReadOptions(
        brand=tuple(brand),
        language=language,
        time_zone=_zone(time_zone),
        date_order=None if date_order is None else DateOrder(date_order),
        columns=_column_map(mapping),
    )


def _column_map(mapping: Sequence[str]) -> ColumnMapping:
    from analyzer.exports.column_maps import ColumnMapping, read_column_map

    columns = ColumnMapping()
    for pair in mapping:
        column, separator, field = pair.rpartition("=")
        if not separator and pair.endswith(".toml"):
            columns = columns | read_column_map(pair)
            continue
        if not separator or not column:
            mend = "write it as --map 'Conversation ID=thread_id', or name a .toml file"
            raise UsageError(f"{pair!r} is not COLUMN=FIELD", "--map", mend)
        columns = columns | ColumnMapping({column: field.strip()})
    return columns


def _zone(name: str | None) -> ZoneInfo | None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(f"unknown time zone {name!r}", "--timezone", "name it as Europe/Rome") from None

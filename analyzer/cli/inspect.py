"""``analyzer inspect``: what was recognised in exported files, and how surely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from analyzer.cli.options import (
    Brand,
    ColumnMap,
    DateOrderName,
    Files,
    InputFormat,
    LanguageTag,
    Output,
    TimeZoneName,
    read_options,
)  # fmt: skip
from analyzer.errors import UsageError

if TYPE_CHECKING:
    from analyzer.inspection import Inspected

FORMATS = ("table", "json")


def inspect(
    files: Files,
    output: Output = "-",
    output_format: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
    input_format: InputFormat = None,
    brand: Brand = [],  # noqa: B006
    language: LanguageTag = None,
    time_zone: TimeZoneName = None,
    date_order: DateOrderName = None,
    mapping: ColumnMap = [],  # noqa: B006
) -> int:
    """Show what was recognised in exported files, and how surely."""
    if output_format not in FORMATS:
        raise UsageError(f"unknown format {output_format!r}", "--format", f"use one of {', '.join(FORMATS)}")
    import msgspec

    from analyzer.cli.streams import output_stream
    from analyzer.inspection import inspect as inspection_of

    options = read_options(brand, language, mapping, time_zone, date_order)
    found = inspection_of(files, options, input_format)
    with output_stream(output) as stream:
        if output_format == "json":
            stream.write(msgspec.json.encode({"files": [entry.record() for entry in found]}) + b"\n")
        else:
            _print(found, stream)
    return 2 if any(entry.unreadable for entry in found) else int(any(entry.rejected for entry in found))


def _print(found: Sequence[Inspected], stream: BinaryIO) -> None:
    """One table a file: what was recognised, then what is to be said of it."""
    from rich.table import Table
    from rich.text import Text

    from analyzer.writers.console import console_on
    from analyzer.writers.terminal_text import one_line

    with console_on(stream) as console:
        for entry in found:
            table = Table.grid(padding=(0, 2, 0, 2))
            table.add_column(style="dim", no_wrap=True)
            table.add_column(overflow="fold")
            for heading, value in _rows(entry):
                style = "red" if heading in ("unreadable", "rejected") else "yellow" if heading == "note" else ""
                table.add_row(heading, Text(one_line(value), style=style))
            console.print(Text(one_line(entry.file), style="bold"), table, "", sep="\n")


def _rows(entry: Inspected) -> Iterator[tuple[str, str]]:
    record = entry.record()
    if entry.unreadable:
        yield "unreadable", entry.unreadable.removeprefix("not readable: ")
    if entry.format is not None:
        yield "format", f"{entry.format}, {entry.encoding}"
    if entry.threads:
        sources = {"format": "told by the format", "option": "named with --brand", "inferred": "inferred, see below"}
        names = ", ".join(record["brand"]) or "no name"
        yield "brand", f"{names} ({sources[entry.brand_from]})" if entry.brand_from else "wrote no message"
        yield "threads", f"{entry.threads:,}"
        roles = ", ".join(f"{count:,} {role}" for role, count in entry.roles.most_common())
        yield "messages", f"{entry.messages:,}" + (f": {roles}" if roles else "")
        yield "languages", ", ".join(f"{name} {threads:,}" for name, threads in record["languages"].items())
        yield "dates", f"{record['first']} to {record['last']}" if record["first"] else "none"
        yield "time zone", record["timezone"] or "none"
    if entry.rejected:
        yield "rejected", f"{entry.rejected:,} records"
    for remark in record["notes"]:
        if not remark.startswith("not readable: "):
            yield "note", remark

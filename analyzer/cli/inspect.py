"""``analyzer inspect``: what was recognised in exported files, and how surely."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

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
    with output_stream(output) as stream:
        found = inspection_of(files, options, input_format)
        if output_format == "json":
            stream.write(msgspec.json.encode({"files": [entry.record() for entry in found]}) + b"\n")
        else:
            stream.write("\n".join(map(_in_words, found)).encode())
    return int(any(entry.rejected for entry in found))


def _in_words(entry: Inspected) -> str:
    from analyzer.writers.terminal_text import one_line

    record = entry.record()
    brands = ", ".join(record["brand"])
    languages = ", ".join(f"{name} {threads}" for name, threads in record["languages"].items())
    rows = [
        ("format", f"{record['format'] or 'none'}" + (f", {record['encoding']}" if record["encoding"] else "")),
        ("brand", (brands or "not named") + (f" (from: {record['brand_from']})" if record["brand_from"] else "")),
        ("threads", f"{entry.threads}, {entry.messages} messages, {entry.rejected} rejected"),
        ("languages", languages or "none told"),
        ("dates", f"{record['first']} to {record['last']}" if record["first"] else "none"),
        ("time zone", record["timezone"] or "none"),
        *(("note", note) for note in entry.notes),
    ]
    return "\n".join([one_line(entry.file), *(f"  {name:10} {one_line(value)}" for name, value in rows), ""])

"""``analyzer convert``: any export as canonical threads."""

from __future__ import annotations

from typing import Annotated

import typer

from analyzer.cli.options import (
    Brand,
    ColumnMap,
    DateOrderName,
    Files,
    InputFormat,
    LanguageTag,
    Rejects,
    Strict,
    TimeZoneName,
    read_options,
)  # fmt: skip


def convert(
    files: Files,
    output: Annotated[str, typer.Option("--output", metavar="PATH", help="Where threads go; - is standard output.")],
    input_format: InputFormat = None,
    brand: Brand = [],  # noqa: B006
    language: LanguageTag = None,
    time_zone: TimeZoneName = None,
    date_order: DateOrderName = None,
    mapping: ColumnMap = [],  # noqa: B006
    rejects: Rejects = None,
    strict: Strict = False,
) -> int:
    """Write exported conversations as canonical threads."""
    from analyzer.cli.streams import Intake, output_stream
    from analyzer.readers import read_everything
    from analyzer.writers.thread_lines import write_threads

    options = read_options(brand, language, mapping, time_zone, date_order)
    with output_stream(output) as stream, Intake(files, rejects, strict) as intake:
        threads = intake.threads(read_everything(files, options, input_format))
        write_threads(intake.converted(threads), stream)
        return intake.finish("converted")

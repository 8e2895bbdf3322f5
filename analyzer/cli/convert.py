"""``analyzer convert``: any export as canonical threads, or as a ConvoKit corpus."""

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
from analyzer.errors import UsageError

CANONICAL, CONVOKIT = "canonical", "convokit"


def convert(
    files: Files,
    output: Annotated[
        str, typer.Option("--output", metavar="PATH", help="Where threads go: a file, - or, for a corpus, a folder.")
    ],
    target: Annotated[str, typer.Option("--to", help="canonical (JSON Lines) or convokit (a corpus).")] = CANONICAL,
    input_format: InputFormat = None,
    brand: Brand = [],  # noqa: B006
    language: LanguageTag = None,
    time_zone: TimeZoneName = None,
    date_order: DateOrderName = None,
    mapping: ColumnMap = [],  # noqa: B006
    rejects: Rejects = None,
    strict: Strict = False,
) -> int:
    """Write exported conversations as canonical threads or as a ConvoKit corpus."""
    if target not in (CANONICAL, CONVOKIT):
        raise UsageError(f"unknown format {target!r}", "--to", f"use {CANONICAL} or {CONVOKIT}")
    from analyzer.cli.streams import Intake, output_stream
    from analyzer.readers import read_everything
    from analyzer.writers.convokit import write_corpus
    from analyzer.writers.thread_lines import write_threads

    options = read_options(brand, language, mapping, time_zone, date_order)
    if target == CONVOKIT:
        with Intake(files, rejects, strict) as intake:
            threads = intake.threads(read_everything(files, options, input_format))
            write_corpus(intake.converted(threads), output)
            return intake.finish("converted")
    with output_stream(output) as stream, Intake(files, rejects, strict) as intake:
        threads = intake.threads(read_everything(files, options, input_format))
        write_threads(intake.converted(threads), stream)
        return intake.finish("converted")

"""``analyzer score``: scores exported conversation files."""

from __future__ import annotations

import gc
from typing import Annotated

import typer

from analyzer.cli.options import (
    Brand,
    ColumnMap,
    DateOrderName,
    Files,
    InputFormat,
    LanguageTag,
    ModelName,
    Output,
    Policy,
    Rejects,
    ShowData,
    Strict,
    TimeZoneName,
    read_options,
)


def score(
    files: Files,
    output: Output = "-",
    output_format: Annotated[
        str | None,
        typer.Option("--format", help="view, table, jsonl, csv or parquet; view on a terminal, jsonl in a pipe."),
    ] = None,
    model: ModelName = "default",
    input_format: InputFormat = None,
    brand: Brand = [],  # noqa: B006
    language: LanguageTag = None,
    time_zone: TimeZoneName = None,
    date_order: DateOrderName = None,
    mapping: ColumnMap = [],  # noqa: B006
    policy: Policy = None,
    show_data: ShowData = False,
    fail_under: Annotated[
        float | None, typer.Option("--fail-under", help="Exit 1 if a thread scores below this.")
    ] = None,
    fail_on: Annotated[list[str], typer.Option("--fail-on", metavar="CODE", help="Exit 1 if this is found.")] = [],  # noqa: B006
    rejects: Rejects = None,
    strict: Strict = False,
) -> int:
    """Score exported conversation files."""
    gc.disable()  # what start-up makes stays; looking for cycles in it took a seventh of the time
    from analyzer.modeling.artifact import load_model

    loaded = load_model(model)  # first: skops searches every module loaded before it

    from analyzer.cli.streams import Intake, chosen_writer, output_stream, parsed_codes
    from analyzer.ledger import DEFAULT_POLICY, read_policy
    from analyzer.readers import read_everything
    from analyzer.redaction.masking import masked_scored
    from analyzer.scoring import score_threads

    gc.freeze()
    gc.enable()
    codes = parsed_codes(fail_on)
    reply_times = DEFAULT_POLICY if policy is None else read_policy(policy)
    with output_stream(output) as stream:
        writer = chosen_writer(output_format, stream)
        options = read_options(brand, language, mapping, time_zone, date_order)
        with Intake(files, rejects, strict) as intake:
            threads = intake.threads(read_everything(files, options, input_format))
            scores = intake.watched(score_threads(threads, loaded, reply_times), fail_under, codes)
            writer.write(map(masked_scored, scores) if writer.for_people and not show_data else scores, stream)
            return intake.finish()

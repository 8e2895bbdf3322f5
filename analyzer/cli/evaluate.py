"""``analyzer evaluate``: how well evidence and label agree with gold."""

from __future__ import annotations

from contextlib import nullcontext
from os.path import realpath
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.options import ModelName, Output, Rejects, Strict
from analyzer.errors import RejectedRecordError, UsageError

if TYPE_CHECKING:
    from analyzer.threads import LabelledThread

FORMATS = ("text", "json", "html")


def evaluate(
    labelled: Annotated[
        list[str],
        typer.Argument(metavar="LABELLED…", help="Canonical files, or folders of them; - is standard input."),
    ],
    model: ModelName = "default",
    output: Output = "-",
    output_format: Annotated[str, typer.Option("--format", help="text, json or html.")] = "text",
    errors: Annotated[
        str | None,
        typer.Option("--errors", metavar="FILE", help="Write every false positive and negative, as JSON Lines."),
    ] = None,
    baseline_from: Annotated[
        str | None,
        typer.Option(
            "--baseline-from", metavar="LABELLED", help="Set a model of bare words beside it, fitted on this file."
        ),
    ] = None,
    counterfactuals: Annotated[
        bool,
        typer.Option("--counterfactuals", help="Also swap names, places and brands, add and remove courtesy."),
    ] = False,
    rejects: Rejects = None,
    strict: Strict = False,
) -> int:
    """Show how well evidence and label agree with gold."""
    if output_format not in FORMATS:
        raise UsageError(f"unknown format {output_format!r}", "--format", f"use one of {', '.join(FORMATS)}")
    if errors == "-" == output:
        raise UsageError("figures and errors cannot share standard output", "--errors", "give --output a path")
    from analyzer.modeling.artifact import load_model

    loaded = load_model(model)  # first: skops searches every module loaded before it
    import msgspec

    from analyzer.cli.streams import Intake, output_stream
    from analyzer.evaluating.disagreements import disagreement_records
    from analyzer.evaluating.evaluation import compare
    from analyzer.evaluating.evaluation import evaluate as evaluation_of
    from analyzer.evaluating.examined import examine
    from analyzer.evaluating.page import write_page
    from analyzer.evaluating.tables import write_tables
    from analyzer.readers import labelled_files, read_labelled_threads

    files = labelled_files(labelled)
    fitted_on = _fitted_on(baseline_from, files) if baseline_from else []
    listing = output_stream(errors) if errors is not None else nullcontext()
    with output_stream(output) as stream, listing as error_stream, Intake(files, rejects, strict) as intake:
        threads = list(intake.threads(read_labelled_threads(files)))
        examined = list(examine(threads, loaded.judges))
        for thread in examined:
            intake.count(thread.thread.source.records, judged=thread.obstacle is None)
        if not threads:
            return intake.finish()
        compared = compare(examined)
        evaluation = evaluation_of(files, examined, compared, loaded, fitted_on, counterfactuals)
        if error_stream is not None:
            for record in disagreement_records(compared):
                error_stream.write(msgspec.json.encode(record) + b"\n")
        if output_format == "json":
            stream.write(msgspec.json.format(msgspec.json.encode(evaluation), indent=1) + b"\n")
        elif output_format == "html":
            write_page(evaluation, stream)
        else:
            write_tables(evaluation, stream)
        return intake.finish()


def _fitted_on(baseline_from: str, files: list[str]) -> list[LabelledThread]:
    """The threads that the word baseline is fitted on.

    Raises:
        UsageError: One of the files is to be evaluated, too.
        RejectedRecordError: One of the records is malformed.
    """
    from analyzer.readers import Reject, labelled_files, read_labelled_threads

    parts = labelled_files([baseline_from])
    if shared := sorted({realpath(part) for part in parts} & {realpath(file) for file in files}):
        raise UsageError(
            "the baseline would be judged on what it was fitted on", "--baseline-from", f"leave {shared[0]} out of one"
        )
    threads = []
    for item in read_labelled_threads(parts):
        if isinstance(item, Reject):
            raise RejectedRecordError(item.reason, f"{item.source.file}:{item.source.line}", "mend the record")
        threads.append(item)
    return threads

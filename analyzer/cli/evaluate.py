"""``analyzer evaluate``: how well evidence and label agree with gold."""

from __future__ import annotations

from typing import Annotated

import typer

from analyzer.cli.options import Output, Rejects, Strict
from analyzer.errors import UsageError

FORMATS = ("text", "json")


def evaluate(
    labelled: Annotated[
        list[str],
        typer.Argument(metavar="LABELLED…", help="Canonical files, or folders of them; - is standard input."),
    ],
    output: Output = "-",
    output_format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    errors: Annotated[
        str | None,
        typer.Option("--errors", metavar="FILE", help="Write every false positive and negative, as JSON Lines."),
    ] = None,
    rejects: Rejects = None,
    strict: Strict = False,
) -> int:
    """Show how well evidence and label agree with gold."""
    if output_format not in FORMATS:
        raise UsageError(f"unknown format {output_format!r}", "--format", f"use one of {', '.join(FORMATS)}")
    if errors == "-" == output:
        raise UsageError("figures and errors cannot share standard output", "--errors", "give --output a path")
    import msgspec

    from analyzer.cli.streams import Intake, output_stream
    from analyzer.evaluating.disagreements import disagreement_records
    from analyzer.evaluating.evaluation import compare
    from analyzer.evaluating.evaluation import evaluate as evaluation_of
    from analyzer.evaluating.examined import examine
    from analyzer.evaluating.tables import write_tables
    from analyzer.readers import labelled_files, read_labelled_threads

    files = labelled_files(labelled)
    with Intake(files, rejects, strict) as intake:
        threads = list(intake.threads(read_labelled_threads(files)))
        examined = list(examine(threads))
        for thread in examined:
            intake.count(thread.thread.source.records, judged=thread.obstacle is None)
        if not threads:
            return intake.finish()
        compared = compare(examined)
        evaluation = evaluation_of(files, examined, compared)
        if errors is not None:
            with output_stream(errors) as stream:
                for record in disagreement_records(compared):
                    stream.write(msgspec.json.encode(record) + b"\n")
        with output_stream(output) as stream:
            if output_format == "json":
                stream.write(msgspec.json.format(msgspec.json.encode(evaluation), indent=1) + b"\n")
            else:
                write_tables(evaluation, stream)
        return intake.finish()

"""``analyzer label``: which threads to label next, in which tool, and the labels back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.options import (
    Brand,
    ColumnMap,
    DateOrderName,
    Files,
    InputFormat,
    LanguageTag,
    ModelName,
    Rejects,
    Strict,
    TimeZoneName,
    read_options,
)
from analyzer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analyzer.cli.streams import Intake
    from analyzer.labelling.choosing import Proposal
    from analyzer.labelling.formats import LabellingTool
    from analyzer.modeling.artifact import Model
    from analyzer.threads import Thread

NUMBER = 100
DEFAULT_TOOL = "label-studio"


def label(
    files: Files,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            metavar="PATH",
            help="Tasks, a folder for those of Label Studio; labelled threads with --import or --interactive.",
        ),
    ],
    output_format: Annotated[
        str | None,
        typer.Option("--format", help="label-studio, doccano, csv or xlsx; told from the output's name if not given."),
    ] = None,
    interactive: Annotated[bool, typer.Option("--interactive", help="Label here, in the terminal.")] = False,
    imported: Annotated[
        list[str],
        typer.Option("--import", metavar="EXPORT", help="What people gave back for these threads; may be repeated."),
    ] = [],  # noqa: B006
    number: Annotated[int, typer.Option("--number", min=1, help="How many threads to label, at most.")] = NUMBER,
    redact: Annotated[
        bool, typer.Option("--redact", help="Mask personal data in the tasks; labels still come back to the threads.")
    ] = False,
    model: ModelName = "default",
    against: Annotated[
        str | None, typer.Option("--against", metavar="MODEL", help="Propose threads on which this model differs.")
    ] = None,
    exclude: Annotated[
        list[str],
        typer.Option("--exclude", metavar="LABELLED", help="Leave out threads labelled here; may be repeated."),
    ] = [],  # noqa: B006
    annotator: Annotated[
        str | None, typer.Option("--annotator", metavar="NAME", help="Who labels, where the labels do not say.")
    ] = None,
    agreement: Annotated[
        str | None, typer.Option("--agreement", metavar="FILE", help="With --import: how far people agree, as JSON.")
    ] = None,
    input_format: InputFormat = None,
    brand: Brand = [],  # noqa: B006
    language: LanguageTag = None,
    time_zone: TimeZoneName = None,
    date_order: DateOrderName = None,
    mapping: ColumnMap = [],  # noqa: B006
    rejects: Rejects = None,
    strict: Strict = False,
) -> int:
    """Choose the threads whose labels teach most, label them, or read labels back."""
    if interactive and imported:
        raise UsageError("labelling and reading labels back are two steps", "--import", "leave one of them out")
    if agreement and not imported:
        raise UsageError("agreement is told from labels that came back", "--agreement", "add --import EXPORT")
    if redact and (interactive or imported):
        raise UsageError("masks what is shown in tasks", "--redact", "leave it out: here nothing leaves this machine")
    options = read_options(brand, language, mapping, time_zone, date_order)
    if imported:
        from analyzer.cli.labels_back import import_labels
        from analyzer.cli.streams import Intake
        from analyzer.readers import read_everything

        with Intake(files, rejects, strict) as intake:
            threads = intake.threads(read_everything(files, options, input_format))
            return import_labels(threads, intake, imported, output, agreement, annotator or "")
    from analyzer.modeling.artifact import load_model

    judge = load_model(model)  # first: skops searches every module loaded before it
    rival = load_model(against) if against else None
    from analyzer.cli.streams import Intake
    from analyzer.readers import read_everything

    if not interactive and _is_folder(output, output_format):
        output_format = output_format or DEFAULT_TOOL
        output = _in_folder(output, output_format)
    tool = None if interactive else _tool(output_format, output)
    with Intake(files, rejects, strict) as intake:
        threads = intake.threads(read_everything(files, options, input_format))
        proposals = _proposals(threads, intake, (judge, rival), exclude, number)
        if tool is None:
            from analyzer.cli.labelling_screen import label_here

            label_here(proposals, output, annotator)
        else:
            _write(proposals, tool, output, redact)
        return intake.finish("read")


def _is_folder(output: str, named: str | None) -> bool:
    """Whether tasks go to a folder: one that is there, one told by a slash, or a name that tells no format."""
    if output == "-":
        return False
    return Path(output).is_dir() or output.endswith(("/", "\\")) or (named is None and not Path(output).suffix)


def _in_folder(folder: str, name: str) -> str:
    tool = _tool(name, "")
    Path(folder).mkdir(parents=True, exist_ok=True)
    return str(Path(folder) / f"tasks{tool.suffixes[0]}")


def _tool(name: str | None, output: str) -> LabellingTool:
    from analyzer.labelling.formats import labelling_tools

    known = {key: tool for key, tool in labelling_tools().items() if tool.write}
    if name is not None and name not in known:
        raise UsageError(f"unknown format {name!r}", "--format", f"use one of {', '.join(known)}")
    if name is not None:
        return known[name]
    suffix = Path(output).suffix.lower()
    for tool in known.values():
        if suffix in tool.suffixes:
            return tool
    told = f"no labelling tool is told from {suffix!r}" if suffix else "standard output tells no labelling tool"
    raise UsageError(told, "--output", f"add --format {', '.join(known)}")


def _proposals(
    threads: Iterable[Thread],
    intake: Intake,
    models: tuple[Model, Model | None],
    exclude: list[str],
    number: int,
) -> list[Proposal]:
    from collections import Counter

    from analyzer.cli.streams import say
    from analyzer.labelling.candidates import Candidate, candidates
    from analyzer.labelling.choosing import choose
    from analyzer.training.copies import fingerprint

    done = _fingerprints(exclude)
    kept: list[Candidate] = []
    for each in candidates(threads, *models):
        thread = each.thread if isinstance(each, Candidate) else each
        intake.count(thread.source.records, judged=isinstance(each, Candidate))
        if isinstance(each, Candidate) and fingerprint(thread) not in done:
            kept.append(each)
    chosen = choose(kept, number)
    counts = Counter(str(proposal.reason) for proposal in chosen)
    say(
        f"{len(chosen)} of {len(kept)} threads: " + ", ".join(f"{count} {name}" for name, count in counts.most_common())
    )
    return chosen


def _fingerprints(labelled: list[str]) -> set[str]:
    from analyzer.readers import Reject, read_labelled_threads
    from analyzer.training.copies import fingerprint

    if not labelled:
        return set()
    return {fingerprint(each.thread) for each in read_labelled_threads(labelled) if not isinstance(each, Reject)}


def _write(proposals: list[Proposal], tool: LabellingTool, output: str, redact: bool) -> None:
    from analyzer.cli.streams import output_stream, say
    from analyzer.labelling.tasks import tasks
    from analyzer.redaction.masking import masked_thread
    from analyzer.redaction.redacting import NOT_FOUND

    if tool.write is None:
        return
    with output_stream(output) as stream:
        tool.write(tasks(proposals, masked_thread if redact else None), stream)
    if output != "-":
        say(f"wrote {output}, {tool.description}")
    for suffix, content in tool.companions.items():
        if output != "-":
            beside = str(Path(output).with_suffix(suffix))
            with output_stream(beside) as stream:
                stream.write(content().encode())
            say(f"wrote {beside}, to set the project up")
    if redact:
        say(NOT_FOUND)

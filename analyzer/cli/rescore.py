"""``analyzer rescore``: what a new model would change in earlier scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.options import (
    Brand,
    ColumnMap,
    DateOrderName,
    InputFormat,
    LanguageTag,
    Output,
    Rejects,
    Strict,
    TimeZoneName,
    read_options,
)
from analyzer.errors import UnreadableInputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analyzer.evaluating.rescoring import OldScore
    from analyzer.modeling.artifact import Model
    from analyzer.scoring import ScoredThread
    from analyzer.threads import Thread

FORMATS = ("text", "jsonl")


def rescore(
    scores: Annotated[str, typer.Argument(metavar="SCORES", help="An earlier output of score, in JSON Lines.")],
    model: Annotated[str, typer.Option("--model", help="The new model: a name, or a path with a separator.")],
    threads: Annotated[
        list[str],
        typer.Option("--threads", metavar="FILE", help="The conversations, where they lie elsewhere now; repeatable."),
    ] = [],  # noqa: B006
    output: Output = "-",
    output_format: Annotated[str, typer.Option("--format", help="text or jsonl.")] = "text",
    input_format: InputFormat = None,
    brand: Brand = [],  # noqa: B006
    language: LanguageTag = None,
    time_zone: TimeZoneName = None,
    date_order: DateOrderName = None,
    mapping: ColumnMap = [],  # noqa: B006
    rejects: Rejects = None,
    strict: Strict = False,
) -> int:
    """Show what a new model would change in earlier scores, by how much and because of which evidence."""
    if output_format not in FORMATS:
        raise UsageError(f"unknown format {output_format!r}", "--format", f"use one of {', '.join(FORMATS)}")
    from analyzer.modeling.artifact import load_model

    loaded = load_model(model)  # first: skops searches every module loaded before it
    from analyzer.cli.streams import Intake, output_stream, say
    from analyzer.evaluating.move_tables import summary, write_moves
    from analyzer.evaluating.rescoring import moves
    from analyzer.readers import read_everything

    old = _earlier(scores)
    files = threads or list(dict.fromkeys(each.source.file for each in old))
    if "-" in files and not threads:
        raise UsageError("the scores were made from standard input", scores, "name the conversations with --threads")
    options = read_options(brand, language, mapping, time_zone, date_order)
    with output_stream(output) as stream, Intake(files, rejects, strict) as intake:
        read = intake.threads(read_everything(files, options, input_format))
        found = list(moves(_pairs(old, intake.converted(read), loaded, elsewhere=bool(threads)), loaded))
        write_moves(found, stream, as_json=output_format == "jsonl")
        for line in summary(found, loaded.stamp.name):
            say(line)
        if missing := len(old) - len(found):
            say(f"{missing} of {len(old)} scored threads are not in {', '.join(files)}")
        return max(intake.finish("rescored"), int(bool(missing)))


def _earlier(scores: str) -> list[OldScore]:
    """The scores of the earlier output.

    Raises:
        UnreadableInputError: It holds something else, or nothing.
    """
    from contextlib import ExitStack

    from analyzer.evaluating.rescoring import read_scores
    from analyzer.exports.containers import export_files
    from analyzer.readers import Reject

    found: list[OldScore] = []
    with ExitStack() as stack:
        for file in export_files([scores], stack):
            with file.opened() as opened:
                for each in read_scores(opened):
                    if isinstance(each, Reject):
                        place = f"{each.source.file}:{each.source.line}"
                        mend = "give what score --format jsonl wrote"
                        raise UnreadableInputError(each.reason, place, mend)
                    found.append(each)
    if not found:
        raise UnreadableInputError("no scores in it", scores, "give what score --format jsonl wrote")
    return found


def _pairs(
    old: list[OldScore], threads: Iterable[Thread], model: Model, elsewhere: bool
) -> Iterator[tuple[OldScore, ScoredThread]]:
    """Each old score beside the new one of its thread: that of its file, line and id, elsewhere that of its id."""
    from collections import defaultdict, deque

    from analyzer.scoring import score_threads

    def place(identity: str, file: str, line: int | None) -> tuple[str, str | None, int | None]:
        return (identity, None, None) if elsewhere else (identity, file, line)

    waiting: dict[tuple[str, str | None, int | None], deque[OldScore]] = defaultdict(deque)
    for each in old:
        waiting[place(each.thread_id, each.source.file, each.source.line)].append(each)

    def known(thread: Thread) -> deque[OldScore]:
        return waiting.get(place(thread.id, thread.source.file, thread.source.line), deque())

    for scored in score_threads((thread for thread in threads if known(thread)), model):
        if before := known(scored.thread):
            yield before.popleft(), scored

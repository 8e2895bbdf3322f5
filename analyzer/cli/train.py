"""``analyzer train``: fits a model on labelled threads and writes it with its card."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analyzer.errors import ModelRefusedError, RejectedRecordError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analyzer.modeling.artifact import Model
    from analyzer.threads import LabelledThread


def train(
    labelled: Annotated[list[str], typer.Argument(metavar="LABELLED…", help="Canonical files, or folders of them.")],
    output: Annotated[
        str, typer.Option("--output", metavar="DIR", help="Folder of the model; its name is the model's.")
    ],
    corpus: Annotated[
        list[str],
        typer.Option(
            "--with",
            metavar="CORPUS",
            help="Learn from these labelled threads too, less by a weight that validation chooses; "
            "'shipped' are those that come with the program. May be repeated.",
        ),
    ] = [],  # noqa: B006
    compare_with: Annotated[
        str | None,
        typer.Option("--compare-with", metavar="MODEL", help="Install only what is no worse than this model."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Install a worse model all the same.")] = False,
) -> int:
    """Fit a model, with its card, and tell whether it is better for these threads."""
    if Path(output).exists() and not Path(output).is_dir():
        raise UsageError("not a folder", output, "name the folder the model shall stand in")
    if force and compare_with is None:
        raise UsageError("there is no model to be worse than", "--force", "name one with --compare-with")
    from analyzer.modeling.artifact import CARD_FILE, save_model  # first: skops searches every module loaded before it
    from analyzer.training.comparison import load_rival

    base = _shipped_model()
    rival = load_rival(compare_with) if compare_with is not None else None
    from analyzer.cli.progress import stages
    from analyzer.cli.streams import say
    from analyzer.cli.train_words import in_words
    from analyzer.training.comparison import new_to
    from analyzer.training.shipped import corpus_files
    from analyzer.training.training import Stage
    from analyzer.training.training import train as fit
    from analyzer.writers.moved_threads import MOVED_FILE, moved_table

    threads, others = _threads(labelled), _threads(corpus_files(corpus))
    if rival is None and base is not None:
        usual = load_rival(base.stamp.name)
        rival = usual if corpus or new_to(threads, usual) else None
    folder = Path(output)
    with stages(len(Stage)) as begin:
        trained = fit(threads, folder.resolve().name, base, rival, begin, others)
    for warning in trained.warnings:
        say(f"warning: {warning}")
    for line in in_words(trained):
        say(line)
    if compare_with is not None and trained.comparison is not None and trained.comparison.worse and not force:
        say(f"not installed, {folder} is as it was: label more threads, or add --force")
        return 1

    def companions(card: Mapping[str, Any]) -> dict[str, str]:
        moves = {} if trained.answer is None else {MOVED_FILE: moved_table(trained.answer.moves)}
        return {**trained.companions(card), **moves}

    save_model(trained.classifier, trained.judges, trained.card, folder, companions)
    say(f"wrote {folder / CARD_FILE}, in words {folder / 'card.md'}")
    return 0


def _threads(labelled: list[str]) -> list[LabelledThread]:
    if not labelled:
        return []
    from analyzer.readers import Reject, read_labelled_threads

    threads = []
    for item in read_labelled_threads(labelled):
        if isinstance(item, Reject):
            raise RejectedRecordError(item.reason, f"{item.source.file}:{item.source.line}", "mend the record")
        threads.append(item)
    return threads


def _shipped_model() -> Model | None:
    """The default model; none while there is no default model."""
    from analyzer.modeling.artifact import load_model

    try:
        return load_model()
    except ModelRefusedError:
        return None

"""``analyzer train``: fits a model on labelled threads and writes it with its card."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.errors import ModelRefusedError, RejectedRecordError, UsageError

if TYPE_CHECKING:
    from analyzer.modeling.artifact import Model
    from analyzer.threads import LabelledThread
    from analyzer.training.comparison import Comparison


def train(
    labelled: Annotated[list[str], typer.Argument(metavar="LABELLED…", help="Canonical files, or folders of them.")],
    output: Annotated[
        str, typer.Option("--output", metavar="DIR", help="Folder of the model; its name is the model's.")
    ],
    compare_with: Annotated[
        str | None,
        typer.Option("--compare-with", metavar="MODEL", help="Install only what is no worse than this model."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Install a worse model all the same.")] = False,
) -> int:
    """Fit a model, with its card."""
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
    from analyzer.training.training import Stage
    from analyzer.training.training import train as fit

    threads = _threads(labelled)
    folder = Path(output)
    with stages(len(Stage)) as begin:
        trained = fit(threads, folder.resolve().name, base, rival, begin)
    for warning in trained.warnings:
        say(f"warning: {warning}")
    held_out, settings = trained.card["held_out_by_brand"], trained.card["settings"]
    say(f"settings: {settings['chosen']}, best macro-F1 in the folds of {', '.join(settings['macro_f1_of_each'])}")
    say(
        f"{trained.card['data']['threads']} threads; held out by brand: macro-F1 {_shown(held_out['macro_f1'])}, "
        f"quadratic kappa {_shown(held_out['quadratic_kappa'])}, calibration error {_shown(held_out['ece'])}"
    )
    if trained.comparison is not None:
        say(_in_words(trained.comparison))
        if trained.comparison.worse and not force:
            say(f"not installed, {folder} is as it was: label more threads, or add --force")
            return 1
    save_model(trained.classifier, trained.judges, trained.card, folder, trained.companions)
    say(f"wrote {folder / CARD_FILE}")
    return 0


def _threads(labelled: list[str]) -> list[LabelledThread]:
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


def _in_words(comparison: Comparison) -> str:
    gain = comparison.gain
    interval = "" if gain.low is None or gain.high is None else f" ({gain.low:+.3f} to {gain.high:+.3f})"
    fair = (
        f"{comparison.seen} of them judged as they were held out from it"
        if comparison.known_to_be_fair
        else "which it may have been fitted on: it does not say"
    )
    return (
        f"against {comparison.old}: macro-F1 {comparison.new_macro_f1:.3f}, there {comparison.old_macro_f1:.3f}, "
        f"difference {gain.value or 0.0:+.3f}{interval} on {comparison.threads} threads, {fair}"
    )


def _shown(estimate: dict[str, float | None]) -> str:
    value, low, high = (estimate[key] for key in ("value", "low", "high"))
    return "not defined" if value is None else f"{value:.3f} ({low:.3f} to {high:.3f})"

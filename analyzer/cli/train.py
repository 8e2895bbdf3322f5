"""``analyzer train``: fits a model on labelled threads and writes it with its card."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.errors import ModelRefusedError, RejectedRecordError

if TYPE_CHECKING:
    from analyzer.nlp.judging import Judges


def train(
    labelled: Annotated[list[str], typer.Argument(metavar="LABELLED…", help="Canonical files, or folders of them.")],
    output: Annotated[
        str, typer.Option("--output", metavar="DIR", help="Folder of the model; its name is the model's.")
    ],
) -> int:
    """Fit a model, with its card."""
    from analyzer.cli.streams import say
    from analyzer.modeling.artifact import CARD_FILE, save_model
    from analyzer.readers import Reject, read_labelled_threads
    from analyzer.training import card_in_words
    from analyzer.training import train as fit

    threads = []
    for item in read_labelled_threads(labelled):
        if isinstance(item, Reject):
            raise RejectedRecordError(item.reason, f"{item.source.file}:{item.source.line}", "mend the record")
        threads.append(item)
    folder = Path(output)
    classifier, judges, card = fit(threads, folder.resolve().name, base=_shipped_judges())
    stamp = save_model(classifier, judges, card, folder)
    (folder / "card.md").write_text(card_in_words({**card, "sha256": stamp.sha256}), encoding="utf-8")
    held_out = card["held_out_by_brand"]
    say(
        f"{card['data']['threads']} threads; held out by brand: macro-F1 {held_out['macro_f1']:.3f}, "
        f"quadratic kappa {held_out['quadratic_kappa']:.3f}; wrote {folder / CARD_FILE}"
    )
    return 0


def _shipped_judges() -> Judges | None:
    """The default model's judges; none while there is no default model."""
    from analyzer.modeling.artifact import load_model

    try:
        return load_model().judges
    except ModelRefusedError:
        return None

"""The part of ``analyzer label`` that reads labels back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from analyzer.cli.streams import Intake, output_stream, say
from analyzer.errors import UnreadableInputError
from analyzer.labelling.importing import matched, read_judgements, renamed
from analyzer.labelling.labelled_lines import write_labelled
from analyzer.labelling.reliability import Reliability, plain

if TYPE_CHECKING:
    from analyzer.labelling.importing import Imported
    from analyzer.threads import Thread

_SHOWN = 5


def import_labels(
    threads: Iterable[Thread],
    intake: Intake,
    exports: Sequence[str],
    output: str,
    agreement: str | None,
    annotator: str,
) -> int:
    """Writes the labelled threads and says how far people agree; returns the exit code.

    Raises:
        UnreadableInputError: Nothing came back for any of the threads.
    """
    found = matched(threads, renamed(read_judgements(exports), annotator))
    for _ in intake.threads(found.rejects):
        pass
    if not found.threads:
        what = f"no label for any of the threads: {len(found.rejects)} rejected"
        raise UnreadableInputError(what, ", ".join(exports), "give the files that the tasks were made from")
    with output_stream(output) as stream:
        write_labelled(found.threads, stream)
    if agreement is not None:
        with output_stream(agreement) as stream:
            stream.write(msgspec.json.format(msgspec.json.encode(_agreement(found)), indent=1) + b"\n")
    _summarise(found)
    return int(bool(found.rejects))


def _agreement(found: Imported) -> dict[str, object]:
    return {
        "threads": len(found.threads),
        "judgements": sum(len(each.judgements) for each in found.threads),
        "agreement": plain(found.reliabilities),
        "to_talk_about": [
            {"thread": each.thread.id, "why": each.consensus.to_talk_about, "labels": each.consensus.labels}
            for each in found.threads
            if each.consensus.to_talk_about
        ],
    }


def _summarise(found: Imported) -> None:
    people = {one.annotator for each in found.threads for one in each.judgements}
    labels = sum(each.consensus.gold.label is not None for each in found.threads)
    say(f"{len(found.threads)} threads labelled by {len(people)}: {labels} with a label, {len(found.rejects)} rejected")
    for entry in found.reliabilities:
        say(_in_words(entry))
    talk = [each for each in found.threads if each.consensus.to_talk_about]
    for each in talk[:_SHOWN]:
        say(f"to talk about: {each.thread.id}: {'; '.join(each.consensus.to_talk_about)}")
    if len(talk) > _SHOWN:
        say(f"to talk about: {len(talk) - _SHOWN} more, listed with --agreement FILE")


def _in_words(entry: Reliability) -> str:
    alpha, kappa = entry.alpha, entry.kappa
    told = "not defined" if alpha.value is None else f"{alpha.value:.2f} ({alpha.low:.2f} to {alpha.high:.2f})"
    few = ", too few to lean on" if entry.few else ""
    pairs = "" if kappa is None else f", kappa {kappa:.2f}"
    return f"agreement on {entry.name}: alpha {told}{pairs}, {entry.units} judged by several{few}"

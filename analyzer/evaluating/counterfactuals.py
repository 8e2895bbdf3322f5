"""How far label and score move when a thread changes in what must not matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.codebook import Label
from analyzer.evaluating.counterfactual_kinds import KINDS, CounterfactualKind
from analyzer.evaluating.examined import ExaminedThread, examine
from analyzer.modeling.artifact import Model
from analyzer.modeling.classifier import expected_score, most_probable
from analyzer.scoring import label_probabilities
from analyzer.threads import Gold, LabelledThread, Source


@dataclass(frozen=True, slots=True)
class Flip:
    """A thread whose label changed, and by how many points its score did; a null label, it could not be judged."""

    thread: str
    source: Source
    before: Label
    after: Label | None
    score_change: float | None


@dataclass(frozen=True, slots=True)
class CounterfactualFigures:
    """What one kind of change did.

    Attributes:
        kind: Its name.
        meaning: What was changed.
        threads_changed: Threads that hold something to change.
        labels_flipped: How many of them got another label.
        mean_score_change: Mean absolute change of the score, 0 to 100; None where nothing was changed.
        max_score_change: The largest.
        flips: The threads whose label changed, in input order.
    """

    kind: str
    meaning: str
    threads_changed: int
    labels_flipped: int
    mean_score_change: float | None
    max_score_change: float | None
    flips: tuple[Flip, ...]


def counterfactual_figures(examined: Sequence[ExaminedThread], model: Model) -> tuple[CounterfactualFigures, ...]:
    """One entry for each of ``KINDS``, over every thread that can be judged; no gold is needed."""
    threads = [thread for thread in examined if thread.reviewed is not None]
    judgements = list(zip(threads, _judgements(threads, model), strict=True))
    return tuple(_figures(kind, judgements, model) for kind in KINDS)


_Judgement = tuple[Label, float] | None


def _judgements(threads: Sequence[ExaminedThread], model: Model) -> list[_Judgement]:
    """Label and score of each thread; None for what cannot be judged."""
    reviewed = [thread.reviewed for thread in threads if thread.reviewed is not None]
    probabilities = label_probabilities(reviewed, model.classifier)
    found = zip(most_probable(probabilities), expected_score(probabilities).tolist(), strict=True)
    return [None if thread.reviewed is None else next(found) for thread in threads]


def _figures(
    kind: CounterfactualKind, judgements: Sequence[tuple[ExaminedThread, _Judgement]], model: Model
) -> CounterfactualFigures:
    copies = [(thread, before, kind.change(thread.thread, thread.language)) for thread, before in judgements]
    changed = [(thread, before, copy) for thread, before, copy in copies if before and copy != thread.thread]
    after = _judgements(list(examine([LabelledThread(copy, Gold()) for _, _, copy in changed], model.judges)), model)
    flips, moves = [], []
    for (thread, before, _), now in zip(changed, after, strict=True):
        move = None if now is None else now[1] - before[1]
        moves.extend([] if move is None else [abs(move)])
        if now is None or now[0] is not before[0]:
            label = None if now is None else now[0]
            change = None if move is None else round(move, 1)
            flips.append(Flip(thread.thread.id, thread.thread.source, before[0], label, change))
    return CounterfactualFigures(
        kind=kind.name,
        meaning=kind.meaning,
        threads_changed=len(changed),
        labels_flipped=len(flips),
        mean_score_change=sum(moves) / len(moves) if moves else None,
        max_score_change=max(moves, default=None),
        flips=tuple(flips),
    )

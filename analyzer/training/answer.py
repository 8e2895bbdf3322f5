"""Whether a new model is better on one's own threads: against the old one, what moves, and what more labels bring."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.codebook import Label
from analyzer.modeling.classifier import Probabilities, expected_score, most_probable
from analyzer.training.comparison import Comparison
from analyzer.training.learning_curve import LearningCurve
from analyzer.training.table import LabelledRows
from analyzer.training.weighing import Weighing


@dataclass(frozen=True, slots=True)
class Move:
    """A thread that gets another label.

    Attributes:
        thread: Its id.
        gold: What readers say.
        before: What the old model says.
        after: What the new one says without having seen it.
        score_before: 0 to 100.
        score_after: 0 to 100.
    """

    thread: str
    gold: Label
    before: Label
    after: Label
    score_before: float
    score_after: float

    @property
    def outcome(self) -> str:
        """``mended`` where only the new model is right, ``broken`` where only the old one was, else ``other``."""
        return "mended" if self.after is self.gold else "broken" if self.before is self.gold else "other"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a model on own threads.

    Attributes:
        own: How many of them have a label.
        corpus: Threads of the corpus beside them.
        weighing: How they count against each other; None without a corpus.
        comparison: Against the old model; None without one.
        moves: Threads with another label than the old model gives them; mended ones first.
        curve: Over the number of own labels.
    """

    own: int
    corpus: int
    weighing: Weighing | None
    comparison: Comparison | None
    moves: tuple[Move, ...]
    curve: LearningCurve


def moved(rows: LabelledRows, before: Probabilities, after: Probabilities) -> tuple[Move, ...]:
    """The threads of which two models say different labels; mended first, then broken, farthest first."""
    judged = zip(
        rows.entries,
        rows.labels,
        most_probable(before),
        most_probable(after),
        expected_score(before).tolist(),
        expected_score(after).tolist(),
        strict=True,
    )
    found = [Move(entry.thread.id, *values) for entry, *values in judged if values[1] is not values[2]]
    order = ("mended", "broken", "other")
    return tuple(
        sorted(found, key=lambda move: (order.index(move.outcome), -abs(move.score_after - move.score_before)))
    )

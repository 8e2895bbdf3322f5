"""The whole way: threads in, scores out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from analyzer.codebook import Code, Label
from analyzer.features import feature_row, feature_table, table_of
from analyzer.findings import ReviewedThread, review
from analyzer.ledger import DEFAULT_POLICY, ReplyTimePolicy, build_ledger
from analyzer.ledger.handoffs import handoffs
from analyzer.ledger.promises import promises
from analyzer.ledger.questions import customer_questions
from analyzer.modeling.artifact import Model
from analyzer.modeling.classifier import (
    LABELS,
    OrdinalClassifier,
    Probabilities,
    expected_score,
    most_probable,
    raised_above_unresponsive,
)
from analyzer.nlp.annotation import AnnotatedThread, annotate
from analyzer.nlp.judging import Judges, judged
from analyzer.scores import ModelStamp, Score
from analyzer.threads import Thread

THREADS_A_BATCH = 512
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class ScoredThread:
    """A thread beside its score."""

    thread: Thread
    score: Score


def score_threads(
    threads: Iterable[Thread], model: Model, policy: ReplyTimePolicy = DEFAULT_POLICY
) -> Iterator[ScoredThread]:
    """One score for each thread, in the same order; the same threads and model give the same scores.

    Args:
        threads: What to judge.
        model: What to judge with.
        policy: When a reply is late; it moves neither score nor label.
    """
    for batch in _batches(annotate(threads), THREADS_A_BATCH):
        reviewed = [
            reviewed_thread(annotated, model.judges, policy) for annotated in batch if annotated.obstacle is None
        ]
        scores = iter(scores_of(reviewed, model))
        for annotated in batch:
            score = next(scores) if annotated.obstacle is None else _not_scored(annotated, model.stamp)
            yield ScoredThread(annotated.thread, score)


def scores_of(reviewed: Sequence[ReviewedThread], model: Model) -> list[Score]:
    """The score of each reviewed thread."""
    rows = [feature_row(thread) for thread in reviewed]
    probabilities = _probabilities(reviewed, rows, model.classifier)
    values, labels = expected_score(probabilities), most_probable(probabilities)
    return [
        _score(thread, row, chances.tolist(), float(value), label, model.stamp)
        for thread, row, chances, value, label in zip(reviewed, rows, probabilities, values, labels, strict=True)
    ]


def reviewed_thread(
    annotated: AnnotatedThread, judges: Judges, policy: ReplyTimePolicy = DEFAULT_POLICY
) -> ReviewedThread:
    """The findings of an annotated thread that can be judged."""
    return review(build_ledger(judged(annotated, judges), policy))


def label_probabilities(reviewed: Sequence[ReviewedThread], classifier: OrdinalClassifier) -> Probabilities:
    """Probabilities of the labels, shape (threads, 3).

    A likely finding never makes a thread unresponsive by itself: where leaving the likely accusations out would give
    a better label than ``unresponsive``, P(at least partial) is raised until another label just wins. So the thread
    still stands among the doubtful ones, and one accusation more never raises a score. One credit more may lower it
    there: where it makes ``responsive`` likelier at the cost of ``partial``, ``unresponsive`` can become the most
    probable label without the likely accusations too.
    """
    return _probabilities(reviewed, [feature_row(thread) for thread in reviewed], classifier)


def _probabilities(
    reviewed: Sequence[ReviewedThread], rows: Sequence[dict[str, float]], classifier: OrdinalClassifier
) -> Probabilities:
    probabilities = classifier.probabilities(table_of(rows))
    lowest = [row for row, label in enumerate(most_probable(probabilities)) if label is Label.UNRESPONSIVE]
    doubtful = [row for row in lowest if reviewed[row].has_likely_accusations]
    if doubtful:
        firm = classifier.probabilities(feature_table(reviewed[row].without_likely_accusations() for row in doubtful))
        spared = [
            row for row, label in zip(doubtful, most_probable(firm), strict=True) if label is not Label.UNRESPONSIVE
        ]
        probabilities[spared] = raised_above_unresponsive(probabilities[spared])
    return probabilities


def _score(
    reviewed: ReviewedThread,
    row: dict[str, float],
    chances: list[float],
    value: float,
    label: Label,
    stamp: ModelStamp,
) -> Score:
    annotated = reviewed.ledger.annotated
    return Score(
        thread_id=annotated.thread.id,
        language=annotated.language,
        score=value,
        label=label,
        probabilities={name: round(chance, 4) for name, chance in zip(LABELS, chances, strict=True)},
        model=stamp,
        findings=reviewed.findings,
        acts={reply.message.id: reply.acts for reply in annotated.replies},
        requested={reply.message.id: reply.requested for reply in annotated.replies if reply.requested},
        features=row,
        questions=customer_questions(reviewed.ledger),
        handoffs=handoffs(reviewed.ledger, reviewed.of(Code.CHANNEL_BOUNCE)),
        promises=promises(reviewed.ledger),
        intervals=reviewed.ledger.intervals,
        automatic=tuple(entry.message.id for entry in annotated.messages if entry.index in reviewed.ledger.automatic),
    )


def _not_scored(annotated: AnnotatedThread, stamp: ModelStamp) -> Score:
    return Score(annotated.thread.id, annotated.language, None, None, None, stamp, not_scorable=annotated.obstacle)


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch

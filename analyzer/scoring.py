"""The whole way: threads in, scores out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from analyzer.codebook import Code, Label
from analyzer.features import feature_table
from analyzer.findings import ReviewedThread, review
from analyzer.ledger import build_ledger
from analyzer.ledger.handoffs import handoffs
from analyzer.ledger.intervals import reply_intervals
from analyzer.ledger.promises import promises
from analyzer.ledger.questions import customer_questions
from analyzer.modeling.artifact import Model
from analyzer.modeling.classifier import LABELS, Probabilities, expected_score, most_probable
from analyzer.nlp.annotation import AnnotatedThread, annotate
from analyzer.scores import ModelStamp, Score
from analyzer.threads import Thread

THREADS_A_BATCH = 256
Item = TypeVar("Item")


def score_threads(threads: Iterable[Thread], model: Model) -> Iterator[Score]:
    """One score for each thread, in the same order; the same threads and model give the same scores."""
    for batch in _batches(annotate(threads), THREADS_A_BATCH):
        reviewed = [review(build_ledger(annotated)) for annotated in batch if annotated.obstacle is None]
        probabilities = judged(reviewed, model)
        values, labels = expected_score(probabilities), most_probable(probabilities)
        scored = iter(zip(reviewed, probabilities, values, labels, strict=True))
        table = feature_table(reviewed).to_dict("records")
        rows = iter(table)
        for annotated in batch:
            if annotated.obstacle is not None:
                yield _not_scored(annotated, model.stamp)
                continue
            thread, chances, value, label = next(scored)
            yield _score(thread, chances.tolist(), float(value), label, next(rows), model.stamp)


def judged(reviewed: list[ReviewedThread], model: Model) -> Probabilities:
    """Probabilities of the labels, shape (threads, 3).

    A likely finding never makes a thread unresponsive by itself: where leaving the likely accusations out
    would give a better label than ``unresponsive``, they are left out.
    """
    probabilities = model.classifier.probabilities(feature_table(reviewed))
    lowest = [row for row, label in enumerate(most_probable(probabilities)) if label is Label.UNRESPONSIVE]
    doubtful = [row for row in lowest if reviewed[row].has_likely_accusations]
    if doubtful:
        firm = model.classifier.probabilities(feature_table(reviewed[row].without_likely_accusations() for row in doubtful))
        for row, chances, label in zip(doubtful, firm, most_probable(firm), strict=True):
            if label is not Label.UNRESPONSIVE:
                probabilities[row] = chances
    return probabilities


def _score(
    reviewed: ReviewedThread,
    chances: list[float],
    value: float,
    label: Label,
    row: dict[str, float],
    stamp: ModelStamp,
) -> Score:
    annotated = reviewed.ledger.annotated
    bounced = {finding.message for finding in reviewed.of(Code.CHANNEL_BOUNCE)}
    return Score(
        thread=annotated.thread,
        language=annotated.language,
        score=value,
        label=label,
        probabilities={name: round(chance, 4) for name, chance in zip(LABELS, chances, strict=True)},
        model=stamp,
        findings=reviewed.findings,
        acts={reply.message.id: reply.acts for reply in annotated.replies},
        requested={reply.message.id: reply.requested for reply in annotated.replies if reply.requested},
        features=row,
        questions=customer_questions(annotated),
        handoffs=handoffs(annotated, bounced),
        promises=promises(annotated),
        intervals=reply_intervals(annotated),
    )


def _not_scored(annotated: AnnotatedThread, stamp: ModelStamp) -> Score:
    return Score(annotated.thread, annotated.language, None, None, None, stamp, not_scorable=annotated.obstacle)


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch

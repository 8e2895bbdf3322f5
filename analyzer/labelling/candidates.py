"""Threads that could be labelled, each with what the model and a rival say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from analyzer.codebook import Act, Label, Slot
from analyzer.findings import ReviewedThread
from analyzer.modeling.artifact import Model
from analyzer.modeling.baselines import weighted_findings
from analyzer.modeling.classifier import expected_score, most_probable
from analyzer.nlp.annotation import AnnotatedThread, annotate
from analyzer.nlp.judging import Judges
from analyzer.scores import Finding, ModelStamp
from analyzer.scoring import label_probabilities, reviewed_thread
from analyzer.threads import Thread

FIXED_WEIGHTS = "findings by fixed weights"
_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thread that can be judged and what is said of it before anyone has labelled it.

    Attributes:
        probabilities: Of the three labels, worst first.
        score: 0 to 100.
        other_name: Who judged it as well: another model, or the findings by fixed weights.
        acts: Acts of each reply by message id.
        requested: Slots each reply asks for, by message id.
        reply_words: How many different words with a meaning of their own its replies have.
        unknown_words: Share of them that the text models have never seen, 0 to 1.
        model: Which model judged it.
    """

    thread: Thread
    language: str | None
    probabilities: NDArray[np.float64]
    score: float
    label: Label
    other_name: str
    other_score: float
    other_label: Label
    findings: tuple[Finding, ...]
    acts: Mapping[str, tuple[Act, ...]]
    requested: Mapping[str, tuple[Slot, ...]]
    reply_words: int
    unknown_words: float
    model: ModelStamp


def candidates(threads: Iterable[Thread], model: Model, other: Model | None = None) -> Iterator[Candidate | Thread]:
    """One candidate a thread, in order; a thread that cannot be judged comes out as it went in.

    Args:
        threads: What could be labelled.
        model: Judges them.
        other: Judges them as well; without one, the findings by fixed weights do.
    """
    annotated = iter(annotate(threads))
    while batch := list(islice(annotated, _AT_ONCE)):
        judgeable = iter(list(_judged([entry for entry in batch if entry.obstacle is None], model, other)))
        for entry in batch:
            yield next(judgeable) if entry.obstacle is None else entry.thread


def _judged(batch: list[AnnotatedThread], model: Model, other: Model | None) -> Iterator[Candidate]:
    if not batch:
        return
    reviewed = [reviewed_thread(entry, model.judges) for entry in batch]
    chances = label_probabilities(reviewed, model.classifier)
    if other is None:
        rival = weighted_findings([entry.findings for entry in reviewed])
    else:
        rival = label_probabilities([reviewed_thread(entry, other.judges) for entry in batch], other.classifier)
    rows = zip(
        reviewed,
        chances,
        expected_score(chances).tolist(),
        most_probable(chances),
        expected_score(rival).tolist(),
        most_probable(rival),
        strict=True,
    )
    name = FIXED_WEIGHTS if other is None else other.stamp.name
    for entry, row, score, label, other_score, other_label in rows:
        yield _candidate(entry, row, score, label, (name, other_score, other_label), model)


def _candidate(
    reviewed: ReviewedThread,
    chances: NDArray[np.float64],
    score: float,
    label: Label,
    other: tuple[str, float, Label],
    model: Model,
) -> Candidate:
    annotated = reviewed.ledger.annotated
    words, unknown = _unknown_words(annotated, model.judges)
    name, other_score, other_label = other
    return Candidate(
        annotated.thread,
        annotated.language,
        chances,
        score,
        label,
        name,
        other_score,
        other_label,
        reviewed.findings,
        {reply.message.id: reply.acts for reply in annotated.replies},
        {reply.message.id: reply.requested for reply in annotated.replies if reply.requested},
        words,
        unknown,
        model.stamp,
    )


def _unknown_words(annotated: AnnotatedThread, judges: Judges) -> tuple[int, float]:
    said = {word.stem for reply in annotated.replies for sentence in reply.wording for word in sentence if word.topic}
    missing = sum(stem not in judges.acts.rows for stem in said)
    return len(said), missing / len(said) if said else 0.0

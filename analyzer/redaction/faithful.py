"""Copies that are scored as the threads they were made from; where one would not be, its people get other names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from analyzer.modeling.artifact import Model
from analyzer.nlp.annotation import Annotator
from analyzer.redaction.redacting import RedactedThread, Redactor
from analyzer.redaction.words_alike import words_alike
from analyzer.scores import Score
from analyzer.scoring import reviewed_thread, scores_of
from analyzer.threads import Thread

ATTEMPTS = 120
_ATTEMPTS_WITH_NAMES = 40


@dataclass(frozen=True, slots=True)
class FaithfulCopy:
    """A copy, and whether score, label and the codes of the findings are those of the thread."""

    redacted: RedactedThread
    is_equal: bool


def faithful_copies(threads: Iterable[Thread], redactor: Redactor, model: Model) -> Iterator[FaithfulCopy]:
    """A copy of each thread in order; the best of ``ATTEMPTS`` where the names in it move the score.

    Args:
        threads: Threads of one file.
        redactor: What replaces.
        model: What the copies are scored with.
    """
    annotate = Annotator()
    alike = cache(lambda: words_alike(model.judges.acts))

    def outcome(thread: Thread) -> object:
        [annotated] = annotate([thread])
        if annotated.obstacle is not None:
            return annotated.obstacle
        [score] = scores_of([reviewed_thread(annotated, model.judges)], model)
        return _told(score, {message.id: place for place, message in enumerate(thread.messages)})

    for thread in threads:
        copy = redactor(thread)
        wanted = outcome(thread)
        is_equal = outcome(copy.thread) == wanted
        attempt = 0
        while not is_equal and attempt < ATTEMPTS:
            attempt += 1
            by_name = attempt <= _ATTEMPTS_WITH_NAMES
            other = redactor.with_other_names(thread, attempt, None if by_name else alike())
            is_equal = outcome(other.thread) == wanted
            if is_equal:
                copy = other
        yield FaithfulCopy(copy, is_equal)


def _told(score: Score, place: dict[str, int]) -> tuple[object, ...]:
    findings = tuple((found.code, place[found.message], found.slot, found.confidence) for found in score.findings)
    return score.score, score.label, findings

"""Copies that are scored as the threads they were made from; where one would not be, its people get other names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from analyzer.modeling.artifact import Model
from analyzer.nlp.annotation import Annotator
from analyzer.redaction.redacting import RedactedThread, Redactor
from analyzer.scores import Score
from analyzer.scoring import reviewed_thread, scores_of
from analyzer.threads import Thread

ATTEMPTS = 60
_THREADS_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class FaithfulCopy:
    """A copy, and whether score, label and findings are those of the thread."""

    redacted: RedactedThread
    is_equal: bool


def faithful_copies(threads: Iterable[Thread], redactor: Redactor, model: Model) -> Iterator[FaithfulCopy]:
    """A copy of each thread in order; where its names move the score, others are tried.

    Args:
        threads: Threads of one file.
        redactor: What replaces.
        model: What the copies are scored with.
    """
    judge = _Judge(model)
    remaining = iter(threads)
    while batch := list(islice(remaining, _THREADS_AT_ONCE)):
        copies = [redactor(thread) for thread in batch]
        wanted, told = judge(batch), judge([copy.thread for copy in copies])
        for thread, copy, before, after in zip(batch, copies, wanted, told, strict=True):
            if before == after:
                yield FaithfulCopy(copy, True)
                continue
            others = (redactor.with_other_names(thread, copy.number, attempt) for attempt in range(1, ATTEMPTS + 1))
            equal = next((other for other in others if judge([other.thread]) == [before]), None)
            yield FaithfulCopy(equal or copy, equal is not None)


class _Judge:
    """What is to stay the same of each thread."""

    def __init__(self, model: Model) -> None:
        self._model, self._annotate = model, Annotator()

    def __call__(self, threads: Sequence[Thread]) -> list[object]:
        annotated = list(self._annotate(threads))
        reviewed = [reviewed_thread(each, self._model.judges) for each in annotated if each.obstacle is None]
        scores = iter(scores_of(reviewed, self._model) if reviewed else [])
        return [
            _told(next(scores), thread) if each.obstacle is None else each.obstacle
            for each, thread in zip(annotated, threads, strict=True)
        ]


def _told(score: Score, thread: Thread) -> object:
    place = {message.id: number for number, message in enumerate(thread.messages)}
    findings = [(found.code, place[found.message], found.slot, found.confidence) for found in score.findings]
    return score.score, score.label, findings

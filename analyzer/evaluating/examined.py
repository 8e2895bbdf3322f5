"""Labelled threads in, the same threads with everything that was found in them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzer.codebook import NotScorable
from analyzer.findings import ReviewedThread
from analyzer.nlp.annotation import annotate
from analyzer.nlp.judging import Judges
from analyzer.scoring import reviewed_thread
from analyzer.threads import Gold, LabelledThread, Thread

UNKNOWN_LANGUAGE = "und"


@dataclass(frozen=True, slots=True)
class ExaminedThread:
    """A labelled thread and what was found in it, or the reason why it cannot be judged.

    Attributes:
        language: Primary language tag; ``und`` where neither the thread nor its words tell.
        reviewed: The evidence; None for a thread that cannot be judged.
    """

    labelled: LabelledThread
    language: str
    reviewed: ReviewedThread | None
    obstacle: NotScorable | None = None

    @property
    def thread(self) -> Thread:
        """The thread without its gold."""
        return self.labelled.thread

    @property
    def gold(self) -> Gold:
        """What readers of the codebook said."""
        return self.labelled.gold


def examine(labelled: Sequence[LabelledThread], judges: Judges) -> Iterator[ExaminedThread]:
    """One examined thread for each labelled one, in the same order."""
    annotated_threads = annotate(entry.thread for entry in labelled)
    for entry, annotated in zip(labelled, annotated_threads, strict=True):
        reviewed = None if annotated.obstacle else reviewed_thread(annotated, judges)
        yield ExaminedThread(entry, annotated.language or UNKNOWN_LANGUAGE, reviewed, annotated.obstacle)

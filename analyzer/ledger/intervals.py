"""Reply times: who waited for whom, from when to when."""

from __future__ import annotations

from datetime import datetime

from analyzer.nlp.annotation import AnnotatedMessage, AnnotatedThread
from analyzer.scores import Interval


def reply_intervals(annotated: AnnotatedThread) -> tuple[Interval, ...]:
    """Each reply that ended a wait, from the earliest customer message still waiting.

    Bots, system lines and internal notes end no wait. A wait with an unknown end, with ends of which only one
    names its zone, or with an end before its start gives no interval.
    """
    intervals: list[Interval] = []
    waiting: AnnotatedMessage | None = None
    replied = False
    for entry in annotated.messages:
        if entry.is_customer:
            waiting = waiting or entry
        elif entry.message.is_reply and waiting is not None:
            seconds = _seconds(waiting.message.sent_at, entry.message.sent_at)
            if seconds is not None and seconds >= 0:
                intervals.append(Interval(waiting.message.id, entry.message.id, seconds, first=not replied))
            waiting, replied = None, True
        elif entry.message.is_reply:
            replied = True
    return tuple(intervals)


def _seconds(start: datetime | None, end: datetime | None) -> float | None:
    if start is None or end is None or (start.tzinfo is None) != (end.tzinfo is None):
        return None
    return (end - start).total_seconds()

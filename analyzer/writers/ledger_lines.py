"""Waits, promises and hand-offs of a thread, a line each, for reading."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Boundary, HandoffOutcome, PromiseOutcome, Role
from analyzer.scores import Evidence, Interval, Score
from analyzer.writers.terminal_text import one_line

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))
_LONGEST_QUOTE = 60


def ledger_lines(score: Score) -> Iterator[str]:
    """What the thread shows of times and outcomes; what stays unknown is left to the other formats."""
    for interval in score.intervals:
        if interval.seconds is not None and interval.waiting is Role.CUSTOMER:
            yield _wait(interval)
        elif interval.ends_because is Boundary.END_OF_EXPORT and interval.waiting is Role.CUSTOMER:
            yield f"{one_line(interval.waiting_since)} → …  still waiting where the export ends"
    for promise in score.promises:
        if promise.outcome is not PromiseOutcome.UNKNOWN and promise.shown_by:
            by = f" (by {_quoted(promise.deadline.evidence.quote)})" if promise.deadline else ""
            yield _outcome("promise", promise.evidence, by, promise.outcome, promise.shown_by)
    for handoff in score.handoffs:
        if handoff.outcome is not HandoffOutcome.UNKNOWN and handoff.shown_by:
            yield _outcome("hand-off", handoff.evidence, "", handoff.outcome, handoff.shown_by)


def _outcome(what: str, said: Evidence, by: str, outcome: str, shown_by: Evidence) -> str:
    ends = f"{one_line(said.message)} → {one_line(shown_by.message)}"
    return f"{ends}  {what} {_quoted(said.quote)}{by}: {outcome}"


def duration(seconds: float) -> str:
    """A length of time in its two largest units.

    >>> duration(11_100), duration(45)
    ('3 h 5 min', '45 s')
    """
    parts = []
    rest = int(seconds)
    for size, unit in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts[:2]) or "0 s"


def _wait(interval: Interval) -> str:
    which = "first reply" if interval.first else "reply"
    office = "" if interval.office_seconds is None else f", {duration(interval.office_seconds)} in office hours"
    apart = interval.kept_apart
    between = [
        f"{count} {name}"
        for count, name in (
            (apart.bots, "bot"), (apart.automatic, "automatic"), (apart.system, "system"), (apart.internal, "internal"),
        )
        if count
    ]  # fmt: skip
    kept = f" (between, no reply: {', '.join(between)})" if between else ""
    ends = f"{one_line(interval.waiting_since)} → {one_line(interval.ended_by or '…')}"
    return f"{ends}  {which} after {duration(interval.seconds or 0)}{office}{kept}"


def _quoted(words: str) -> str:
    line = one_line(words)
    return f"“{line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + '…'}”"

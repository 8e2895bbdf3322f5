"""One scored thread as lines of the audit's tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from analyzer.auditing.customer_words import customer_words
from analyzer.auditing.policy import AuditPolicy
from analyzer.auditing.quoting import Quotes
from analyzer.auditing.reply_marks import reply_template, signature
from analyzer.codebook import Code, Confidence, HandoffOutcome, PromiseOutcome, Role, Visibility
from analyzer.scores import Evidence, Handoff, Interval, Promise
from analyzer.scoring import ScoredThread
from analyzer.threads import Message
from analyzer.writers.base import table_row

LIKELY_WEIGHT = 0.5
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """What of the texts an audit keeps.

    Attributes:
        texts: Whole messages, not only quotes.
        data: Data items as they are, not masked.
    """

    texts: bool = False
    data: bool = False


class ThreadRows:
    """The lines of one thread in each table.

    Args:
        row: Place of the thread among all threads, from 0.
        scored: The thread and its score.
        policy: What fails a thread, and the weights.
        shown: What of the texts is kept.
    """

    def __init__(self, row: int, scored: ScoredThread, policy: AuditPolicy, shown: Shown) -> None:
        """Nothing is made yet."""
        self._row, self._thread, self._score = row, scored.thread, scored.score
        self._scored, self._policy, self._shown = scored, policy, shown
        self._quotes = Quotes(scored, shown.data)
        self._key = {"row": row, "thread_id": sound(scored.thread.id)}

    def score(self) -> Row:
        """The line in ``scores``."""
        thread, score = self._thread, self._score
        replies = [message for message in thread.messages if message.is_reply and message.id not in score.automatic]
        handoffs = [entry.outcome for entry in score.handoffs]
        promises = [entry.outcome for entry in score.promises]
        failed_because = self._failed_because()
        return {
            **{name: sound(value) for name, value in table_row(self._scored).items()},
            "row": self._row,
            "failed": None if score.score is None else failed_because is not None,
            "failed_because": failed_because,
            "weighted_findings": sum(
                self._policy.weights[finding.code] * (LIKELY_WEIGHT if finding.confidence is Confidence.LIKELY else 1)
                for finding in score.findings
            ),
            "handles": unique(message.author for message in replies),
            "signatures": unique(signature(message.text) for message in replies),
            "topics": sorted(customer_words(thread, score.language)),
            "day": next((message.sent_at.date() for message in thread.messages if message.sent_at), None),
            "messages": len(thread.messages),
            "replies": len(replies),
            "automatic_replies": len(score.automatic) + sum(message.role is Role.BOT for message in thread.messages),
            "first_reply_seconds": next((wait.seconds for wait in score.intervals if wait.first), None),
            "questions": len(score.questions),
            "questions_unanswered": sum(entry.taken_up_by is None for entry in score.questions),
            **{f"handoffs_{outcome}": handoffs.count(outcome) for outcome in HandoffOutcome},
            **{f"promises_{outcome}": promises.count(outcome) for outcome in PromiseOutcome},
            "conversation": [self._message(message) for message in thread.messages],
        }

    def findings(self) -> Iterator[Row]:
        """The lines in ``findings``."""
        for finding in self._score.findings:
            ground = finding.rests_on
            yield {
                **self._key,
                "code": finding.code.value,
                "name": finding.code.finding_name,
                "message": sound(finding.message),
                "start": finding.start,
                "end": finding.end,
                "quote": self._quotes.quote(finding.message, finding.start, finding.end),
                "confidence": finding.confidence.value,
                "slot": finding.slot.value if finding.slot else None,
                "rests_on_kind": ground.kind.value if ground else None,
                "rests_on_message": sound(ground.message) if ground else None,
                "rests_on_start": ground.start if ground else None,
                "rests_on_end": ground.end if ground else None,
                "rests_on_quote": self._quotes.quote(ground.message, ground.start, ground.end) if ground else None,
                "explanation": self._quotes.sentence(finding),
                "critical": finding.code in self._policy.critical,
            }

    def replies(self) -> Iterator[Row]:
        """The lines in ``replies``: whatever the brand's side said to the customer."""
        score = self._score
        handoffs = {entry.evidence.message: entry for entry in score.handoffs}
        for position, message in enumerate(self._thread.messages):
            if message.role is not Role.BOT and not message.is_reply:
                continue
            automatic = message.id in score.automatic
            human = message.role is Role.BRAND and not automatic
            handoff = handoffs.get(message.id)
            yield {
                **self._key,
                "message": sound(message.id),
                "position": position,
                "kind": "human" if human else "automatic" if automatic else "bot",
                "author": sound(message.author),
                "signature": signature(message.text) if human else None,
                "sent_at": written(message.sent_at),
                "visibility": message.visibility.value if message.visibility else None,
                "words": len(message.text.split()),
                "acts": [act.value for act in score.acts.get(message.id, ())],
                "requested": [slot.value for slot in score.requested.get(message.id, ())],
                "template": reply_template(message.text) if human else None,
                "handoff": self._outcome(handoff) if handoff else None,
                "promises": [self._promise(entry) for entry in score.promises if entry.evidence.message == message.id],
                "text": self._quotes.text(message.id) if self._shown.texts else None,
            }

    def intervals(self) -> Iterator[Row]:
        """The lines in ``intervals``."""
        late = {finding.message for finding in self._score.findings if finding.code is Code.SLOW_REPLY}
        places = {message.id: place for place, message in enumerate(self._thread.messages)}
        for wait in self._score.intervals:
            bot, seconds = self._first_bot(wait, places)
            yield {
                **self._key,
                "waiting": wait.waiting.value,
                "waiting_since": sound(wait.waiting_since),
                "ended_by": sound(wait.ended_by),
                "begins_because": wait.begins_because.value,
                "ends_because": wait.ends_because.value,
                "started_at": written(wait.started_at),
                "ended_at": written(wait.ended_at),
                "seconds": wait.seconds,
                "office_seconds": wait.office_seconds,
                "precision": wait.precision.value if wait.precision else None,
                "not_timed": wait.not_timed.value if wait.not_timed else None,
                "first": wait.first,
                "late": wait.waiting is Role.CUSTOMER and wait.ended_by in late,
                "bots": wait.kept_apart.bots,
                "automatic": wait.kept_apart.automatic,
                "system": wait.kept_apart.system,
                "internal": wait.kept_apart.internal,
                "bot_message": sound(bot),
                "bot_seconds": seconds,
            }

    def _failed_because(self) -> str | None:
        critical = sorted({f.code.value for f in self._score.findings if f.code in self._policy.critical})
        low = self._score.score is not None and self._score.score < self._policy.thread_fails_under
        return ";".join([*critical, *(["score"] if low else [])]) or None

    def _message(self, message: Message) -> Row:
        customer = message.role is Role.CUSTOMER
        return {
            "id": sound(message.id),
            "role": message.role.value,
            "author": None if customer and not self._shown.data else sound(message.author),
            "sent_at": written(message.sent_at),
            "visibility": message.visibility.value if message.visibility else None,
            "text": self._quotes.text(message.id) if self._shown.texts else None,
        }

    def _outcome(self, entry: Handoff | Promise) -> Row:
        shown_by = entry.shown_by
        return {
            "start": entry.evidence.start,
            "end": entry.evidence.end,
            "quote": self._quoted(entry.evidence),
            "outcome": entry.outcome.value,
            "shown_by_message": sound(shown_by.message) if shown_by else None,
            "shown_by_start": shown_by.start if shown_by else None,
            "shown_by_end": shown_by.end if shown_by else None,
            "shown_by_quote": self._quoted(shown_by) if shown_by else None,
        }

    def _promise(self, entry: Promise) -> Row:
        deadline = entry.deadline
        return {
            **self._outcome(entry),
            "deadline_quote": self._quoted(deadline.evidence) if deadline else None,
            "deadline": written(deadline.moment) if deadline else None,
        }

    def _quoted(self, evidence: Evidence) -> str:
        return self._quotes.quote(evidence.message, evidence.start, evidence.end)

    def _first_bot(self, wait: Interval, places: dict[str, int]) -> tuple[str | None, float | None]:
        """The first message of a bot or automatic greeting within a customer's wait, and how long after its start."""
        if wait.waiting is not Role.CUSTOMER or not wait.kept_apart.bots + wait.kept_apart.automatic:
            return None, None
        until = places[wait.ended_by] if wait.ended_by else len(self._thread.messages)
        for message in self._thread.messages[places[wait.waiting_since] + 1 : until]:
            if message.visibility is Visibility.INTERNAL:
                continue
            if message.role is Role.BOT or message.id in self._score.automatic:
                return message.id, seconds_between(wait.started_at, message.sent_at)
        return None, None


def seconds_between(start: datetime | None, end: datetime | None) -> float | None:
    """Seconds from one time to another, None where they are not known, have not the same kind of zone, or run back."""
    if start is None or end is None or (start.tzinfo is None) != (end.tzinfo is None):
        return None
    if start.tzinfo and end.tzinfo:
        start, end = start.astimezone(UTC), end.astimezone(UTC)
    seconds = (end - start).total_seconds()
    return seconds if seconds >= 0 else None


def written(time: datetime | None) -> str | None:
    """A time as ISO 8601."""
    return time.isoformat() if time else None


def unique(values: Iterable[str | None]) -> list[str]:
    """The values there are, each once, in order."""
    return [sound(value) for value in dict.fromkeys(values) if value]


def sound(value: Any) -> Any:
    """A text with lone surrogates, which are no characters, replaced; anything else as it is."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value

"""Waits: who waited for whom, from when to when, and why those boundaries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from analyzer.codebook import Act, Boundary, NotTimed, Precision, Role, Visibility
from analyzer.ledger.automatic import automatic_messages
from analyzer.ledger.needs import needs_answer, settles
from analyzer.ledger.office_hours import office_seconds
from analyzer.ledger.policy import DEFAULT_POLICY, ReplyTimePolicy
from analyzer.nlp.annotation import AnnotatedMessage, AnnotatedThread
from analyzer.scores import Interval, KeptApart

_ASKING = {Act.DATA_REQUEST, Act.CHANNEL_HANDOFF}
_MINUTE = timedelta(minutes=1)
_Length = tuple[float | None, float | None, Precision | None, NotTimed | None]


@dataclass(slots=True)
class _Walk:
    """One pass over a thread: the waits closed so far and those still open."""

    annotated: AnnotatedThread
    policy: ReplyTimePolicy
    automatic: frozenset[int]
    found: list[Interval] = field(default_factory=list)
    customer_waits: AnnotatedMessage | None = None
    brand_waits: AnnotatedMessage | None = None
    last_reply: AnnotatedMessage | None = None

    def hear_customer(self, message: AnnotatedMessage) -> None:
        if self.brand_waits is not None:
            self._close(Role.BRAND, self.brand_waits, message, Boundary.CUSTOMER_MESSAGE)
            self.brand_waits = None
        if not message.is_customer:
            return
        if self.customer_waits is not None and settles(message):
            self._close(Role.CUSTOMER, self.customer_waits, None, Boundary.SETTLED_BY_CUSTOMER)
            self.customer_waits = None
        elif self.customer_waits is None and needs_answer(message, self.last_reply):
            self.customer_waits = message

    def hear_brand(self, message: AnnotatedMessage) -> None:
        if self.customer_waits is not None:
            self._close(Role.CUSTOMER, self.customer_waits, message, Boundary.REPLY)
            self.customer_waits = None
        self.last_reply = message
        if self.brand_waits is None and _ASKING & set(message.acts):
            self.brand_waits = message

    def end(self) -> tuple[Interval, ...]:
        for side, since in ((Role.CUSTOMER, self.customer_waits), (Role.BRAND, self.brand_waits)):
            if since is not None:
                self._close(side, since, None, Boundary.END_OF_EXPORT)
        return tuple(self.found)

    def _close(self, side: Role, since: AnnotatedMessage, until: AnnotatedMessage | None, because: Boundary) -> None:
        of_customer = side is Role.CUSTOMER
        seconds, office, precision, not_timed = _length(since, until, self.policy)
        last = until.index if until else len(self.annotated.messages)
        self.found.append(
            Interval(
                waiting=side,
                waiting_since=since.message.id,
                ended_by=until.message.id if until else None,
                begins_because=Boundary.EARLIEST_UNANSWERED_MESSAGE if of_customer else Boundary.REQUEST_TO_CUSTOMER,
                ends_because=because,
                started_at=since.message.sent_at,
                ended_at=until.message.sent_at if until else None,
                seconds=seconds,
                office_seconds=office,
                precision=precision,
                not_timed=not_timed,
                first=of_customer and self.last_reply is None,
                kept_apart=self._kept_apart(since.index + 1, last),
            )
        )

    def _kept_apart(self, first: int, last: int) -> KeptApart:
        between = self.annotated.messages[first:last]
        internal = [entry.message.visibility is Visibility.INTERNAL for entry in between]
        seen = [entry.message for entry, hidden in zip(between, internal, strict=True) if not hidden]
        return KeptApart(
            bots=sum(message.role is Role.BOT for message in seen),
            automatic=sum(entry.index in self.automatic for entry in between),
            system=sum(message.role is Role.SYSTEM for message in seen),
            internal=sum(internal),
        )


def reply_intervals(annotated: AnnotatedThread, policy: ReplyTimePolicy = DEFAULT_POLICY) -> tuple[Interval, ...]:
    """Every wait of either side, in the order of their ends; those still open come last.

    A customer waits from the earliest message that needs an answer and has none, a brand from the earliest reply that
    asks the customer for something. Bots, automatic greetings, system lines and internal notes begin and end no wait.
    """
    walk = _Walk(annotated, policy, automatic_messages(annotated))
    for entry in annotated.messages:
        if entry.message.visibility is Visibility.INTERNAL or entry.index in walk.automatic:
            continue
        if entry.message.role is Role.CUSTOMER:
            walk.hear_customer(entry)
        elif entry.message.role is Role.BRAND:
            walk.hear_brand(entry)
    return walk.end()


def shortest_seconds(interval: Interval, annotated: AnnotatedThread, policy: ReplyTimePolicy) -> float | None:
    """The least an interval can have lasted, in the seconds that count under the policy.

    A time known to the minute may lie up to a minute later than it says; only its start's being later shortens a wait.
    """
    times = {entry.message.id: entry.message.sent_at_precision for entry in annotated.messages}
    start, end = interval.started_at, interval.ended_at
    if interval.seconds is None or start is None or end is None:
        return None
    late = _MINUTE if times[interval.waiting_since] is Precision.MINUTE else timedelta()
    if policy.office_hours is None:
        return interval.seconds - late.total_seconds()
    return office_seconds(min(start + late, end), end, policy.office_hours)


def _length(since: AnnotatedMessage, until: AnnotatedMessage | None, policy: ReplyTimePolicy) -> _Length:
    """Seconds, seconds in office hours, precision; or why there are none."""
    if until is None:
        return None, None, None, NotTimed.NO_REPLY
    start, end = since.message.sent_at, until.message.sent_at
    if start is None or end is None:
        return None, None, None, NotTimed.TIME_MISSING
    if (start.tzinfo is None) != (end.tzinfo is None):
        return None, None, None, NotTimed.ZONE_MISSING
    seconds = _between(start, end)
    if seconds < 0:
        return None, None, None, NotTimed.TIMES_RUN_BACKWARDS
    precisions = (since.message.sent_at_precision, until.message.sent_at_precision)
    precision = Precision.MINUTE if Precision.MINUTE in precisions else Precision.SECOND
    office = None if policy.office_hours is None else office_seconds(start, end, policy.office_hours)
    return seconds, office, precision, None


def _between(start: datetime, end: datetime) -> float:
    """Seconds that passed; times with a zone are compared in UTC, since those of one zone subtract by their clocks."""
    if start.tzinfo is not None and end.tzinfo is not None:
        start, end = start.astimezone(UTC), end.astimezone(UTC)
    return (end - start).total_seconds()

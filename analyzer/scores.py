"""What the analysis of one thread says: score, label, findings with their evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from analyzer.codebook import (
    Act,
    Boundary,
    Code,
    Confidence,
    Ground,
    HandoffOutcome,
    Label,
    NotScorable,
    NotTimed,
    Precision,
    PromiseOutcome,
    Role,
    Slot,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Exact characters of one message: ``quote == text[start:end]``."""

    message: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class RestsOn:
    """The earlier evidence that a finding rests on, and what kind it is."""

    kind: Ground
    message: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A coded observation with its quote."""

    code: Code
    message: str
    start: int
    end: int
    quote: str
    confidence: Confidence
    slot: Slot | None = None
    rests_on: RestsOn | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A customer's question and the brand message that takes it up, None if none does."""

    evidence: Evidence
    taken_up_by: str | None


@dataclass(frozen=True, slots=True)
class Handoff:
    """A move to another channel, what became of it, and the words that show it; None where nothing does."""

    evidence: Evidence
    outcome: HandoffOutcome
    shown_by: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The words that say by when, and the moment they mean; None where they or the message's time leave it open."""

    evidence: Evidence
    moment: datetime | None


@dataclass(frozen=True, slots=True)
class Promise:
    """An action the brand promised, by when, what became of it, and the words that show it."""

    evidence: Evidence
    outcome: PromiseOutcome
    deadline: Deadline | None = None
    shown_by: Evidence | None = None


@dataclass(frozen=True, slots=True)
class KeptApart:
    """How many messages between two ends of a wait are no human reply."""

    bots: int = 0
    automatic: int = 0
    system: int = 0
    internal: int = 0


@dataclass(frozen=True, slots=True)
class Interval:
    """A wait: who waited, from which message to which, and why those two.

    Attributes:
        waiting: ``customer`` or ``brand``.
        waiting_since: Message the wait begins with.
        ended_by: Message that ended it; None while it is open, and where the customer settled it.
        begins_because: Why it begins there.
        ends_because: Why it ends there.
        started_at: Time of the first message, as exported.
        ended_at: Time of the last one, as exported.
        seconds: Length by the clock; None where it is not known.
        office_seconds: The part of it within office hours; None where it is not known or none are set.
        precision: The coarser of the two times' precisions; None where there is no length.
        not_timed: Why there is no length.
        first: Whether the customer waited for the brand's first human reply.
        kept_apart: What lay between and ended no wait.
    """

    waiting: Role
    waiting_since: str
    ended_by: str | None
    begins_because: Boundary
    ends_because: Boundary
    started_at: datetime | None
    ended_at: datetime | None
    seconds: float | None
    office_seconds: float | None
    precision: Precision | None
    not_timed: NotTimed | None
    first: bool
    kept_apart: KeptApart


@dataclass(frozen=True, slots=True)
class ModelStamp:
    """Which model scored: name, version and SHA-256 of its file."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Score:
    """The judgement of one thread; score, label and probabilities are None when it cannot be judged.

    Attributes:
        automatic: Messages in the brand's name that are automatic greetings, and so no replies.
    """

    thread_id: str
    language: str | None
    score: float | None
    label: Label | None
    probabilities: Mapping[Label, float] | None
    model: ModelStamp
    findings: tuple[Finding, ...] = ()
    acts: Mapping[str, tuple[Act, ...]] = field(default_factory=dict)
    requested: Mapping[str, tuple[Slot, ...]] = field(default_factory=dict)
    features: Mapping[str, float] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    handoffs: tuple[Handoff, ...] = ()
    promises: tuple[Promise, ...] = ()
    intervals: tuple[Interval, ...] = ()
    automatic: tuple[str, ...] = ()
    not_scorable: NotScorable | None = None

"""What the analysis of one thread says: score, label, findings with their evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analyzer.codebook import Act, Code, Confidence, Ground, Label, NotScorable, Slot


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
    """A move to another channel and what the thread shows of its outcome."""

    evidence: Evidence
    outcome: str


@dataclass(frozen=True, slots=True)
class Promise:
    """An action the brand promised and whether the thread shows that it was kept."""

    evidence: Evidence
    outcome: str


@dataclass(frozen=True, slots=True)
class Interval:
    """A reply time in seconds, from the earliest customer message still waiting to the reply."""

    waiting_since: str
    replied_by: str
    seconds: float
    first: bool


@dataclass(frozen=True, slots=True)
class ModelStamp:
    """Which model scored: name, version and SHA-256 of its file."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Score:
    """The judgement of one thread; score, label and probabilities are None when it cannot be judged."""

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
    not_scorable: NotScorable | None = None

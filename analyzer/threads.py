"""A thread, its messages, and the gold labels that only training and evaluation may see.

A message is judged by its first ``MOST_CHARACTERS_JUDGED`` characters; readers say where one is longer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from analyzer.codebook import Act, Code, Label, MessageState, Precision, Role, Slot, Verdict, Visibility

MOST_CHARACTERS_JUDGED = 20_000


@dataclass(frozen=True, slots=True)
class Source:
    """Where a thread was read.

    Attributes:
        file: As the user named it, and for a part of a folder or zip the path inside.
        line: 1-based, where the format has lines.
        records: How many input records it took.
        item: 1-based place among the records of a file without lines.
    """

    file: str
    line: int | None = None
    records: int = 1
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message; ``text`` is exactly what was exported, decoded and otherwise untouched."""

    id: str
    role: Role
    text: str
    author: str | None = None
    sent_at: datetime | None = None
    sent_at_precision: Precision | None = None
    visibility: Visibility | None = None
    reply_to: str | None = None
    attachments: int = 0
    state: MessageState | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """Whether the brand's people said this to the customer (no bot, no internal note)."""
        return self.role is Role.BRAND and self.visibility is not Visibility.INTERNAL

    @property
    def is_readable(self) -> bool:
        """Whether there is text to judge."""
        return bool(self.text.strip()) and self.state not in (MessageState.DELETED, MessageState.REDACTED)


@dataclass(frozen=True, slots=True)
class Thread:
    """One customer, one brand, the messages between them in order."""

    id: str
    messages: tuple[Message, ...]
    brand: str | None = None
    channel: str | None = None
    language: str | None = None
    incomplete: str | None = None
    source: Source = Source("")
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoldFinding:
    """A finding that a reader of the codebook saw."""

    code: Code
    message: str
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class Disputed:
    """What two readers saw differently; it counts neither way."""

    acts: Mapping[str, tuple[Act, ...]] = field(default_factory=dict)
    findings: tuple[GoldFinding, ...] = ()
    label: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """What a reader said of one act or finding: right or wrong of one the program found, missing of another."""

    message: str
    verdict: Verdict
    code: Code | None = None
    act: Act | None = None
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class Gold:
    """What readers of the codebook said of a thread; None where they were not asked.

    Attributes:
        corrections: What they said of single acts and findings; all there is where they did not go through the rest.
    """

    label: Label | None = None
    acts: Mapping[str, tuple[Act, ...]] | None = None
    requested: Mapping[str, tuple[Slot, ...]] | None = None
    findings: tuple[GoldFinding, ...] | None = None
    disputed: Disputed = Disputed()
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledThread:
    """A thread beside its gold labels, kept apart so that scoring cannot see them."""

    thread: Thread
    gold: Gold

    @property
    def source(self) -> Source:
        """Where the thread was read."""
        return self.thread.source

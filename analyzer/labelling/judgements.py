"""What one person said of one thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.codebook import Act, Label, Slot
from analyzer.threads import Correction, GoldFinding, Source


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person's work on one thread.

    Attributes:
        key: Fingerprint of the thread; empty where the file carries none.
        thread_id: The thread's id.
        annotator: Who; never shown but in the labelled file.
        label: None where it was left open.
        acts: Acts by message id; None where they were not gone through.
        findings: All findings of the thread; None where they were not gone through.
        requested: Slots asked for by message id; None where they were not gone through.
        corrections: What was said of single acts and findings.
        note: Free words.
        source: Where it was read; None for what is said here and now.
    """

    key: str
    thread_id: str
    annotator: str
    label: Label | None
    acts: Mapping[str, tuple[Act, ...]] | None = None
    findings: tuple[GoldFinding, ...] | None = None
    requested: Mapping[str, tuple[Slot, ...]] | None = None
    corrections: tuple[Correction, ...] = ()
    note: str = ""
    source: Source | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said of the thread."""
        asked = (self.label, self.acts, self.findings, self.requested)
        return all(part is None for part in asked) and not self.corrections

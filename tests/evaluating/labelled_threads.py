"""Labelled threads written as lines, for the tests of evaluating."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyzer.codebook import Code, Slot
from analyzer.evaluating.examined import ExaminedThread, examine
from analyzer.threads import Gold, GoldFinding, LabelledThread
from tests.conftest import shipped_model, thread_of

ASKED_AGAIN = (
    "C: Il numero che mi chiama è 02 3293.",
    "B: Ciao! Potresti comunicarci il numero che ti chiama?",
)
IGNORED = ("C: Where is my parcel? It should have been here on Monday.",)


def labelled(lines: Sequence[str], gold: Gold, identity: str = "t", language: str | None = None) -> LabelledThread:
    """A thread of such lines beside its gold."""
    return LabelledThread(replace(thread_of(lines, language), id=identity), gold)


def examined(lines: Sequence[str], gold: Gold, language: str | None = None) -> ExaminedThread:
    """The examined thread of such lines."""
    return next(examine([labelled(lines, gold, language=language)], shipped_model().judges))


def seen(code: Code, message: str, slot: Slot | None = None) -> GoldFinding:
    """A finding in gold."""
    return GoldFinding(code, message, slot)

"""What the tests share: threads written as lines, and the sample."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from analyzer.codebook import Role, Visibility
from analyzer.findings import ReviewedThread
from analyzer.modeling.artifact import Model, load_model
from analyzer.nlp.annotation import AnnotatedThread, annotate
from analyzer.scoring import reviewed_thread
from analyzer.threads import Message, Thread

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "data" / "samples" / "unwanted_calls.jsonl"
_ROLES = {"C": Role.CUSTOMER, "B": Role.BRAND, "BOT": Role.BOT, "SYS": Role.SYSTEM, "N": Role.BRAND}


def thread_of(lines: Sequence[str], language: str | None = None, times: Sequence[str] = ()) -> Thread:
    """A thread from lines such as ``C: Dov'è il pacco?``; ``N`` is an internal note of the brand."""
    messages = []
    for number, line in enumerate(lines, start=1):
        side, _, text = line.partition(": ")
        messages.append(
            Message(
                f"m{number}",
                _ROLES[side],
                text,
                visibility=Visibility.INTERNAL if side == "N" else None,
                sent_at=datetime.fromisoformat(times[number - 1]) if times else None,
            )
        )
    return Thread("t", tuple(messages), language=language)


def annotated(lines: Sequence[str], language: str | None = None) -> AnnotatedThread:
    """The annotated thread of such lines."""
    return next(iter(annotate([thread_of(lines, language)])))


def reviewed(lines: Sequence[str], language: str | None = None, times: Sequence[str] = ()) -> ReviewedThread:
    """The reviewed thread of such lines, seen by the shipped model's judges."""
    return reviewed_thread(next(iter(annotate([thread_of(lines, language, times)]))), shipped_model().judges)


@cache
def shipped_model() -> Model:
    """The shipped model, read once."""
    return load_model()


@pytest.fixture(scope="session")
def default_model() -> Model:
    """The shipped model."""
    return shipped_model()

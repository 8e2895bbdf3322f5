"""Threads in pieces of a size that depends on the input alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analyzer.threads import Thread

MESSAGES_A_SHARD = 4_000


@dataclass(frozen=True, slots=True)
class Shard:
    """Some threads in a row.

    Attributes:
        number: From 0.
        first_row: Place of its first thread among all threads, from 0.
        messages: How many the threads have.
    """

    number: int
    first_row: int
    threads: tuple[Thread, ...]
    messages: int


def in_shards(threads: Iterable[Thread], messages_a_shard: int = MESSAGES_A_SHARD) -> Iterator[Shard]:
    """The threads in order, each shard closed by the thread that brings it to ``messages_a_shard`` messages."""
    held: list[Thread] = []
    number = first_row = messages = 0
    for thread in threads:
        held.append(thread)
        messages += max(1, len(thread.messages))
        if messages >= messages_a_shard:
            yield Shard(number, first_row, tuple(held), messages)
            number, first_row, messages, held = number + 1, first_row + len(held), 0, []
    if held:
        yield Shard(number, first_row, tuple(held), messages)

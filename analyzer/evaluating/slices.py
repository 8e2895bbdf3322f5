"""The ways in which threads are split, so that a mean hides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analyzer.evaluating.examined import ExaminedThread

NOT_KNOWN = "not known"
_LENGTHS = ((2, "1-2"), (4, "3-4"), (7, "5-7"))


@dataclass(frozen=True, slots=True)
class Split:
    """One way of splitting threads.

    Attributes:
        name: What it splits by.
        slice_of: The slice a thread belongs to.
    """

    name: str
    slice_of: Callable[[ExaminedThread], str]


def _named(key: str) -> Callable[[ExaminedThread], str]:
    def slice_of(examined: ExaminedThread) -> str:
        value = getattr(examined.thread, key, None) or examined.thread.extra.get(key)
        return value if isinstance(value, str) and value.strip() else NOT_KNOWN

    return slice_of


def _length(examined: ExaminedThread) -> str:
    messages = len(examined.thread.messages)
    return next((name for longest, name in _LENGTHS if messages <= longest), "8+")


SPLITS = (
    Split("language", lambda examined: examined.language),
    Split("sector", _named("sector")),
    Split("channel", _named("channel")),
    Split("messages", _length),
    Split("file", lambda examined: examined.thread.source.file),
)


def slices(threads: Sequence[ExaminedThread]) -> list[tuple[str, str, list[int]]]:
    """Split, slice and the rows in it, the slices of a split by name; a split with one slice is left out."""
    found: list[tuple[str, str, list[int]]] = []
    for split in SPLITS:
        names = [split.slice_of(thread) for thread in threads]
        if len(set(names)) > 1:
            found.extend(
                (split.name, name, [row for row, other in enumerate(names) if other == name])
                for name in sorted(set(names))
            )
    return found

"""Threads whose parts come one by one: pages, repeated exports, single messages; merged whatever their order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from analyzer.exports.files import ExportFile
from analyzer.exports.json_documents import json_records
from analyzer.exports.json_values import MalformedRecordError, record_of
from analyzer.exports.merging import merged_messages, numbered_apart
from analyzer.exports.reading import Reject
from analyzer.threads import Source, Thread


@dataclass(frozen=True, slots=True)
class Part:
    """Some messages of a thread, which the export may say to be fewer than the thread has.

    Attributes:
        thread: The thread as far as this part goes; a message without an id has the empty one.
        told: How many messages the thread has, where the export says so.
        holds: Names of the pieces of a thread that this part brings.
        lacks: Pieces that another part must bring, each with what is said of the thread when none does.
        key: What tells the thread from all others, where its id does not.
        fault: Why this part cannot be read; it takes its whole thread with it.
    """

    thread: Thread
    told: int = 0
    holds: frozenset[str] = frozenset()
    lacks: Mapping[str, str] = field(default_factory=dict)
    key: Any = None
    fault: str | None = None


@dataclass(slots=True)
class Gathering:
    """Parts of threads by thread id, until all are in.

    Attributes:
        joined: Key of a thread that turned out to belong to another one, and that one's key.
    """

    joined: dict[Any, Any] = field(default_factory=dict)
    _parts: dict[Any, list[Part]] = field(default_factory=dict)

    def add(self, part: Part) -> None:
        """Takes in a part of a thread."""
        self._parts.setdefault(part.key or part.thread.id, []).append(part)

    def threads(self) -> Iterator[Thread | Reject]:
        """Each thread once, in the order in which their first parts came; what was given is let go on the way.

        A thread is incomplete when it has fewer messages than the export tells, or lacks a piece.
        """
        for key in list(self._parts):
            root = self._root(key)
            if root != key and root in self._parts:
                self._parts[root].extend(self._parts.pop(key))
        for key in list(self._parts):
            parts = self._parts.pop(key)
            if any(part.fault for part in parts):
                for part in parts:
                    yield Reject(part.thread.source, part.fault or "another message of its thread is malformed")
                continue
            thread = merged([part.thread for part in parts])
            held, told = len(thread.messages), _told(parts)
            holds = {piece for part in parts for piece in part.holds}
            lacks = [said for part in parts for piece, said in sorted(part.lacks.items()) if piece not in holds]
            if held < told:
                lacks.append(f"{held} of {told} messages are in the export")
            yield replace(thread, incomplete=thread.incomplete or next(iter(lacks), None))

    def _root(self, key: Any) -> Any:
        passed = {key}
        while (further := self.joined.get(key)) is not None and further not in passed:
            passed.add(further)
            key = further
        return key


def gathered(
    files: Sequence[ExportFile],
    pages: Sequence[str],
    parts_of: Callable[[Mapping[str, Any], Source], Iterable[Part | Reject]],
    settled: Callable[[Thread], Thread] = lambda thread: thread,
) -> Generator[Thread | Reject, None, None]:
    """Threads of all JSON files together, rejects on the way.

    Args:
        files: The files, in any order.
        pages: Keys under which a page holds its records.
        parts_of: What a record holds; it raises ``MalformedRecordError`` for one that cannot be read at all.
        settled: What is left to do on a thread when all its parts of all files are in.
    """
    gathering = Gathering()
    yield from gather(gathering, files, pages, parts_of)
    for item in gathering.threads():
        yield settled(item) if isinstance(item, Thread) else item


def gather(
    gathering: Gathering,
    files: Sequence[ExportFile],
    pages: Sequence[str],
    parts_of: Callable[[Mapping[str, Any], Source], Iterable[Part | Reject]],
) -> Generator[Reject, None, None]:
    """Rejects of all JSON files; what could be read is in the gathering when they are through."""
    for file in files:
        with file.opened() as opened:
            for source, value in json_records(opened, *pages):
                if isinstance(value, Reject):
                    yield value
                    continue
                try:
                    parts = list(parts_of(record_of(value), source))
                except MalformedRecordError as error:
                    yield Reject(source, str(error))
                    continue
                for part in parts:
                    if isinstance(part, Reject):
                        yield part
                    else:
                        gathering.add(part)


def merged(parts: Iterable[Thread]) -> Thread:
    """One thread of its parts: every message once and in time order, records added up.

    The first part that knows brand, channel or language says it; any part that is incomplete makes the thread so.
    """
    first, *more = parts
    messages = [message for part in sorted((first, *more), key=_begin) for message in part.messages]
    unnamed = dict(zip(map(id, messages), numbered_apart(messages), strict=True))
    return replace(
        first,
        messages=merged_messages(message if message.id else unnamed[id(message)] for message in messages),
        brand=next((part.brand for part in (first, *more) if part.brand), None),
        channel=next((part.channel for part in (first, *more) if part.channel), None),
        language=next((part.language for part in (first, *more) if part.language), None),
        incomplete=next((part.incomplete for part in (first, *more) if part.incomplete), None),
        source=replace(first.source, records=sum(part.source.records for part in (first, *more))),
        extra={key: value for part in (*more, first) for key, value in part.extra.items()},
    )


def _told(parts: Sequence[Part]) -> int:
    """How many messages there should be: what the threads that were joined tell, added up."""
    told: dict[Any, int] = {}
    for part in parts:
        key = part.key or part.thread.id
        told[key] = max(told.get(key, 0), part.told)
    return sum(told.values())


def _begin(part: Thread) -> tuple[bool, str, str]:
    times = [message.sent_at for message in part.messages if message.sent_at and message.sent_at.tzinfo]
    ids = min((message.id for message in part.messages), default="")
    return (False, min(times).isoformat(), ids) if times else (True, "", ids)

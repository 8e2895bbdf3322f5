"""Threads whose parts come one by one: pages, repeated exports, single messages; merged whatever their order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import msgspec

from analyzer.exports.files import ExportFile
from analyzer.exports.grouping import Grouped
from analyzer.exports.json_documents import json_records
from analyzer.exports.json_values import MalformedRecordError, record_of
from analyzer.exports.merging import merged_messages, numbered_apart
from analyzer.exports.reading import Reject
from analyzer.threads import Message, Source, Thread


@dataclass(frozen=True, slots=True)
class Part:
    """Some messages of a thread, which the export may say to be fewer than the thread has.

    Attributes:
        thread: The thread as far as this part goes; a message without an id has the empty one.
        told: How many messages the thread has, where the export says so.
        holds: Names of the pieces of a thread that this part brings.
        lacks: Pieces that another part must bring, each with what is said of the thread when none does.
        fault: Why this part cannot be read; it takes its whole thread with it.
    """

    thread: Thread
    told: int = 0
    holds: frozenset[str] = frozenset()
    lacks: Mapping[str, str] = field(default_factory=dict)
    fault: str | None = None


_ENCODE = msgspec.json.Encoder().encode
_DECODE = msgspec.json.Decoder(Part).decode
_IN_MEMORY_BYTES = 96 * 1024 * 1024
_BYTES_A_MESSAGE = 1_500
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Gathering:
    """Parts of threads by thread id, until all are in: in memory while they are few, then in a private file.

    Attributes:
        joined: Id of a thread that turned out to belong to another one, and that one's.
        in_memory: Bytes of parts, about, kept before the file is begun.
    """

    joined: dict[str, str] = field(default_factory=dict)
    in_memory: int = _IN_MEMORY_BYTES
    _parts: dict[str, list[Part]] = field(default_factory=dict)
    _held: int = 0
    _filed: Grouped | None = None

    def add(self, part: Part) -> None:
        """Takes in a part of a thread."""
        if self._filed is not None:
            self._filed.add(part.thread.id, _ENCODE(part))
            return
        self._parts.setdefault(part.thread.id, []).append(part)
        self._held += sum(_BYTES_A_MESSAGE + 2 * len(message.text) for message in part.thread.messages)
        if self._held > self.in_memory:
            self._filed = Grouped(in_memory=0)
            for kept in self._parts.values():
                for earlier in kept:
                    self._filed.add(earlier.thread.id, _ENCODE(earlier))
            self._parts = {}

    def threads(self) -> Iterator[Thread | Reject]:
        """Each thread once, in the order in which their first parts came; what was given is let go on the way.

        A thread is incomplete when it has fewer messages than the export tells, or lacks a piece.
        """
        for parts in self._filed_groups(self._filed) if self._filed is not None else self._groups():
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
            yield replace(thread, incomplete=lacks[0]) if lacks and not thread.incomplete else thread

    def _groups(self) -> Iterator[list[Part]]:
        for key in [key for key in self._parts if key in self.joined]:
            root = self._root(key)
            if root != key and root in self._parts:
                self._parts[root].extend(self._parts.pop(key))
        for key in list(self._parts):
            yield self._parts.pop(key)

    def _filed_groups(self, filed: Grouped) -> Iterator[list[Part]]:
        for key in self.joined:
            root = self._root(key)
            if root != key:
                filed.join(key, root)
        with filed:
            for _, parts in filed.groups():
                yield [_DECODE(part) for part in parts]

    def _root(self, key: str) -> str:
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
    if not more:
        return replace(first, messages=merged_messages(_named(first.messages)))
    messages = [message for part in sorted((first, *more), key=_begin) for message in part.messages]
    return replace(
        first,
        messages=merged_messages(_named(messages)),
        brand=next((part.brand for part in (first, *more) if part.brand), None),
        channel=next((part.channel for part in (first, *more) if part.channel), None),
        language=next((part.language for part in (first, *more) if part.language), None),
        incomplete=next((part.incomplete for part in (first, *more) if part.incomplete), None),
        source=replace(first.source, records=sum(part.source.records for part in (first, *more))),
        extra={key: value for part in (*more, first) for key, value in part.extra.items()},
    )


def _named(messages: Sequence[Message]) -> Sequence[Message]:
    """The messages, those without an id named by what they say."""
    if all(message.id for message in messages):
        return messages
    return [
        named if not message.id else message for message, named in zip(messages, numbered_apart(messages), strict=True)
    ]


def _told(parts: Sequence[Part]) -> int:
    """How many messages there should be: what the threads that were joined tell, added up."""
    told: dict[str, int] = {}
    for part in parts:
        told[part.thread.id] = max(told.get(part.thread.id, 0), part.told)
    return sum(told.values())


def _begin(part: Thread) -> tuple[datetime, str]:
    times = [message.sent_at for message in part.messages if message.sent_at and message.sent_at.tzinfo]
    return min(times, default=_NEVER), min((message.id for message in part.messages), default="")

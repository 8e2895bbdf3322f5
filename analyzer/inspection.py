"""What was recognised in each input, and how surely: plain figures for people and programs."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analyzer.codebook import Role, Visibility
from analyzer.errors import UnreadableInputError
from analyzer.exports.containers import export_files
from analyzer.exports.reading import Topic
from analyzer.nlp.language_identification import thread_language
from analyzer.readers import items_of
from analyzer.readers.base import Item, Note, ReadOptions, Reject
from analyzer.readers.recognition import Part, recognised
from analyzer.threads import Thread

_REASONS_LISTED = 10
_BRANDS_LISTED = 20


@dataclass(slots=True)
class Inspected:
    """One input as it was read.

    Attributes:
        file: The argument.
        format: The reader's name; None where there is nothing to read.
        encoding: Of its text, as it was told from the first file in it.
        brand_from: ``format``, ``option`` or ``inferred``; None where no brand message was seen.
        zones: Zones or offsets that are written; ``unknown`` where none is.
        roles: Messages by who wrote them; internal notes apart.
        incomplete: Threads that lack something, by what they lack.
        unreadable: Why it could not be read, or only in part.
    """

    file: str
    format: str | None = None
    encoding: str | None = None
    brand: Counter[str] = field(default_factory=Counter)
    brand_from: str | None = None
    threads: int = 0
    messages: int = 0
    rejected: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    first: datetime | None = None
    last: datetime | None = None
    zones: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    roles: Counter[str] = field(default_factory=Counter)
    incomplete: Counter[str] = field(default_factory=Counter)
    untimed: int = 0
    unreadable: str | None = None

    def remarks(self) -> list[str]:
        """What could not be read, what is missing, and the notes."""
        said = [self.unreadable] if self.unreadable else []
        said += [f"{count} of {self.threads} threads not scorable: {why}" for why, count in self.incomplete.items()]
        if self.untimed:
            said.append(f"{self.untimed} of {self.messages} messages have no time")
        return said + self.notes

    def record(self) -> dict[str, Any]:
        """The contract's JSON object."""
        return {
            "file": self.file,
            "format": self.format,
            "encoding": self.encoding,
            "brand": [name for name, _ in self.brand.most_common(_BRANDS_LISTED)],
            "brand_from": self.brand_from,
            "threads": self.threads,
            "messages": self.messages,
            "rejected": self.rejected,
            "languages": dict(self.languages.most_common()),
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "timezone": ", ".join(sorted(self.zones)) or None,
            "notes": self.remarks(),
        }


def inspect(
    files: Sequence[str | Path], options: ReadOptions | None = None, input_format: str | None = None
) -> list[Inspected]:
    """What each input holds, in the order given; an input with two formats comes twice.

    What cannot be read says why; the others are inspected all the same.

    Raises:
        UsageError: ``input_format`` names no reader.
    """
    told = options or ReadOptions()
    with ExitStack() as stack:
        known: list[str] = []
        found: list[Inspected] = []
        for file in dict.fromkeys(map(str, files)):
            if (unreadable := _unrecognised(file, input_format)) is None:
                known.append(file)
            else:
                found.append(Inspected(file, unreadable=unreadable))
        plan = recognised(export_files(known, stack), input_format)
        found += [inspected for part in plan.parts for inspected in _inspected(part, told)]
    merged: dict[tuple[str, str | None], Inspected] = {}
    for inspected in found:
        earlier = merged.setdefault((inspected.file, inspected.format), inspected)
        if earlier is not inspected:
            _add(earlier, inspected)
    _explain_what_begins_no_thread(merged.values())
    for file in dict.fromkeys(map(str, files)):
        if not any(file == origin for origin, _ in merged):
            merged[file, None] = Inspected(file, notes=["nothing to read"])
    for note in plan.notes:
        next(entry for entry in merged.values() if entry.file == note.source.file).notes.append(note.text)
    order = {file: place for place, file in enumerate(map(str, files))}
    return sorted(merged.values(), key=lambda entry: order[entry.file])


def _explain_what_begins_no_thread(found: Collection[Inspected]) -> None:
    """Notes of inputs that hold users, further pages or repeats alone why there are no figures for them."""
    for entry in found:
        if entry.threads or entry.rejected or entry.unreadable or entry.format is None:
            continue
        if any(other.format == entry.format and other.threads for other in found):
            entry.notes.append("no thread begins in it: what it holds counts in the threads of the other files")
        else:
            entry.notes.append("no thread in it: if it belongs to other files of the export, give those as well")


def _unrecognised(file: str, input_format: str | None) -> str | None:
    """Why a file, folder or zip by itself is not recognised; what can be read only once is not tried."""
    if file == "-" or (os.path.exists(file) and not (os.path.isfile(file) or os.path.isdir(file))):
        return None
    try:
        with ExitStack() as stack:
            recognised(export_files([file], stack), input_format)
    except UnreadableInputError as error:
        return _said(error)
    return None


def _said(error: UnreadableInputError) -> str:
    return f"not readable: {error.what}; {error.mend}" if error.mend else f"not readable: {error.what}"


def _inspected(part: Part, options: ReadOptions) -> Iterator[Inspected]:
    origins = {file.name: file.origin for file in part.files}
    entries: dict[str, Inspected] = {}
    for file in part.files:
        if file.origin not in entries:
            with file.opened() as opened:
                entries[file.origin] = Inspected(file.origin, part.reader.name, opened.encoding)
    try:
        with closing(items_of(part, options)) as items:
            _count(items, entries, origins, options)
    except UnreadableInputError as error:
        entry = entries.get(origins.get(error.where, error.where), next(iter(entries.values())))
        entry.unreadable = _said(error)
    yield from entries.values()


def _count(items: Iterable[Item], entries: dict[str, Inspected], origins: dict[str, str], options: ReadOptions) -> None:
    for item in items:
        entry = entries[origins.get(item.source.file, item.source.file)]
        if isinstance(item, Note):
            entry.notes.append(item.text)
            if item.topic is Topic.BRAND:
                entry.brand_from = "inferred"
        elif isinstance(item, Reject):
            entry.rejected += 1
            if entry.rejected <= _REASONS_LISTED:
                entry.notes.append(f"rejected {_place(item)}: {item.reason}")
        else:
            _count_thread(item, entry, options)


def _count_thread(thread: Thread, entry: Inspected, options: ReadOptions) -> None:
    entry.threads += 1
    entry.messages += len(thread.messages)
    entry.languages[thread_language(thread) or "unknown"] += 1
    if thread.brand:
        entry.brand[thread.brand] += 1
    if entry.brand_from is None and any(message.role is Role.BRAND for message in thread.messages):
        entry.brand_from = "option" if options.brand else "format"
    for message in thread.messages:
        internal = message.visibility is Visibility.INTERNAL and message.role is Role.BRAND
        entry.roles["internal note" if internal else message.role.value] += 1
        entry.untimed += message.sent_at is None
    if thread.incomplete:
        entry.incomplete[thread.incomplete] += 1
    times = [message.sent_at for message in thread.messages if message.sent_at is not None]
    entry.zones.update(_zone(time) for time in times)
    for time in (min(times, key=_moment), max(times, key=_moment)) if times else ():
        entry.first = min(entry.first or time, time, key=_moment)
        entry.last = max(entry.last or time, time, key=_moment)


def _zone(time: datetime) -> str:
    return getattr(time.tzinfo, "key", None) or (time.isoformat()[-6:] if time.tzinfo else "unknown")


def _moment(time: datetime) -> datetime:
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time


def _place(reject: Reject) -> str:
    if reject.source.line is not None:
        return f"line {reject.source.line}"
    return f"record {reject.source.item}" if reject.source.item is not None else reject.source.file


def _add(known: Inspected, more: Inspected) -> None:
    known.brand += more.brand
    known.brand_from = known.brand_from or more.brand_from
    known.threads += more.threads
    known.messages += more.messages
    known.rejected += more.rejected
    known.languages += more.languages
    known.zones |= more.zones
    known.notes += more.notes
    known.roles += more.roles
    known.incomplete += more.incomplete
    known.untimed += more.untimed
    known.unreadable = known.unreadable or more.unreadable
    firsts = [time for time in (known.first, more.first) if time]
    lasts = [time for time in (known.last, more.last) if time]
    known.first = min(firsts, key=_moment) if firsts else None
    known.last = max(lasts, key=_moment) if lasts else None

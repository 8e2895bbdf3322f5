"""Threads of an audit's inputs, counted; rejected records written down, notes kept apart."""

from __future__ import annotations

import glob
import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

import msgspec

from analyzer.errors import RejectedRecordError, UnreadableInputError, UsageError
from analyzer.exports.containers import export_files
from analyzer.exports.files import HEAD_BYTES, ExportFile
from analyzer.readers import Note, ReadOptions, Reject, items_of
from analyzer.readers.recognition import recognised
from analyzer.threads import Thread


def expanded(paths: Sequence[str]) -> list[str]:
    """The paths, those with ``*``, ``?`` or ``[`` that are no file replaced by what they match, by name.

    Raises:
        UsageError: One is standard input, which cannot be read again.
        UnreadableInputError: One matches nothing.
    """
    found: list[str] = []
    for path in paths:
        if path == "-":
            mend = "save it to a file: an audit reads its inputs again when it goes on after a stop"
            raise UsageError("standard input cannot be audited", "-", mend)
        if "://" in path or not glob.has_magic(path) or os.path.lexists(path):
            found.append(path)
            continue
        matches = sorted(glob.glob(path, recursive=True))
        if not matches:
            raise UnreadableInputError("matches no file", path, "check the pattern")
        found.extend(matches)
    return found


@dataclass(slots=True)
class Intake:
    """What is read, so far.

    Attributes:
        say: Hears notes.
        rejects: Where rejected records go.
        strict: Whether the first of them ends the run.
        bytes_read: Of the files being read for threads.
    """

    say: Callable[[str], None]
    rejects: BinaryIO
    strict: bool = False
    records_read: int = 0
    rejected: int = 0
    bytes_read: int = 0

    def threads(self, paths: Sequence[str], options: ReadOptions, input_format: str | None) -> Iterator[Thread]:
        """The threads in order.

        Raises:
            RejectedRecordError: The first reject, under ``strict``.
        """
        with ExitStack() as stack:
            plan = recognised(export_files(paths, stack), input_format)
            for note in plan.notes:
                self._note(note)
            for part in plan.parts:
                counted = replace(part, files=[self._counted(file) for file in part.files])
                with closing(items_of(counted, options)) as items:
                    for item in items:
                        if isinstance(item, Note):
                            self._note(item)
                        elif isinstance(item, Reject):
                            self._reject(item)
                        else:
                            self.records_read += item.source.records
                            yield item

    def _note(self, note: Note) -> None:
        self.say(f"note: {note.source.file}: {note.text}")

    def _reject(self, reject: Reject) -> None:
        source = reject.source
        self.records_read += 1
        self.rejected += 1
        if self.strict:
            where = source.file if source.line is None else f"{source.file}:{source.line}"
            raise RejectedRecordError(reject.reason, where, "mend the record, or leave --strict out")
        record = {"source": source.file, "line": source.line, "reason": reject.reason}
        if source.item is not None:
            record["item"] = source.item
        self.rejects.write(msgspec.json.encode(record) + b"\n")

    def _counted(self, file: ExportFile) -> ExportFile:
        def opens() -> AbstractContextManager[BinaryIO]:
            return _Opened(file, self)

        return replace(file, opens=opens)


class _Opened:
    """Opens a file whose bytes are counted as they are read for the first time."""

    def __init__(self, file: ExportFile, intake: Intake) -> None:
        self._file, self._intake, self._stack = file, intake, ExitStack()

    def __enter__(self) -> BinaryIO:
        inner = self._stack.enter_context(self._file.opens())
        return io.BufferedReader(cast("io.RawIOBase", _Counting(inner, self._intake)), HEAD_BYTES)

    def __exit__(self, *error: object) -> None:
        self._stack.close()


class _Counting(io.RawIOBase):
    """Tells how far the furthest byte read lies."""

    def __init__(self, inner: BinaryIO, intake: Intake) -> None:
        super().__init__()
        self._inner, self._intake, self._furthest = inner, intake, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._inner.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._inner.seek(offset, whence)

    def tell(self) -> int:
        return self._inner.tell()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._inner.read(len(buffer))
        buffer[: len(piece)] = piece
        place = self._inner.tell() if self.seekable() else self._furthest + len(piece)
        self._intake.bytes_read += max(0, place - self._furthest)
        self._furthest = max(self._furthest, place)
        return len(piece)

"""What goes in and out of a command: accounting for every record, opening outputs, choosing a format."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TypeVar

import msgspec

from analyzer.codebook import Code
from analyzer.errors import AnalyzerError, RejectedRecordError, UnreadableInputError, UsageError
from analyzer.readers import Note, Reject
from analyzer.scoring import ScoredThread
from analyzer.threads import LabelledThread, Thread
from analyzer.writers import Writer, writers
from analyzer.writers.terminal_text import one_line

Read = TypeVar("Read", Thread, LabelledThread)


class ReaderGoneError(Exception):
    """Whoever read standard output has closed it; nothing is wrong."""


class Intake:
    """Counts what is read, scored and rejected, writes rejects, and knows the exit code at the end.

    Args:
        files: The inputs, for the messages.
        rejects: Path for rejected records, if any.
        strict: Whether the first rejected record ends the run.
    """

    def __init__(self, files: Sequence[str], rejects: str | None, strict: bool) -> None:
        """Nothing is opened yet."""
        self._files, self._path, self._strict = files, rejects, strict
        self._stream: BinaryIO | None = None
        self._read = self._rejected = self._scored = self._not_scorable = 0
        self._failed_gates: list[str] = []
        self._files_with_records: set[str] = set()

    def __enter__(self) -> Self:
        """Opens the rejects file."""
        if self._path is not None:
            self._stream = _opened_for_writing(self._path)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the rejects file."""
        if self._stream is not None:
            self._stream.close()

    def threads(self, items: Iterable[Read | Reject | Note]) -> Iterator[Read]:
        """The threads among the items; rejects are counted and written, notes are said.

        Raises:
            RejectedRecordError: The first reject, under ``--strict``.
        """
        for item in items:
            if isinstance(item, Note):
                say(f"note: {item.source.file}: {item.text}")
                continue
            self._files_with_records.add(item.source.file)
            if not isinstance(item, Reject):
                self._read += item.source.records
                yield item
                continue
            self._read += 1
            self._rejected += 1
            where = _where(item)
            if self._strict:
                raise RejectedRecordError(item.reason, where, "mend the record, or leave --strict out")
            if self._stream is None:
                say(f"{where}: rejected: {item.reason}")
            else:
                record = {"source": item.source.file, "line": item.source.line, "reason": item.reason}
                if item.source.item is not None:
                    record["item"] = item.source.item
                self._stream.write(msgspec.json.encode(record) + b"\n")

    def count(self, records: int, judged: bool) -> None:
        """Notes a thread that was scored or evaluated, and how many input records it took."""
        self._scored += records
        self._not_scorable += not judged

    def converted(self, threads: Iterable[Thread]) -> Iterator[Thread]:
        """The threads, unchanged, while counting them."""
        for thread in threads:
            self.count(thread.source.records, judged=True)
            yield thread

    def watched(
        self, scores: Iterable[ScoredThread], fail_under: float | None, fail_on: Collection[Code]
    ) -> Iterator[ScoredThread]:
        """The scores, unchanged, while counting them and trying the gates."""
        for scored in scores:
            score, name = scored.score, scored.thread.id
            self.count(scored.thread.source.records, judged=score.score is not None)
            if fail_under is not None and score.score is not None and score.score < fail_under:
                self._failed_gates.append(f"thread {name} scores {score.score}, below {fail_under:g}")
            self._failed_gates.extend(
                f"thread {name} has {code}" for code in fail_on if any(found.code is code for found in score.findings)
            )
            yield scored

    def finish(self, done: str = "scored") -> int:
        """Prints the summary and returns the exit code.

        Raises:
            UnreadableInputError: Records were read and every one was rejected.
        """
        for file in self._files:
            if not any(name == file or name.startswith(f"{file.rstrip('/')}/") for name in self._files_with_records):
                say(f"warning: nothing to read in {file}")
        if not self._read:
            return 0
        if not self._scored:
            what = f"nothing readable: {self._rejected} of {self._read} records rejected"
            raise UnreadableInputError(what, ", ".join(self._files), "see the reasons above or in --rejects")
        for gate in self._failed_gates[:5]:
            say(f"gate failed: {gate}")
        if len(self._failed_gates) > 5:
            say(f"gate failed: {len(self._failed_gates) - 5} more")
        unjudged = f" ({self._not_scorable} threads not scorable)" if self._not_scorable else ""
        say(f"{self._read} records read = {self._scored} {done}{unjudged} + {self._rejected} rejected")
        return int(bool(self._rejected or self._failed_gates))


def _where(reject: Reject) -> str:
    source = reject.source
    if source.line is not None:
        return f"{source.file}:{source.line}"
    return source.file if source.item is None else f"{source.file}: record {source.item}"


def say(line: str) -> None:
    """One line on standard error."""
    print(one_line(line), file=sys.stderr)  # noqa: T201


def chosen_writer(name: str | None, stream: BinaryIO) -> Writer:
    """The writer asked for; by default ``view`` on a terminal, else ``jsonl``.

    Raises:
        UsageError: No writer has that name.
    """
    known = writers()
    wanted = name or ("view" if stream.isatty() else "jsonl")
    if wanted not in known:
        raise UsageError(f"unknown format {wanted!r}", "--format", f"use one of {', '.join(sorted(known))}")
    return known[wanted]


def parsed_codes(values: Sequence[str], option: str = "--fail-on") -> frozenset[Code]:
    """Finding codes named on the command line.

    Raises:
        UsageError: One of them is not in the codebook.
    """
    unknown = [value for value in values if value.upper() not in list(Code)]
    if unknown:
        raise UsageError(f"unknown code {unknown[0]!r}", option, f"codes are {', '.join(Code)}")
    return frozenset(Code(value.upper()) for value in values)


@contextmanager
def output_stream(path: str) -> Iterator[BinaryIO]:
    """Standard output, or a file that appears under its name only when it is complete."""
    if path == "-":
        try:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        except BrokenPipeError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise ReaderGoneError from error
        return
    if Path(path).exists() and not Path(path).is_file():  # a device or a pipe is written to, never replaced
        with _opened_for_writing(path) as stream:
            yield stream
        return
    target = os.path.realpath(path)
    partial = f"{target}.partial"
    stream = _opened_for_writing(partial)
    try:
        with stream:
            yield stream
        os.replace(partial, target)
    except OSError as error:
        what = (error.strerror or "cannot be written").lower()
        raise AnalyzerError(what, path, "check the path and the disk") from error
    finally:
        Path(partial).unlink(missing_ok=True)


def _opened_for_writing(path: str) -> BinaryIO:
    try:
        return Path(path).open("wb")
    except OSError as error:
        raise AnalyzerError(
            (error.strerror or "cannot be written").lower(), path, "check the path and your rights"
        ) from error

"""Reading exported conversations: one module per format, found by the registry."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import cast

from analyzer.errors import UnreadableInputError, UsageError
from analyzer.readers.base import HEAD_BYTES, OpenedInput, Reader, ReadOptions, Reject
from analyzer.readers.canonical import read_labelled
from analyzer.registry import declared
from analyzer.threads import LabelledThread, Thread

__all__ = ["ReadOptions", "Reader", "Reject", "labelled_files", "read_labelled_threads", "read_threads", "readers"]


def readers() -> dict[str, Reader]:
    """Every reader by its name."""
    return {reader.name: reader for reader in declared("analyzer.readers", Reader)}


def read_threads(
    files: Sequence[str | Path], options: ReadOptions | None = None, input_format: str | None = None
) -> Iterator[Thread | Reject]:
    """Threads and rejects of all files, in order; ``-`` is standard input.

    Raises:
        UnreadableInputError: A file cannot be opened, or no reader (or more than one) recognises it.
        UsageError: ``input_format`` names no reader.
    """
    told = options or ReadOptions()
    for file in files:
        with _opened(str(file)) as opened:
            if opened.head.strip():
                reader = _reader_for(opened, input_format)
                with closing(reader.read(opened, told)) as items:
                    for item in items:
                        if isinstance(item, Thread) and item.language is None and told.language is not None:
                            yield replace(item, language=told.language)
                        else:
                            yield item


def read_labelled_threads(files: Sequence[str | Path]) -> Iterator[LabelledThread | Reject]:
    """Canonical threads beside their gold labels; a folder stands for the ``.jsonl`` files in it."""
    for file in labelled_files(files):
        with _opened(file) as opened:
            yield from read_labelled(opened)


def labelled_files(paths: Sequence[str | Path]) -> list[str]:
    """The paths, each folder replaced by the ``.jsonl`` files in it, by name; ``-`` is standard input.

    Raises:
        UnreadableInputError: A folder holds none.
    """
    files: list[str] = []
    for path in map(Path, paths):
        parts = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not parts:
            raise UnreadableInputError("no .jsonl file in this folder", str(path), "name the files or another folder")
        files.extend(map(str, parts))
    return files


@contextmanager
def _opened(name: str) -> Iterator[OpenedInput]:
    try:
        stream = sys.stdin.buffer if name == "-" else Path(name).open("rb", buffering=0)  # noqa: SIM115
    except OSError as error:
        raise UnreadableInputError(_reason(error), name, "check the path and your rights to it") from error
    buffered = BufferedReader(cast("RawIOBase", stream), HEAD_BYTES)
    try:
        yield OpenedInput(name, buffered, buffered.peek(HEAD_BYTES)[:HEAD_BYTES])
    finally:
        if name == "-":
            buffered.detach()
        else:
            buffered.close()


def _reason(error: OSError) -> str:
    return "no such file" if isinstance(error, FileNotFoundError) else (error.strerror or "cannot be opened").lower()


def _reader_for(opened: OpenedInput, input_format: str | None) -> Reader:
    known = readers()
    if input_format is not None:
        if input_format not in known:
            raise UsageError(f"unknown format {input_format!r}", "--input-format", f"use one of {', '.join(known)}")
        return known[input_format]
    claims = [reader for reader in known.values() if reader.recognises(opened)]
    if len(claims) == 1:
        return claims[0]
    if claims:
        names = " and ".join(reader.name for reader in claims)
        raise UnreadableInputError(f"looks like {names}", opened.name, "say which with --input-format")
    raise UnreadableInputError(
        "format not recognised", opened.name, f"name it with --input-format ({', '.join(known)})"
    )

"""Reading exported conversations: one module per format, found by the registry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

from analyzer.errors import UnreadableInputError
from analyzer.exports.containers import export_files
from analyzer.exports.reading import Topic
from analyzer.readers.base import Item, Items, Note, Reader, ReadOptions, Reject
from analyzer.readers.canonical import read_labelled
from analyzer.readers.recognition import Part, readers, recognised
from analyzer.threads import MOST_CHARACTERS_JUDGED, LabelledThread, Source, Thread

__all__ = [
    "Note", "ReadOptions", "Reader", "Reject", "items_of", "labelled_files", "read_everything", "read_labelled_threads",
    "read_threads", "readers",
]  # fmt: skip
MOST_MESSAGES = 5_000


def read_threads(
    files: Sequence[str | Path], options: ReadOptions | None = None, input_format: str | None = None
) -> Iterator[Thread | Reject]:
    """Threads and rejects of all files, folders and zips, in order; ``-`` is standard input.

    Raises:
        UnreadableInputError: A file cannot be opened, or no reader (or more than one) recognises it.
        UsageError: ``input_format`` names no reader.
    """
    for item in read_everything(files, options, input_format):
        if not isinstance(item, Note):
            yield item


def read_everything(
    files: Sequence[str | Path], options: ReadOptions | None = None, input_format: str | None = None
) -> Iterator[Item]:
    """Threads and rejects as ``read_threads`` gives them, and notes on what was inferred, assumed or left out.

    Raises:
        UnreadableInputError: A file cannot be opened, or no reader (or more than one) recognises it.
        UsageError: ``input_format`` names no reader.
    """
    told = options or ReadOptions()
    with ExitStack() as stack:
        plan = recognised(export_files(map(str, files), stack), input_format)
        yield from plan.notes
        for part in plan.parts:
            with closing(items_of(part, told)) as items:
                yield from items


def items_of(part: Part, options: ReadOptions) -> Items:
    """What one reader yields of its files; threads that name no language get the one that was told.

    A thread of more than ``MOST_MESSAGES`` messages is rejected: no customer has that much to say about one request,
    and some of what is found is looked for in pairs of messages, so that the time would grow with their square. At the
    end a note counts the messages that are too long to be judged whole.
    """
    cut_short = 0
    with closing(part.reader.read(part.files, options)) as items:
        for item in items:
            if isinstance(item, Thread):
                cut_short += sum(len(message.text) > MOST_CHARACTERS_JUDGED for message in item.messages)
            if isinstance(item, Thread) and len(item.messages) > MOST_MESSAGES:
                reason = f"{len(item.messages)} messages in one thread, more than {MOST_MESSAGES}; part it by request"
                yield Reject(item.source, reason)
            elif isinstance(item, Thread) and item.language is None and options.language is not None:
                yield replace(item, language=options.language)
            else:
                yield item
    if cut_short:
        text = f"messages judged by their first {MOST_CHARACTERS_JUDGED:,} characters alone: {cut_short}"
        yield Note(Source(part.files[0].name), Topic.INCOMPLETE, text)


def read_labelled_threads(files: Sequence[str | Path]) -> Iterator[LabelledThread | Reject]:
    """Canonical threads beside their gold labels; a folder stands for the ``.jsonl`` files in it."""
    with ExitStack() as stack:
        for file in export_files(labelled_files(files), stack):
            with file.opened() as opened:
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

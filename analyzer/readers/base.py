"""What a reader is: one export format, told from its content."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass

from analyzer.exports.files import HEAD_BYTES, LINE_BYTES, ExportFile, OpenedInput
from analyzer.exports.reading import Note, ReadOptions, Reject
from analyzer.threads import Thread

__all__ = [
    "HEAD_BYTES", "LINE_BYTES", "ExportFile", "Item", "Items", "Note", "OpenedInput", "ReadOptions", "Reader",
    "Reject", "one_by_one",
]  # fmt: skip

Item = Thread | Reject | Note
Items = Generator[Item, None, None]


@dataclass(frozen=True, slots=True)
class Reader:
    """One export format.

    Attributes:
        name: As in ``--input-format``.
        description: One line for the list of formats.
        recognises: Whether an input is of this format, told from its content.
        read: Threads, rejects and notes of some files of this format.
        together: Whether threads may lie in several files: then ``read`` gets all files of this format that were
            given, whatever their order, and merges them; else it gets one file at a time.
    """

    name: str
    description: str
    recognises: Callable[[OpenedInput], bool]
    read: Callable[[Sequence[ExportFile], ReadOptions], Items]
    together: bool = False


def one_by_one(
    read: Callable[[OpenedInput, ReadOptions], Iterable[Item]],
) -> Callable[[Sequence[ExportFile], ReadOptions], Items]:
    """A reader of files that stand alone, from what reads one opened file."""

    def read_files(files: Sequence[ExportFile], options: ReadOptions) -> Items:
        for file in files:
            with file.opened() as opened:
                yield from read(opened, options)

    return read_files

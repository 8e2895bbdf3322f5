"""What a labelling tool's module declares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from analyzer.exports.files import OpenedInput
from analyzer.exports.reading import Reject
from analyzer.labelling.judgements import Judgement
from analyzer.labelling.tasks import Task

Judged = Iterator[Judgement | Reject]


@dataclass(frozen=True, slots=True)
class LabellingTool:
    """One tool that people label with.

    Attributes:
        name: As in ``--format``.
        description: One line for help and errors.
        suffixes: File names that mean this tool where none is named.
        write: Tasks to a binary stream; None for what only comes back.
        recognises: Whether a file is what people got back from this tool.
        read: What they said, one judgement a person and thread.
        companions: Further files the tool needs beside the tasks: suffix to content.
    """

    name: str
    description: str
    suffixes: tuple[str, ...]
    write: Callable[[Sequence[Task], BinaryIO], None] | None
    recognises: Callable[[OpenedInput], bool]
    read: Callable[[OpenedInput], Judged]
    companions: Mapping[str, Callable[[], str]] = field(default_factory=dict)

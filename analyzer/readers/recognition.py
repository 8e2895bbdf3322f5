"""Which reader reads which file, told from the content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from analyzer.errors import UnreadableInputError, UsageError
from analyzer.exports.files import ExportFile, OpenedInput
from analyzer.exports.reading import Note, Topic
from analyzer.readers.base import Reader
from analyzer.registry import declared
from analyzer.threads import Source

_NAMED_IN_A_NOTE = 5


@dataclass(frozen=True, slots=True)
class Part:
    """Files that one reader reads at once."""

    reader: Reader
    files: Sequence[ExportFile]


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be read and how, in order, and what will not."""

    parts: Sequence[Part] = ()
    notes: Sequence[Note] = ()


@dataclass(slots=True)
class _Found:
    """What lies behind one argument."""

    read: int = 0
    empty: int = 0
    set_aside: list[str] = field(default_factory=list)


def readers() -> dict[str, Reader]:
    """Every reader by its name."""
    return {reader.name: reader for reader in declared("analyzer.readers", Reader)}


def recognised(files: Iterable[ExportFile], input_format: str | None) -> Plan:
    """The files by reader, in the order in which each begins; empty ones are left out.

    A file that was named must be recognised; inside a folder or zip, what no reader knows is set aside and noted.

    Raises:
        UnreadableInputError: No reader recognises a named file or any in a folder or zip, or several claim one.
        UsageError: ``input_format`` names no reader.
    """
    known = readers()
    if input_format is not None and input_format not in known:
        raise UsageError(f"unknown format {input_format!r}", "--input-format", f"use one of {', '.join(known)}")
    found: dict[str, _Found] = {}
    parts: list[tuple[Reader, list[ExportFile]]] = []
    for file in files:
        behind = found.setdefault(file.origin, _Found())
        with file.opened() as opened:
            if not opened.head.strip():
                behind.empty += 1
                continue
            reader = _reader_for(opened, known, input_format, must=not file.is_part)
        if reader is None:
            behind.set_aside.append(file.name)
            continue
        behind.read += 1
        gathered = next((part for made_by, part in parts if made_by is reader), None) if reader.together else None
        if gathered is None:
            parts.append((reader, [file]))
        else:
            gathered.append(file)
    notes = [_set_aside(origin, behind, known) for origin, behind in found.items() if behind.set_aside]
    return Plan([Part(reader, gathered) for reader, gathered in parts], notes)


def _reader_for(opened: OpenedInput, known: dict[str, Reader], named: str | None, must: bool) -> Reader | None:
    if named is not None and must:
        return known[named]
    claims = [reader for name, reader in known.items() if named in (None, name) and reader.recognises(opened)]
    if len(claims) > 1:
        names = " and ".join(reader.name for reader in claims)
        raise UnreadableInputError(f"looks like {names}", opened.name, "say which with --input-format")
    if not claims and must:
        raise _unknown(opened.name, known)
    return claims[0] if claims else None


def _set_aside(origin: str, behind: _Found, known: dict[str, Reader]) -> Note:
    if not behind.read:
        raise _unknown(origin, known)
    names = [name[len(origin) :].lstrip("/\\") for name in behind.set_aside]
    more = f" and {len(names) - _NAMED_IN_A_NOTE} more" if len(names) > _NAMED_IN_A_NOTE else ""
    listed = ", ".join(names[:_NAMED_IN_A_NOTE])
    return Note(Source(origin), Topic.SET_ASIDE, f"{len(names)} files hold no conversation known here: {listed}{more}")


def _unknown(where: str, known: dict[str, Reader]) -> UnreadableInputError:
    return UnreadableInputError("format not recognised", where, f"name it with --input-format ({', '.join(known)})")

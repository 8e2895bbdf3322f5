"""The files behind what the user named: a file, standard input, a folder, a zip or several."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import BinaryIO, cast

from analyzer.errors import UnreadableInputError
from analyzer.exports.files import HEAD_BYTES, ExportFile, OnlyOnce, first_bytes
from analyzer.exports.remote import is_remote, remote_files

LARGEST_MEMBER = 16 * 1024**3
LARGEST_RATIO = 400
RATIO_COUNTS_FROM = 16 * 1024**2
MOST_MEMBERS = 500_000
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_WORKBOOK = re.compile(r"xl/workbook\.(xml|bin)|content\.xml")
_NUMBERS = re.compile(r"(\d+)")


def export_files(names: Iterable[str], closing: ExitStack) -> Iterator[ExportFile]:
    """Every file behind the names, in their order; those of a folder or zip by name, numbers by value.

    Zips are read in place, one member at a time; nothing is extracted and no path of theirs is ever opened.

    Args:
        names: Paths, URLs of shared storage, or ``-`` for standard input.
        closing: Closes the zips that were opened.

    Raises:
        UnreadableInputError: A path cannot be opened, or a zip is damaged, encrypted or unpacks beyond all measure.
    """
    for name in names:
        if name == "-":
            yield _standard_input()
        elif is_remote(name):
            yield from remote_files(name)
        elif os.path.isdir(name):
            for inside in _folder(name):
                yield from _file_or_zip(name, inside, closing)
        else:
            yield from _file_or_zip(name, name, closing)


def by_number(name: str) -> list[str | int]:
    """Sort key under which ``message_10`` comes after ``message_2``."""
    return [int(part) if part.isdecimal() else part for part in _NUMBERS.split(name)]


def _folder(name: str) -> list[str]:
    found = [
        os.path.join(folder, file) for folder, _, files in os.walk(name) for file in files if not file.startswith(".")
    ]
    return sorted((path for path in found if os.path.isfile(path)), key=by_number)


def _file_or_zip(origin: str, path: str, closing: ExitStack) -> Iterator[ExportFile]:
    try:
        readable_once = not stat.S_ISREG(os.stat(path).st_mode)
        if not readable_once:
            with _open(path) as stream:
                is_zip = first_bytes(stream, 4) in _ZIP
    except OSError as error:
        raise UnreadableInputError(_reason(error), path, "check the path and your rights to it") from error
    if readable_once:
        yield ExportFile(path, origin, OnlyOnce(lambda: closing.enter_context(_open(path))))
        return
    if is_zip:
        try:
            archive = closing.enter_context(zipfile.ZipFile(path))
        except (zipfile.BadZipFile, OSError) as error:
            raise UnreadableInputError("damaged zip", path, "download or copy it again") from error
        names = archive.namelist()
        if not any(_WORKBOOK.fullmatch(member) for member in names):
            yield from _members(origin, path, archive)
            return
    yield ExportFile(path, origin, lambda: _open(path))


def _members(origin: str, path: str, archive: zipfile.ZipFile) -> Iterator[ExportFile]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise UnreadableInputError(f"{len(members)} files in one zip", path, "give the part that holds messages")
    for member in sorted(members, key=lambda member: by_number(member.filename)):
        where = f"{path}/{member.filename}"
        if member.flag_bits & 0x1:
            raise UnreadableInputError("encrypted zip", where, "unpack it with its password first")
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > LARGEST_MEMBER or (member.file_size > RATIO_COUNTS_FROM and ratio > LARGEST_RATIO):
            raise UnreadableInputError("unpacks beyond all measure", where, "unpack it yourself if you trust it")
        yield ExportFile(where, origin, _Member(archive, member))


class _Member:
    """Opens one member again and again."""

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        self._archive, self._member = archive, member

    def __call__(self) -> AbstractContextManager[BinaryIO]:
        return io.BufferedReader(cast("io.RawIOBase", self._archive.open(self._member)), HEAD_BYTES)


def _open(path: str) -> BinaryIO:
    return Path(path).open("rb")


def _standard_input() -> ExportFile:
    return ExportFile("-", "-", OnlyOnce(lambda: sys.stdin.buffer))


def _reason(error: OSError) -> str:
    return "no such file" if isinstance(error, FileNotFoundError) else (error.strerror or "cannot be opened").lower()

"""Files as they are given: on disk, on standard input, or inside a folder or a zip; opened one at a time."""

from __future__ import annotations

import codecs
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

from charset_normalizer import from_bytes

from analyzer.errors import UnreadableInputError
from analyzer.exports.json_paths import paths_in_head, values_in_head

HEAD_BYTES = 65_536
LINE_BYTES = 64 * 1024 * 1024
_WESTERN = frozenset(map(chr, [*range(128), *range(0xA0, 0x100)])) | frozenset("‘’“”–—…€•™")
_ASCII_OR_LOST = frozenset(map(chr, range(128))) | {"\ufffd"}
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class OpenedInput:
    """One input, its first bytes already seen.

    Attributes:
        name: As the user gave it, and for a part of a folder or zip the path inside; ``-`` is standard input.
        stream: Positioned at the start.
        head: The first bytes, at most ``HEAD_BYTES``.
    """

    name: str
    stream: BinaryIO
    head: bytes

    @property
    def encoding(self) -> str:
        """Encoding told from a byte-order mark, from validity as UTF-8, else guessed over the head."""
        return _encoding(self.head)

    @property
    def head_text(self) -> str:
        """The first characters, for telling the format; undecodable bytes are replaced, binary files have none."""
        return _head_text(self.head)

    @property
    def json_paths(self) -> frozenset[str]:
        """Dotted paths of the values at the start, such as ``messages.item.text``; empty when it is not JSON."""
        return paths_in_head(self._json_head())

    def json_values(self, path: str) -> tuple[str, ...]:
        """The texts at a dotted path, as far as the first bytes show them."""
        return values_in_head(self._json_head(), path)

    def _json_head(self) -> bytes:
        return self.head_text.lstrip("\ufeff \t\r\n").encode("utf-8", "replace")

    def text_lines(self) -> Iterator[str]:
        """Lines with their ends; undecodable bytes end the reading.

        Raises:
            UnreadableInputError: Some bytes are not text in the encoding the input began with.
        """
        pending = ""
        for chunk in self.text_chunks():
            pending += chunk
            cut = pending.rfind("\n") + 1
            yield from io.StringIO(pending[:cut], newline="")
            pending = pending[cut:]
        yield from io.StringIO(pending, newline="")

    def text_chunks(self) -> Iterator[str]:
        """The text without a byte-order mark, in pieces; undecodable bytes end the reading.

        Raises:
            UnreadableInputError: Some bytes are not text in the encoding the input began with.
        """
        decoder = codecs.getincrementaldecoder(self.encoding)(errors="strict")
        offset = 0
        while chunk := self.stream.read(HEAD_BYTES):
            held_back = len(decoder.getstate()[0])
            try:
                yield decoder.decode(chunk)
            except UnicodeDecodeError as error:
                if not self.encoding.startswith("utf-16"):
                    yield error.object[: error.start].decode(self.encoding, "ignore")
                raise self._undecodable(offset - held_back + error.start) from error
            offset += len(chunk)
        try:
            yield decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            raise self._undecodable(offset - len(error.object) + error.start) from error

    def _undecodable(self, position: int) -> UnreadableInputError:
        what = f"byte {position} is not valid {self.encoding}"
        return UnreadableInputError(what, self.name, "save the file as UTF-8 and try again")

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Numbered lines (1-based) as UTF-8 bytes without their end; an overlong one comes cut.

        Raises:
            UnreadableInputError: An UTF-16 input breaks off inside a character.
        """
        if self.encoding == "utf-16":
            for number, line in enumerate(self.text_lines(), start=1):
                yield number, line.rstrip("\r\n").encode("utf-8", "surrogatepass")
            return
        number, is_utf8 = 0, self.encoding.startswith("utf-8")
        while raw := self.stream.readline(LINE_BYTES):
            number += 1
            if number == 1:
                raw = raw.removeprefix(codecs.BOM_UTF8)
            content = raw.rstrip(b"\r\n")
            yield number, content if is_utf8 else _as_utf8(content, self.encoding)
            while not raw.endswith(b"\n") and len(raw) == LINE_BYTES:
                raw = self.stream.readline(LINE_BYTES)

    def utf8_chunks(self) -> Iterator[bytes]:
        """The content as UTF-8 without a byte-order mark, in chunks.

        Raises:
            UnreadableInputError: Some bytes are not text in the encoding the input began with.
        """
        if self.encoding == "utf-8":
            while chunk := self.stream.read(HEAD_BYTES):
                yield chunk
            return
        for line in self.text_lines():
            yield line.removeprefix("\ufeff").encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file of an export, which can be opened again unless it is standard input.

    Attributes:
        name: What errors and results call it: the argument, and the path inside a folder or zip.
        origin: The argument it comes from: a file, a folder or a zip.
        opens: Opens it at its start.
    """

    name: str
    origin: str
    opens: Callable[[], AbstractContextManager[BinaryIO]]

    @property
    def is_part(self) -> bool:
        """Whether it lies inside a folder or zip that was given."""
        return self.name != self.origin

    @contextmanager
    def opened(self) -> Iterator[OpenedInput]:
        """The file at its start, its first bytes seen; closed at the end.

        Raises:
            UnreadableInputError: It lies in a zip and turns out damaged.
        """
        try:
            with self.opens() as raw:
                if isinstance(raw, io.BufferedReader) and not raw.seekable():
                    yield OpenedInput(self.name, raw, raw.peek(HEAD_BYTES)[:HEAD_BYTES])
                else:
                    head = first_bytes(raw)
                    raw.seek(0)
                    yield OpenedInput(self.name, raw, head)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise UnreadableInputError("damaged zip", self.name, "download or copy it again") from error

    @classmethod
    def of_bytes(cls, name: str, content: bytes) -> ExportFile:
        """A file that is held in memory."""
        return cls(name, name, lambda: io.BytesIO(content))


def _as_utf8(line: bytes, encoding: str) -> bytes:
    """The line in UTF-8, unless it is so already or damaged: what holds characters of UTF-8 is in no other encoding."""
    if line.isascii() or not set(line.decode("utf-8", "replace")) <= _ASCII_OR_LOST:
        return line
    return line.decode(encoding, "replace").encode()


def first_bytes(stream: BinaryIO, size: int = HEAD_BYTES) -> bytes:
    """The next ``size`` bytes, fewer only where the stream ends; a pipe may give them piece by piece."""
    pieces, missing = [], size
    while missing and (piece := stream.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


class OnlyOnce:
    """Opens a stream that cannot be read again; opened again, it goes on where it was left."""

    def __init__(self, opens: Callable[[], BinaryIO]) -> None:
        """Nothing is opened yet."""
        self._opens = opens
        self._stream: io.BufferedReader | None = None

    def __call__(self) -> AbstractContextManager[BinaryIO]:
        """The stream, which stays open."""
        if self._stream is None:
            self._stream = io.BufferedReader(_Whole(self._opens()), HEAD_BYTES)
        return nullcontext(self._stream)


class _Whole(io.RawIOBase):
    """Fills what it is given as far as the stream goes; closing it leaves the stream open."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = first_bytes(self._stream, len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


@lru_cache(maxsize=4)
def _encoding(head: bytes) -> str:
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head, final=len(head) < HEAD_BYTES)
    except UnicodeDecodeError:
        if b"\0" in head or _is_western(head):
            return "cp1252"
        guess = from_bytes(head, cp_isolation=["cp1252", "latin_1", "mac_roman"]).best()
        return guess.encoding if guess else "cp1252"
    return "utf-8"


def _is_western(head: bytes) -> bool:
    """Whether it reads as Windows' western encoding: a guesser takes a few accents for another machine's."""
    try:
        return _WESTERN.issuperset(head.decode("cp1252"))
    except UnicodeDecodeError:
        return False


@lru_cache(maxsize=4)
def _head_text(head: bytes) -> str:
    encoding = _encoding(head)
    if b"\0" in head and not encoding.startswith("utf-16"):
        return ""
    return head.decode(encoding, errors="replace")

"""What a reader is, what it is given, and what it yields."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from charset_normalizer import from_bytes

from analyzer.errors import UnreadableInputError
from analyzer.threads import Source, Thread

HEAD_BYTES = 65_536
LINE_BYTES = 64 * 1024 * 1024
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not be read, with the place and the reason; never the record's own words."""

    source: Source
    reason: str


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user told about the input.

    Attributes:
        brand: Names, handles or ids that are the brand's.
        language: BCP 47 tag for threads that name none.
        columns: For tables, input column name to canonical field.
    """

    brand: tuple[str, ...] = ()
    language: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenedInput:
    """One input, its first bytes already seen.

    Attributes:
        name: As the user gave it; ``-`` is standard input.
        stream: Positioned at the start.
        head: The first bytes, at most ``HEAD_BYTES``.
    """

    name: str
    stream: BinaryIO
    head: bytes

    @property
    def encoding(self) -> str:
        """Encoding told from a byte-order mark, from validity as UTF-8, else guessed over the head."""
        for mark, encoding in _BOMS:
            if self.head.startswith(mark):
                return encoding
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(self.head, final=len(self.head) < HEAD_BYTES)
        except UnicodeDecodeError:
            guess = from_bytes(self.head, cp_isolation=["cp1252", "latin_1", "mac_roman"]).best()
            return guess.encoding if guess else "cp1252"
        return "utf-8"

    @property
    def head_text(self) -> str:
        """The first characters, for telling the format; undecodable bytes are replaced."""
        return self.head.decode(self.encoding, errors="replace")

    def text_lines(self) -> Iterator[str]:
        """Lines with their ends; undecodable bytes end the reading.

        Raises:
            UnreadableInputError: Some bytes are not text in the encoding the input began with.
        """
        decoder = codecs.getincrementaldecoder(self.encoding)(errors="strict")
        pending, offset = "", 0
        while chunk := self.stream.read(HEAD_BYTES):
            held_back = len(decoder.getstate()[0])
            try:
                pending += decoder.decode(chunk)
            except UnicodeDecodeError as error:
                raise self._undecodable(offset - held_back + error.start) from error
            offset += len(chunk)
            cut = pending.rfind("\n") + 1
            yield from io.StringIO(pending[:cut], newline="")
            pending = pending[cut:]
        try:
            pending += decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            raise self._undecodable(offset - len(error.object) + error.start) from error
        yield from io.StringIO(pending, newline="")

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
        number = 0
        while raw := self.stream.readline(LINE_BYTES):
            number += 1
            if number == 1:
                raw = raw.removeprefix(codecs.BOM_UTF8)
            yield number, raw.rstrip(b"\r\n")
            while not raw.endswith(b"\n") and len(raw) == LINE_BYTES:
                raw = self.stream.readline(LINE_BYTES)


@dataclass(frozen=True, slots=True)
class Reader:
    """One export format.

    Attributes:
        name: As in ``--input-format``.
        description: One line for the list of formats.
        recognises: Whether an input is of this format, told from its content.
        read: Threads and rejects, in input order.
    """

    name: str
    description: str
    recognises: Callable[[OpenedInput], bool]
    read: Callable[[OpenedInput, ReadOptions], Generator[Thread | Reject, None, None]]

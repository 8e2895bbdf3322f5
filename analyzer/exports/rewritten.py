"""A file whose content is mended on its way to the parser."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from analyzer.exports.files import HEAD_BYTES, OpenedInput


def rewritten(name: str, chunks: Iterable[bytes]) -> OpenedInput:
    """An input whose content is the chunks, which are UTF-8; memory holds one at a time."""
    stream = io.BufferedReader(_Chunks(iter(chunks)), HEAD_BYTES)
    return OpenedInput(name, stream, stream.peek(HEAD_BYTES)[:HEAD_BYTES])


class _Chunks(io.RawIOBase):
    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks, self._rest = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        filled = 0
        while filled < len(buffer):
            self._rest = self._rest or next(filter(None, self._chunks), b"")
            if not self._rest:
                break
            piece = self._rest[: len(buffer) - filled]
            buffer[filled : filled + len(piece)] = piece
            self._rest = self._rest[len(piece) :]
            filled += len(piece)
        return filled

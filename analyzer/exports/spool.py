"""Records written down as they come and read back in any order, however many there are."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable, Iterator
from typing import Any, Self

import msgspec

IN_MEMORY_BYTES = 64 * 1024 * 1024


class Spool:
    """Records by their number: in memory while they are few, then in a private file that vanishes when it is closed.

    Records are whatever MessagePack holds: dictionaries, lists, texts, numbers.
    """

    def __init__(self, in_memory: int = IN_MEMORY_BYTES) -> None:
        """Holds nothing yet.

        Args:
            in_memory: Bytes of records kept before the file is begun.
        """
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder().decode
        self._file = tempfile.SpooledTemporaryFile(max_size=in_memory)  # noqa: SIM115
        self._ends = array("q", [0])

    def __enter__(self) -> Self:
        """Opens nothing."""
        return self

    def __exit__(self, *_: object) -> None:
        """Removes the file."""
        self._file.close()

    def __len__(self) -> int:
        """How many records there are."""
        return len(self._ends) - 1

    def add(self, record: Any) -> None:
        """Puts a record behind the others; the first has number 0."""
        packed = self._encode(record)
        self._file.write(packed)
        self._ends.append(self._ends[-1] + len(packed))

    def records(self, numbers: Iterable[int]) -> Iterator[Any]:
        """The records of these numbers, in the order asked for; nothing may be added in between."""
        for number in numbers:
            start = self._ends[number]
            if self._file.tell() != start:
                self._file.seek(start)
            yield self._decode(self._file.read(self._ends[number + 1] - start))

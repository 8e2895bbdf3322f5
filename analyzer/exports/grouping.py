"""Records gathered by key from files of any size, wherever they stand in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, Self

import msgspec

IN_MEMORY_BYTES = 64 * 1024 * 1024
_PER_BATCH = 10_000


class Grouped:
    """Records by key: in memory while they are few, then in a private file that vanishes when it is closed.

    Records are whatever MessagePack holds: dictionaries, lists, texts, numbers, times.
    """

    def __init__(self, in_memory: int = IN_MEMORY_BYTES) -> None:
        """Holds nothing yet.

        Args:
            in_memory: Bytes of records kept before the file is begun.
        """
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder().decode
        self._in_memory, self._held = in_memory, 0
        self._groups: dict[str, list[bytes]] = {}
        self._numbers: dict[str, int] = {}
        self._file: sqlite3.Connection | None = None
        self._batch: list[tuple[int, bytes]] = []

    def __enter__(self) -> Self:
        """Opens nothing."""
        return self

    def __exit__(self, *_: object) -> None:
        """Removes the file."""
        if self._file is not None:
            self._file.close()

    def add(self, key: str, record: Any) -> None:
        """Puts a record behind those of its key."""
        packed = self._encode(record)
        if self._file is None:
            self._groups.setdefault(key, []).append(packed)
            self._held += len(packed) + 100
            if self._held > self._in_memory:
                self._begin_file()
            return
        self._batch.append((self._numbers.setdefault(key, len(self._numbers)), packed))
        if len(self._batch) >= _PER_BATCH:
            self._write_batch()

    def groups(self) -> Iterator[tuple[str, list[Any]]]:
        """Each key with its records, keys in the order in which they first came, records in theirs."""
        if self._file is None:
            for key, records in self._groups.items():
                yield key, [self._decode(record) for record in records]
            return
        self._write_batch()
        keys = iter(self._numbers)
        members: list[Any] = []
        current = 0
        for number, packed in self._file.execute("SELECT number, record FROM records ORDER BY number, rowid"):
            if number != current:
                yield next(keys), members
                members, current = [], number
            members.append(self._decode(packed))
        yield next(keys), members

    def _begin_file(self) -> None:
        self._file = sqlite3.connect("")
        self._file.execute("PRAGMA journal_mode=OFF")
        self._file.execute("PRAGMA cache_size=-32768")
        self._file.execute("CREATE TABLE records (number INTEGER NOT NULL, record BLOB NOT NULL)")
        for key, records in self._groups.items():
            number = self._numbers.setdefault(key, len(self._numbers))
            self._batch.extend((number, record) for record in records)
        self._groups = {}
        self._write_batch()

    def _write_batch(self) -> None:
        assert self._file is not None
        self._file.executemany("INSERT INTO records VALUES (?, ?)", self._batch)
        self._batch = []

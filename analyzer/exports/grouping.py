"""Records gathered by key from files of any size, wherever they stand in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, Self

import msgspec

IN_MEMORY_BYTES = 64 * 1024 * 1024
_BATCH_BYTES = 4 * 1024 * 1024
_BYTES_BESIDE = 100
_BY_GROUP = (
    "SELECT coalesce(joined.root, records.number) AS place, record FROM records"
    " LEFT JOIN joined USING (number) ORDER BY place, records.rowid"
)


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
        self._batched = 0
        self._joined: dict[str, str] = {}

    def __enter__(self) -> Self:
        """Opens nothing."""
        return self

    def __exit__(self, *_: object) -> None:
        """Removes the file."""
        self.close()

    def close(self) -> None:
        """Removes the file."""
        if self._file is not None:
            self._file.close()

    def __contains__(self, key: str) -> bool:
        """Whether records of this key were added."""
        return key in self._groups or key in self._numbers

    def add(self, key: str, record: Any) -> None:
        """Puts a record behind those of its key."""
        packed = self._encode(record)
        if self._file is None:
            self._groups.setdefault(key, []).append(packed)
            self._held += len(packed) + _BYTES_BESIDE
            if self._held > self._in_memory:
                self._begin_file()
            return
        self._batch.append((self._numbers.setdefault(key, len(self._numbers)), packed))
        self._batched += len(packed) + _BYTES_BESIDE
        if self._batched >= _BATCH_BYTES:
            self._write_batch()

    def join(self, key: str, root: str) -> None:
        """Puts the records of one key behind those of another; both were added, and the other joins no third one."""
        self._joined[key] = root

    def groups(self) -> Iterator[tuple[str, list[Any]]]:
        """Each key with its records, keys in the order in which they first came, records in theirs."""
        if self._file is None:
            for key, root in self._joined.items():
                self._groups[root].extend(self._groups.pop(key))
            self._joined = {}
            for key, records in self._groups.items():
                yield key, [self._decode(record) for record in records]
            return
        self._write_batch()
        self._file.executemany(
            "INSERT OR REPLACE INTO joined VALUES (?, ?)",
            ((self._numbers[key], self._numbers[root]) for key, root in self._joined.items()),
        )
        keys = enumerate(self._numbers)
        members: list[Any] = []
        current: int | None = None
        for number, packed in self._file.execute(_BY_GROUP):
            if number != current:
                if current is not None:
                    yield next(key for place, key in keys if place == current), members
                members, current = [], number
            members.append(self._decode(packed))
        yield next(key for place, key in keys if place == current), members

    def _begin_file(self) -> None:
        self._file = sqlite3.connect("")
        self._file.execute("PRAGMA journal_mode=OFF")
        self._file.execute("PRAGMA cache_size=-32768")
        self._file.execute("CREATE TABLE records (number INTEGER NOT NULL, record BLOB NOT NULL)")
        self._file.execute("CREATE TABLE joined (number INTEGER PRIMARY KEY, root INTEGER NOT NULL)")
        for key, records in self._groups.items():
            number = self._numbers.setdefault(key, len(self._numbers))
            self._batch.extend((number, record) for record in records)
        self._groups = {}
        self._write_batch()

    def _write_batch(self) -> None:
        assert self._file is not None
        self._file.executemany("INSERT INTO records VALUES (?, ?)", self._batch)
        self._batch, self._batched = [], 0

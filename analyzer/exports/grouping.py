"""Records gathered by key from files of any size, wherever they stand in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Self

import msgspec

IN_MEMORY_BYTES = 64 * 1024 * 1024
_BATCH_BYTES = 4 * 1024 * 1024
_BYTES_BESIDE = 100
_TABLES = """
    PRAGMA journal_mode=OFF;
    PRAGMA cache_size=-32768;
    CREATE TABLE records (key TEXT NOT NULL, records BLOB NOT NULL);
    CREATE TABLE begun (key TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE joined (key TEXT PRIMARY KEY, root TEXT NOT NULL) WITHOUT ROWID;
"""
_BEGIN = "INSERT OR REPLACE INTO begun SELECT key, min(rowid) FROM records GROUP BY key"
_BY_GROUP = """
    SELECT begun.key, records.records FROM records
    LEFT JOIN joined ON joined.key = records.key
    JOIN begun ON begun.key = coalesce(joined.root, records.key)
    ORDER BY begun.place, joined.key IS NOT NULL, records.rowid
"""


class Grouped:
    """Records by key: in memory while they are few, then in a private file that vanishes when it is closed.

    Records are whatever MessagePack holds: dictionaries, lists, texts, numbers, times. Neither they nor their keys are
    held in memory once the file is begun, but for one batch and the group that is being read.
    """

    def __init__(self, in_memory: int = IN_MEMORY_BYTES) -> None:
        """Holds nothing yet.

        Args:
            in_memory: Bytes of records kept before the file is begun.
        """
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder().decode
        self._most, self._held = in_memory, 0
        self._groups: dict[str, list[bytes]] = {}
        self._joined: dict[str, str] = {}
        self._file: sqlite3.Connection | None = None

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

    def add(self, key: str, record: Any) -> None:
        """Puts a record behind those of its key."""
        packed = self._encode(record)
        self._groups.setdefault(key, []).append(packed)
        self._held += len(packed) + _BYTES_BESIDE
        if self._held > self._most:
            self._write(self._file or self._begun())

    def join(self, key: str, root: str) -> None:
        """Puts the records of one key behind those of another, which joins no third one; without records, nothing."""
        self._joined[key] = root

    def groups(self) -> Iterator[tuple[str, list[Any]]]:
        """Each key with its records, keys in the order in which they first came, records in theirs."""
        yield from self._in_memory() if self._file is None else self._in_file(self._file)

    def _in_memory(self) -> Iterator[tuple[str, list[Any]]]:
        for key, root in self._joined.items():
            if key in self._groups and root in self._groups:
                self._groups[root].extend(self._groups.pop(key))
        for key, records in self._groups.items():
            yield key, [self._decode(record) for record in records]

    def _in_file(self, file: sqlite3.Connection) -> Iterator[tuple[str, list[Any]]]:
        self._write(file)
        file.execute(_BEGIN)
        known = "INSERT OR REPLACE INTO joined SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM begun WHERE key = ?2)"
        file.executemany(known, self._joined.items())
        for key, rows in groupby(file.execute(_BY_GROUP), key=itemgetter(0)):
            yield key, [record for _, packed in rows for record in self._decode(packed)]

    def _begun(self) -> sqlite3.Connection:
        self._file = sqlite3.connect("")
        self._file.executescript(_TABLES)
        self._most = _BATCH_BYTES
        return self._file

    def _write(self, file: sqlite3.Connection) -> None:
        """Writes down what is held, the records of one key together."""
        rows = (
            (key, self._encode([msgspec.Raw(record) for record in records])) for key, records in self._groups.items()
        )
        file.executemany("INSERT INTO records VALUES (?, ?)", rows)
        self._groups, self._held = {}, 0

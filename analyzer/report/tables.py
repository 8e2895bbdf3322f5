"""The tables of an audit on disk, read as little at a time as is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analyzer.errors import UnreadableInputError
from analyzer.report.columns import TABLES

ROWS_AT_ONCE = 20_000
_REPEATING = (
    "brand", "channel", "language", "label", "not_scorable", "failed_because", "code", "confidence", "slot",
    "waiting", "ends_because", "not_timed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuditTables:
    """The folder that holds ``scores.parquet``, ``findings.parquet``, ``replies.parquet`` and ``intervals.parquet``.

    Every table has a column ``row``: the place of the thread in ``scores.parquet``, from 0, which ascends in each of
    them. Thread ids may recur between files; rows do not.
    """

    folder: Path

    def batches(self, table: str, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """A table piece by piece, in order; memory holds one piece.

        Args:
            table: Its name without suffix.
            columns: Those wanted; None for all.

        Raises:
            UnreadableInputError: The file is missing or damaged.
        """
        with self._opened(table) as file:
            yield from file.iter_batches(batch_size=ROWS_AT_ONCE, columns=None if columns is None else list(columns))

    def frame(self, table: str, columns: Sequence[str]) -> pd.DataFrame:
        """Some columns of a whole table; words that recur are held once."""
        wanted = pa.schema([TABLES[table].field(name) for name in columns])
        pieces = pa.Table.from_batches(list(self.batches(table, columns)), wanted)
        repeating = [name for name in _REPEATING if name in columns]
        frame: pd.DataFrame = pieces.to_pandas(categories=repeating)
        return frame

    @staticmethod
    def names(table: str) -> list[str]:
        """The columns of a table."""
        return list(TABLES[table].names)

    def of_threads(
        self, table: str, rows: Collection[int], columns: Sequence[str] | None = None
    ) -> list[dict[str, Any]]:
        """The lines of a table that belong to some threads, in order.

        Args:
            table: Its name without suffix.
            rows: Places of the threads in ``scores.parquet``.
            columns: Those wanted besides ``row``; None for all.
        """
        schema = TABLES[table] if columns is None else pa.schema([TABLES[table].field(name) for name in columns])
        wanted = pa.array(sorted(rows), pa.int64())
        names = list(dict.fromkeys(["row", *schema.names]))
        kept = [batch.filter(pc.is_in(batch["row"], wanted)) for batch in self.batches(table, names)]
        lines: list[dict[str, Any]] = pa.Table.from_batches(
            kept, pa.schema([TABLES[table].field(name) for name in names])
        ).to_pylist()
        return lines

    def _opened(self, table: str) -> pq.ParquetFile:
        path = self.folder / f"{table}.parquet"
        try:
            return pq.ParquetFile(path)
        except (OSError, pa.ArrowException) as error:
            missing = isinstance(error, FileNotFoundError)
            what = "no such file" if missing else "no Parquet file, or a damaged one"
            raise UnreadableInputError(what, str(path), "name the folder of a finished audit") from None

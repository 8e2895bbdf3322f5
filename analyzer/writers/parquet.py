"""Parquet: the CSV's columns with their types; needs the ``parquet`` extra."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import pandas as pd

from analyzer.errors import UsageError
from analyzer.modeling.classifier import LABELS
from analyzer.scoring import ScoredThread
from analyzer.writers.base import CSV_COLUMNS, Writer, table_row

_NUMBERS = ("score", *(label.value for label in LABELS))


def _write(scores: Iterable[ScoredThread], stream: BinaryIO) -> None:
    table = pd.DataFrame([table_row(scored) for scored in scores], columns=list(CSV_COLUMNS))
    table = table.astype({column: "float64" if column in _NUMBERS else "string" for column in CSV_COLUMNS})
    try:
        content = table.to_parquet(None, index=False)
    except ImportError as error:
        raise UsageError(
            "Parquet needs pyarrow", "--format parquet", "install reply-quality-analyzer[parquet]"
        ) from error
    stream.write(content)


WRITER = Writer("parquet", _write)

"""Kept shards into the audit's tables, in order, one shard in memory at a time."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analyzer.auditing.shard_scoring import ScoredShard
from analyzer.auditing.workspace import Workspace
from analyzer.report.columns import SCORES, TABLES
from analyzer.writers.csv_table import formula_safe

FEWEST_THREADS_OF_A_TOPIC = 5
LARGEST_SHARE_OF_A_TOPIC = 0.25
MOST_TOPICS = 300
MOST_WORDS_COUNTED = 400_000
CSV_COLUMNS = tuple(name for name in SCORES.names if name != "conversation")


def merge(workspace: Workspace, shards: int) -> None:
    """Writes the tables of the first ``shards`` shards into the result's folder."""
    topics = _topics(workspace, shards)
    with ExitStack() as stack:
        writers = {
            name: stack.enter_context(
                pq.ParquetWriter(workspace.result / f"{name}.parquet", schema, compression="zstd")
            )
            for name, schema in TABLES.items()
        }
        stream = stack.enter_context((workspace.result / "scores.csv").open("w", encoding="utf-8", newline=""))
        rows = csv.writer(stream, lineterminator="\r\n")
        rows.writerow(CSV_COLUMNS)
        for shard in _kept(workspace, shards):
            for name, writer in writers.items():
                table = shard.table(name)
                if name == "scores":
                    table = _with_topics(table, topics)
                    rows.writerows(_csv_rows(table))
                writer.write_table(table)


def template_words(workspace: Workspace, shards: int, wanted: Mapping[str, Any]) -> dict[str, str]:
    """The words of some canned texts, by key, as the first reply that has them puts them."""
    found: dict[str, str] = {}
    for shard in _kept(workspace, shards):
        table = shard.table("templates")
        known = table.filter(pc.is_in(table["template"], pa.array(list(wanted), pa.string())))
        for template, words in zip(known["template"].to_pylist(), known["words"].to_pylist(), strict=True):
            found.setdefault(template, words)
    return found


def _kept(workspace: Workspace, shards: int) -> Iterator[ScoredShard]:
    for number in range(shards):
        yield workspace.shard(number)


def _topics(workspace: Workspace, shards: int) -> frozenset[str]:
    """Words that enough threads hold, and not too many; the commonest of them."""
    counts: Counter[str] = Counter()
    threads = 0
    for shard in _kept(workspace, shards):
        threads += shard.threads
        for entry in pc.value_counts(pc.list_flatten(shard.table("scores")["topics"])).to_pylist():
            counts[entry["values"]] += entry["counts"]
        if len(counts) > MOST_WORDS_COUNTED:
            counts = Counter({word: count for word, count in counts.items() if count > 1})
    most = threads * LARGEST_SHARE_OF_A_TOPIC
    ranked = sorted(
        (-count, word) for word, count in counts.items() if FEWEST_THREADS_OF_A_TOPIC <= count <= max(most, 5)
    )
    return frozenset(word for _, word in ranked[:MOST_TOPICS])


def _with_topics(table: pa.Table, topics: frozenset[str]) -> pa.Table:
    place = table.schema.get_field_index("topics")
    kept = [[word for word in words if word in topics] for words in table["topics"].to_pylist()]
    return table.set_column(place, SCORES.field("topics"), pa.array(kept, SCORES.field("topics").type))


def _csv_rows(table: pa.Table) -> Iterator[list[Any]]:
    columns = [table[name].to_pylist() for name in CSV_COLUMNS]
    for values in zip(*columns, strict=True):
        yield [formula_safe(";".join(value) if isinstance(value, list) else value) for value in values]

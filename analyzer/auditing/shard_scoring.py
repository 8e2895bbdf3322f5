"""A shard in, its lines of every table out: what a worker does, wherever it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import pyarrow as pa

from analyzer.auditing.known_model import known_model
from analyzer.auditing.policy import AuditPolicy
from analyzer.auditing.reply_marks import LONGEST_TEMPLATE, reply_template, template_words
from analyzer.auditing.shards import Shard
from analyzer.auditing.thread_rows import Row, Shown, ThreadRows, sound
from analyzer.errors import ModelRefusedError
from analyzer.modeling.artifact import Model
from analyzer.redaction.masking import masked
from analyzer.report.columns import TABLES, TEMPLATES
from analyzer.scores import ModelStamp
from analyzer.scoring import ScoredThread, score_threads


@dataclass(frozen=True, slots=True)
class ScoringTask:
    """What a worker has to know besides the threads.

    Attributes:
        model: Name or path of the model's folder, as the worker sees it.
        stamp: Which model it must be.
    """

    model: str
    stamp: ModelStamp
    policy: AuditPolicy
    shown: Shown


class ScoredShard(msgspec.Struct, frozen=True):
    """The lines of a shard.

    Attributes:
        records: Input records its threads took.
        tables: Each table as an Arrow IPC stream, by name.
    """

    number: int
    first_row: int
    threads: int
    messages: int
    records: int
    tables: dict[str, bytes]

    def table(self, name: str) -> pa.Table:
        """One table."""
        with pa.ipc.open_stream(self.tables[name]) as reader:
            return reader.read_all()


def score_shard(shard: Shard, task: ScoringTask) -> ScoredShard:
    """The shard's lines; the same shard and task give the same bytes.

    Raises:
        ModelRefusedError: The worker finds another model under that name.
    """
    model = _model(task.model, task.stamp)
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    templates: dict[str, str] = {}
    scores = score_threads(shard.threads, model, task.policy.reply_times)
    for row, scored in enumerate(scores, start=shard.first_row):
        lines = ThreadRows(row, scored, task.policy, task.shown)
        rows["scores"].append(lines.score())
        rows["findings"].extend(lines.findings())
        rows["replies"].extend(lines.replies())
        rows["intervals"].extend(lines.intervals())
        templates.update(_templates(scored, templates))
    tables = {name: _stream(pa.Table.from_pylist(rows[name], schema)) for name, schema in TABLES.items()}
    words = {"template": list(templates), "words": list(templates.values())}
    tables["templates"] = _stream(pa.Table.from_pydict(words, TEMPLATES))
    records = sum(thread.source.records for thread in shard.threads)
    return ScoredShard(shard.number, shard.first_row, len(shard.threads), shard.messages, records, tables)


def _templates(scored: ScoredThread, known: Mapping[str, str]) -> dict[str, str]:
    """The words of the canned texts among the replies that are not known yet, by key."""
    return {
        template: sound(masked(template_words(message.text)))[:LONGEST_TEMPLATE]
        for message in scored.thread.messages
        if message.is_reply and (template := reply_template(message.text)) and template not in known
    }


def _stream(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _model(name: str, stamp: ModelStamp) -> Model:
    model = known_model(name)
    if model.stamp != stamp:
        raise ModelRefusedError("a worker has another model of this name", name, "give all workers the same one")
    return model

"""A whole audit: inputs in, the finished folder out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from analyzer.auditing.backends import scored_in_order
from analyzer.auditing.intake import Intake, expanded
from analyzer.auditing.known_model import known_model
from analyzer.auditing.merging import merge, template_words
from analyzer.auditing.requests import AuditRequest
from analyzer.auditing.rescored import like_compared
from analyzer.auditing.run_record import RunRecord, record_json, run_record
from analyzer.auditing.shard_scoring import ScoringTask
from analyzer.auditing.shards import Shard, in_shards
from analyzer.auditing.workspace import RUN_FILE, Workspace, read_record, write_whole
from analyzer.errors import UnreadableInputError
from analyzer.report.canned_replies import repeated_templates
from analyzer.report.comparing import compared, comparison_json
from analyzer.report.comparison import Comparison
from analyzer.report.figures import Accounted, summarised
from analyzer.report.html import write_report
from analyzer.report.summary import AuditSummary, read_summary, summary_json
from analyzer.report.tables import AuditTables

_MOVE_NO_FIGURE = {"inputs", "include_text", "show_data", "messages_a_shard"}
REJECTS_FILE, SUMMARY_FILE, COMPARISON_FILE = "rejects.jsonl", "summary.json", "comparison.json"


class Watcher(Protocol):
    """Who is told how an audit goes on."""

    def say(self, line: str) -> None:
        """Hears one line."""

    def progress(self, done: Progress) -> None:
        """Hears how far it is."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an audit is.

    Attributes:
        share_read: Of the inputs' bytes, 0 to 1.
        resumed: Messages scored by an earlier run.
        messages: Messages scored, those of an earlier run among them.
    """

    share_read: float
    messages: int
    resumed: int
    threads: int
    rejected: int


def audit(request: AuditRequest, watcher: Watcher) -> AuditSummary:
    """Scores everything and fills the folder, or goes on where an earlier run of the same audit was stopped.

    Raises:
        UnreadableInputError: An input cannot be opened or recognised, or every record was rejected.
        UsageError: The folder holds another audit, or one to be done again has lost its inputs.
        AnalyzerError: The folder cannot be written.
    """
    model = known_model(request.model)
    other = None if request.compare is None else read_record(request.compare)
    if request.compare is not None and other is None:
        raise UnreadableInputError("no audit there", str(request.compare), "name the folder of a finished audit")
    request = like_compared(request, other, model.stamp, lambda again: audit(again, watcher))
    paths = expanded(request.paths)
    record = run_record(paths, model.stamp, request.settings, request.paths)
    workspace = Workspace(Path(os.path.realpath(request.output)))
    if workspace.is_finished(record):
        workspace.clear()
        summary = read_summary(request.output / SUMMARY_FILE)
        if request.compare is None:
            watcher.say(f"{request.output}: this audit is complete already; nothing to do")
        else:
            _write_report(request, request.output, record, summary, watcher)
        return summary
    task = ScoringTask(request.model, model.stamp, request.policy, request.shown)
    with workspace.opened(record):
        with (workspace.result / REJECTS_FILE).open("wb") as rejects:
            intake = Intake(watcher.say, rejects, request.strict)
            shards = _score_all(request, paths, record, workspace, intake, task, watcher)
        if intake.records_read and intake.rejected == intake.records_read:
            what = f"nothing readable: all {intake.rejected} records rejected"
            raise UnreadableInputError(what, ", ".join(request.paths), "try one of them with: analyzer inspect")
        merge(workspace, shards)
        tables = AuditTables(workspace.result)
        words = template_words(workspace, shards, repeated_templates(tables))
        accounted = Accounted(len(record.inputs), intake.records_read, intake.rejected)
        office_hours = request.policy.reply_times.office_hours is not None
        summary = summarised(tables, accounted, request.policy.weights, office_hours, words)
        (workspace.result / SUMMARY_FILE).write_bytes(summary_json(summary))
        (workspace.result / RUN_FILE).write_bytes(record_json(record))
        _write_report(request, workspace.result, record, summary, watcher)
        workspace.finish()
    workspace.clear()
    return summary


def _score_all(
    request: AuditRequest,
    paths: Sequence[str],
    record: RunRecord,
    workspace: Workspace,
    intake: Intake,
    task: ScoringTask,
    watcher: Watcher,
) -> int:
    """Scores and keeps every shard that is not kept yet; says how many shards there are."""
    total = max(1, sum(entry.bytes for entry in record.inputs))
    shards = messages = threads = resumed = 0

    def missing() -> Iterator[Shard]:
        nonlocal shards, messages, threads, resumed
        for shard in in_shards(intake.threads(paths, request.options, request.input_format), request.messages_a_shard):
            shards = shard.number + 1
            if not workspace.has(shard.number):
                yield shard
                continue
            messages, resumed, threads = (
                messages + shard.messages, resumed + shard.messages, threads + len(shard.threads),
            )  # fmt: skip

    for scored in scored_in_order(missing(), task, request.workers):
        workspace.keep(scored)
        messages, threads = messages + scored.messages, threads + scored.threads
        share = min(1.0, intake.bytes_read / total)
        watcher.progress(Progress(share, messages, resumed, threads, intake.rejected))
    return shards


def _write_report(
    request: AuditRequest, folder: Path, record: RunRecord, summary: AuditSummary, watcher: Watcher
) -> None:
    """Writes the page, and the comparison if one is asked for."""
    comparison = None
    if request.compare is not None:
        comparison = _compared(request.compare, folder, record, watcher)
        write_whole(folder / COMPARISON_FILE, comparison_json(comparison))
    shown = request.shown
    language, times = request.report_language, request.policy.reply_times
    write_report(folder, summary, record.model, shown.texts, shown.data, language, comparison, times)


def _compared(other: Path, folder: Path, record: RunRecord, watcher: Watcher) -> Comparison:
    before = read_record(other)
    found = record.differences(before or record).items()
    differences = {name: pair for name, pair in found if name not in _MOVE_NO_FIGURE}
    for name, (here, there) in differences.items():
        watcher.say(f"note: {other} was made with another {name} ({there}, now {here})")
    if "model" in differences:
        watcher.say(f"note: to compare like with like, add --rescore: it audits the inputs of {other} with this model")
    return compared(folder, other, str(other), differences)

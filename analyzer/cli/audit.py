"""``analyzer audit``: a month of threads, scored, with the report that goes to the meeting."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.options import (
    Brand,
    ColumnMap,
    DateOrderName,
    InputFormat,
    LanguageTag,
    ModelName,
    Policy,
    Strict,
    TimeZoneName,
    read_options,
)
from analyzer.errors import UsageError

if TYPE_CHECKING:
    from analyzer.auditing.policy import AuditPolicy


def audit(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Files, folders, zips or globs; also fsspec URLs.")
    ],
    output: Annotated[str, typer.Option("--output", metavar="DIR", help="Folder that holds the finished audit.")],
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="N", help="Processes; all cores where it is left out.")
    ] = None,
    dask_scheduler: Annotated[
        str | None, typer.Option("--dask-scheduler", metavar="URL", help="Score on this Dask cluster: tcp://host:8786.")
    ] = None,
    compare: Annotated[
        str | None, typer.Option("--compare", metavar="DIR", help="Set it against this earlier audit.")
    ] = None,
    rescore: Annotated[
        bool, typer.Option("--rescore", help="Audit what is compared again first, if its model was another.")
    ] = False,
    report_language: Annotated[
        str | None, typer.Option("--report-language", metavar="it|en", help="Else that of most threads.")
    ] = None,
    policy: Policy = None,
    critical: Annotated[
        list[str], typer.Option("--critical", metavar="CODE", help="A thread with this fails whatever its score.")
    ] = [],  # noqa: B006
    fail_under: Annotated[
        float | None, typer.Option("--fail-under", metavar="N", help="Exit 1 if the mean score is below this.")
    ] = None,
    fail_on: Annotated[list[str], typer.Option("--fail-on", metavar="CODE", help="Exit 1 if this is found.")] = [],  # noqa: B006
    include_text: Annotated[bool, typer.Option("--include-text", help="Keep whole messages in the results.")] = False,
    show_data: Annotated[bool, typer.Option("--show-data", help="Leave data items in quotes unmasked.")] = False,
    model: ModelName = "default",
    input_format: InputFormat = None,
    brand: Brand = [],  # noqa: B006
    language: LanguageTag = None,
    time_zone: TimeZoneName = None,
    date_order: DateOrderName = None,
    mapping: ColumnMap = [],  # noqa: B006
    strict: Strict = False,
) -> int:
    """Audit a month of threads; the same command goes on where it was stopped."""
    if jobs is not None and jobs < 1:
        raise UsageError(f"{jobs} is no number of processes", "--jobs", "give 1 or more")
    if report_language not in (None, "it", "en"):
        raise UsageError(f"unknown language {report_language!r}", "--report-language", "use it or en")
    if rescore and compare is None:
        raise UsageError("nothing to audit again", "--rescore", "name an earlier audit with --compare")
    _need_pyarrow()
    from analyzer.auditing.known_model import known_model

    known_model(model)  # first: skops searches every module loaded before it

    from analyzer.auditing.backends import Workers
    from analyzer.auditing.gates import failed_gates
    from analyzer.auditing.requests import AuditRequest
    from analyzer.auditing.running import audit
    from analyzer.auditing.thread_rows import Shown
    from analyzer.cli.audit_progress import ProgressLine
    from analyzer.cli.streams import say

    request = AuditRequest(
        paths,
        Path(output),
        model,
        read_options(brand, language, mapping, time_zone, date_order),
        input_format,
        _policy(policy, critical, fail_under, fail_on),
        Shown(include_text, show_data),
        Workers(jobs or os.cpu_count() or 1, dask_scheduler),
        report_language,
        strict,
        compare=None if compare is None else Path(compare),
        rescore=rescore,
    )
    with ProgressLine() as watcher:
        summary = audit(request, watcher)
    counts = summary.counts
    if not counts.records_read:
        say(f"warning: nothing to read in {', '.join(paths)}")
    gates = failed_gates(summary, request.policy)
    for gate in gates:
        say(f"gate failed: {gate}")
    unjudged = counts.threads - counts.judged
    not_scorable = f" ({unjudged} threads not scorable)" if unjudged else ""
    read, scored, rejected = counts.records_read, counts.records_scored, counts.records_rejected
    say(f"{read} records read = {scored} scored{not_scorable} + {rejected} rejected; see {output}/report.html")
    return int(bool(rejected or gates))


def _policy(path: str | None, critical: list[str], fail_under: float | None, fail_on: list[str]) -> AuditPolicy:
    from analyzer.auditing.policy import AuditPolicy, read_audit_policy
    from analyzer.cli.streams import parsed_codes

    found = AuditPolicy() if path is None else read_audit_policy(path)
    return replace(
        found,
        critical=found.critical | parsed_codes(critical, "--critical"),
        fail_on=found.fail_on | parsed_codes(fail_on),
        fail_under=found.fail_under if fail_under is None else fail_under,
    )


def _need_pyarrow() -> None:
    from importlib.util import find_spec

    if find_spec("pyarrow") is None:
        raise UsageError("an audit writes Parquet", "analyzer audit", "install reply-quality-analyzer[parquet]")

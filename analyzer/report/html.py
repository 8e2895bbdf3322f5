"""The report: one self-contained HTML page."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from analyzer.codebook import Code, Confidence, PromiseOutcome
from analyzer.ledger.policy import DEFAULT_POLICY, ReplyTimePolicy
from analyzer.report.comparison import Comparison
from analyzer.report.details import chosen_rows, details
from analyzer.report.drawing import calendar_weeks, histogram, tone
from analyzer.report.finding_figures import COLUMNS as FINDING_COLUMNS
from analyzer.report.group_figures import COLUMNS as GROUPS
from analyzer.report.plain_text import plain
from analyzer.report.summary import AuditSummary
from analyzer.report.tables import AuditTables
from analyzer.report.threads_behind import Behind, threads_behind
from analyzer.report.wording import Wording, wording
from analyzer.scores import ModelStamp

_GRAVITY = {code.value: code in (Code.NO_REPLY, Code.SLOW_REPLY) for code in Code}
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def write_report(
    folder: Path,
    summary: AuditSummary,
    model: ModelStamp,
    shows_text: bool,
    shows_data: bool,
    language: str | None = None,
    comparison: Comparison | None = None,
    reply_times: ReplyTimePolicy = DEFAULT_POLICY,
) -> None:
    """Writes ``report.html`` from the tables in a folder.

    Args:
        folder: Where the audit's tables lie.
        summary: Its figures.
        model: What scored.
        shows_text: Whether the tables hold whole messages.
        shows_data: Whether data items are unmasked in them.
        language: ``it`` or ``en``; None for Italian where most threads are, else English.
        comparison: With an earlier audit, if one was asked for.
        reply_times: What counted as late.
    """
    tables = AuditTables(folder)
    threads = tables.frame("scores", [name for name in tables.names("scores") if name != "conversation"])
    threads = threads.set_index("row", drop=False).rename_axis(None)
    findings = tables.frame("findings", FINDING_COLUMNS)
    behind = threads_behind(tables, threads, findings, summary)
    changed = [] if comparison is None else [each.row for each in comparison.changed]
    shown = details(tables, chosen_rows(threads, behind, summary, changed))
    words = wording(language or _commonest(summary))
    weeks = calendar_weeks(summary.days)
    style, script = _asset("report.css"), _asset("report.js")
    page = _template().render(
        s=summary,
        w=words,
        model=model,
        shows_text=shows_text,
        shows_data=shows_data,
        comparison=comparison,
        shown=len(shown),
        columns=histogram(summary.scores),
        weeks=weeks,
        days_shown=sum(cell is not None and cell.threads > 0 for week in weeks for cell in week),
        groups={by: getattr(summary.groups, by) for by in GROUPS},
        reply_times=reply_times,
        broken=_broken_promises(shown),
        reasons=_reasons(shown),
        accusations=[each for each in summary.findings if not each.credit],
        credits=[each for each in summary.findings if each.credit],
        totals={key: len(figure.rows) for key, figure in behind.items()},
        style=Markup(style),  # noqa: S704 - files of this package
        script=Markup(script),  # noqa: S704
        style_hash=_hash(style),
        script_hash=_hash(script),
        data=Markup(_embedded(_data(shown, behind, words))),  # noqa: S704
    )
    (folder / "report.html").write_bytes(page.encode("utf-8", "replace"))


def _embedded(data: Any) -> str:
    text = msgspec.json.encode(data).decode()
    for char, written in _UNSAFE.items():
        text = text.replace(char, written)
    return text


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _asset(name: str) -> str:
    return files("analyzer.report").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("analyzer.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = plain
    environment.filters["tone"] = tone
    return environment.get_template("report.html.jinja")


def _data(shown: list[dict[str, Any]], behind: Mapping[str, Behind], words: Wording) -> dict[str, Any]:
    """What the page's script works on; ``behind`` names the shown threads of each figure."""
    rows = {thread["r"] for thread in shown}
    return {
        "threads": shown,
        "behind": {plain(key): [row for row in figure.rows.tolist() if row in rows] for key, figure in behind.items()},
        "names": {code.value: words.finding(code) for code in Code},
        "words": dict(words.words),
    }


def _broken_promises(shown: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The promises not kept in the threads shown: row, thread, quote, and by when if that was said."""
    return [
        {"row": thread["r"], "thread_id": thread["id"], "quote": entry["q"], "by": entry.get("by")}
        for thread in shown
        for entry in thread["e"]
        if entry["k"] == "promise" and entry["o"] == PromiseOutcome.BROKEN
    ]


def _reasons(shown: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Why each thread has its score, by row: what explains its gravest accusation or, in a good one, a credit."""
    found: dict[int, str] = {}
    for thread in shown:
        good = (thread["score"] or 0) > 50
        ranked = [
            (Code(entry["k"]).is_credit is not good, _GRAVITY[entry["k"]], entry["c"] != Confidence.CERTAIN, place)
            for place, entry in enumerate(thread["e"])
            if entry["k"] in _GRAVITY
        ]
        if ranked:
            found[thread["r"]] = thread["e"][min(ranked)[-1]]["x"]
    return found


def _commonest(summary: AuditSummary) -> str:
    return "it" if summary.groups.language and summary.groups.language[0].name == "it" else "en"

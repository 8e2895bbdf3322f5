"""The report: one self-contained HTML page."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from analyzer.codebook import Code
from analyzer.report.canned_replies import LISTED as CANNED_LISTED
from analyzer.report.comparison import Comparison
from analyzer.report.details import chosen_rows, details
from analyzer.report.drawing import calendar_weeks, histogram, tone
from analyzer.report.finding_figures import COLUMNS as FINDING_COLUMNS
from analyzer.report.group_figures import COLUMNS as GROUPS
from analyzer.report.plain_text import plain
from analyzer.report.summary import AuditSummary
from analyzer.report.tables import AuditTables
from analyzer.report.wording import Wording, wording
from analyzer.scores import ModelStamp

_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def write_report(
    folder: Path,
    summary: AuditSummary,
    model: ModelStamp,
    shows_text: bool,
    shows_data: bool,
    language: str | None = None,
    comparison: Comparison | None = None,
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
    """
    tables = AuditTables(folder)
    threads = tables.frame("scores", [name for name in tables.names("scores") if name != "conversation"])
    threads = threads.set_index("row", drop=False).rename_axis(None)
    findings = tables.frame("findings", FINDING_COLUMNS)
    rows = chosen_rows(threads, findings, summary)
    templates = [canned.template for canned in summary.canned_replies]
    shown = details(tables, rows, templates)
    words = wording(language or _commonest(summary))
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
        weeks=calendar_weeks(summary.days),
        groups={by: getattr(summary.groups, by) for by in GROUPS},
        most_canned=CANNED_LISTED,
        accusations=[each for each in summary.findings if not each.credit],
        credits=[each for each in summary.findings if each.credit],
        totals=_totals(summary),
        style=Markup(style),  # noqa: S704 - files of this package
        script=Markup(script),  # noqa: S704
        style_hash=_hash(style),
        script_hash=_hash(script),
        data=Markup(_embedded({"threads": shown, "names": _names(words), "words": dict(words.words)})),  # noqa: S704
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


def _names(words: Wording) -> dict[str, str]:
    return {code.value: words.finding(code) for code in Code}


def _commonest(summary: AuditSummary) -> str:
    return "it" if summary.groups.language and summary.groups.language[0].name == "it" else "en"


def _totals(summary: AuditSummary) -> dict[str, int]:
    """How many threads lie behind each figure that can be asked for, by the page's filter."""
    counts: Counter[str] = Counter()
    counts.update({f"codes:{each.code}": each.threads for each in summary.findings})
    for by in GROUPS:
        counts.update({f"{by}:{each.name or ''}": each.threads for each in getattr(summary.groups, by)})
    counts.update({f"day:{each.day}": each.threads for each in summary.days})
    counts.update({f"bin:{each.low}": each.threads for each in summary.scores})
    counts.update({f"reason:{reason}": count for reason, count in summary.counts.not_scorable.items()})
    counts.update({f"canned:{each.template}": each.threads for each in summary.canned_replies})
    return dict(counts)

"""Which threads lie behind each figure of the report, by the key under which the page asks for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyzer.codebook import Boundary, Code, Confidence, HandoffOutcome, PromiseOutcome, Role
from analyzer.report.group_figures import COLUMNS as GROUPS
from analyzer.report.group_figures import shown_groups
from analyzer.report.summary import AuditSummary, WaitFigures
from analyzer.report.tables import AuditTables

Rows = NDArray[np.int64]
WAITS = ("first", "later", "first_office", "later_office", "bot", "customers")
_SECONDS = {"first_office": "office_seconds", "later_office": "office_seconds", "bot": "bot_seconds"}
_WAIT_COLUMNS = ("row", "waiting", "ends_because", "seconds", "office_seconds", "not_timed", "first", "late",
                 "bot_seconds")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Behind:
    """Rows of the threads behind one figure.

    Attributes:
        rows: In order, each once.
        wanted: How many of them a report of a large audit shows at least, if there are so many.
    """

    rows: Rows
    wanted: int


def threads_behind(
    tables: AuditTables, threads: pd.DataFrame, findings: pd.DataFrame, summary: AuditSummary
) -> Mapping[str, Behind]:
    """The threads behind every figure, by its key: what it is, a colon, and which.

    Args:
        tables: Where ``intervals`` and ``replies`` lie.
        threads: Lines of ``scores``, indexed by row.
        findings: Lines of ``findings`` with ``row``, ``code``, ``confidence`` and ``slot``.
        summary: The audit's figures.
    """
    found: dict[str, Behind] = {}
    for keys, wanted in (
        (_of_findings(findings), 40),
        (_of_threads(threads), 40),
        (_of_waits(tables.frame("intervals", _WAIT_COLUMNS), summary), 20),
        (_of_canned(tables, [each.template for each in summary.canned_replies]), 10),
        (_of_groups(threads), 8),
        (((f"day:{day}", index) for day, index in threads.groupby("day").groups.items()), 4),
    ):
        found.update({key: Behind(rows, wanted) for key, some in keys if len(rows := _ordered(some))})
    return found


def _ordered(rows: Collection[int]) -> Rows:
    return np.unique(np.asarray(rows, dtype=np.int64))


def _of_findings(findings: pd.DataFrame) -> Iterator[tuple[str, Collection[int]]]:
    against = [code.value for code in Code if not code.is_credit and code is not Code.SLOW_REPLY]
    certain = findings[findings["confidence"] == Confidence.CERTAIN]
    yield "accused:1", certain.loc[certain["code"].isin(against), "row"]
    for code in Code:
        yield f"codes:{code}", findings.loc[findings["code"] == code, "row"]
        yield f"certain:{code}", certain.loc[certain["code"] == code, "row"]
    for (of, slot), some in findings.groupby(["code", "slot"], observed=True):
        yield f"slot:{of}:{slot}", some["row"]


def _of_threads(threads: pd.DataFrame) -> Iterator[tuple[str, Collection[int]]]:
    yield "all:1", threads.index
    yield "failed:1", threads.index[threads["failed"].eq(True)]
    yield "question:1", threads.index[threads["questions_unanswered"] > 0]
    for label, index in threads.groupby("label", observed=True).groups.items():
        yield f"label:{label}", index
    for reason, index in threads.groupby("not_scorable", observed=True).groups.items():
        yield f"reason:{reason}", index
    for outcome in HandoffOutcome:
        yield f"handoff:{outcome}", threads.index[threads[f"handoffs_{outcome}"] > 0]
    for kept in PromiseOutcome:
        yield f"promise:{kept}", threads.index[threads[f"promises_{kept}"] > 0]
    judged = threads.loc[threads["score"].notna(), "score"]
    bins = np.minimum(judged // 5 * 5, 95).astype(int)
    for low, index in judged.groupby(bins).groups.items():
        yield f"bin:{low}", index


def _of_waits(waits: pd.DataFrame, summary: AuditSummary) -> Iterator[tuple[str, Collection[int]]]:
    customers = waits[waits["waiting"] == Role.CUSTOMER]
    ended = customers[customers["ends_because"] == Boundary.REPLY]
    yield "wait:open", customers.loc[customers["ends_because"] == Boundary.END_OF_EXPORT, "row"]
    yield "wait:settled", customers.loc[customers["ends_because"] == Boundary.SETTLED_BY_CUSTOMER, "row"]
    for reason, index in ended.groupby("not_timed", observed=True).groups.items():
        yield f"wait:{reason}", ended.loc[index, "row"]
    first, later = ended[ended["first"]], ended[~ended["first"]]
    of = {"first": first, "later": later, "first_office": first, "later_office": later, "bot": customers,
          "customers": waits[waits["waiting"] == Role.BRAND]}  # fmt: skip
    for name in WAITS:
        figures: WaitFigures | None = getattr(summary.reply_times, name)
        if figures is not None:
            yield from _of_wait(name, of[name], _SECONDS.get(name, "seconds"), figures)


def _of_wait(
    name: str, waits: pd.DataFrame, column: str, figures: WaitFigures
) -> Iterator[tuple[str, Collection[int]]]:
    timed = waits[waits[column].notna()]
    yield f"wait:{name}", timed["row"]
    yield f"late:{name}", timed.loc[timed["late"], "row"]
    for quantile in ("median", "p90", "p95"):
        least = getattr(figures, quantile).value
        if least is not None:
            yield f"{quantile}:{name}", timed.loc[timed[column] >= least, "row"]


def _of_groups(threads: pd.DataFrame) -> Iterator[tuple[str, Collection[int]]]:
    for by in GROUPS:
        for name, index in shown_groups(threads, by).items():
            yield f"{by}:{name or ''}", index


def _of_canned(tables: AuditTables, templates: Collection[str]) -> Iterator[tuple[str, Collection[int]]]:
    rows: dict[str, list[int]] = {template: [] for template in templates}
    for batch in tables.batches("replies", ["row", "template"]):
        for row, template in zip(batch["row"].to_pylist(), batch["template"].to_pylist(), strict=True):
            if template in rows:
                rows[template].append(row)
    for template, some in rows.items():
        yield f"canned:{template}", some

"""Every figure of an audit from its tables; memory holds a few dozen bytes a thread and no text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analyzer.codebook import Code, Confidence, HandoffOutcome, Label, PromiseOutcome
from analyzer.modeling.bootstrap import RESAMPLES
from analyzer.report import finding_figures as by_code
from analyzer.report import time_figures as by_wait
from analyzer.report.canned_replies import canned_replies
from analyzer.report.group_figures import group_figures
from analyzer.report.resampling import quantile, ratio
from analyzer.report.summary import (
    FORMAT,
    AuditSummary,
    Counts,
    DayFigures,
    HandoffFigures,
    Headline,
    ListedThread,
    PromiseFigures,
    QuestionFigures,
    ScoreBin,
)
from analyzer.report.tables import AuditTables

LISTED = 25
BIN = 5


@dataclass(frozen=True, slots=True)
class Accounted:
    """What was read: files, records, and how many records were rejected."""

    files: int
    records_read: int
    records_rejected: int


def summarised(
    tables: AuditTables,
    accounted: Accounted,
    weights: Mapping[Code, float],
    office_hours: bool,
    words: Mapping[str, str],
) -> AuditSummary:
    """All figures.

    Args:
        tables: Where the audit's tables lie.
        accounted: What was read.
        weights: What each finding counts.
        office_hours: Whether the policy sets any.
        words: Words of canned replies, by template.
    """
    threads = tables.frame("scores", [name for name in tables.names("scores") if name != "conversation"])
    threads = threads.set_index("row", drop=False)
    findings = tables.frame("findings", by_code.COLUMNS)
    waits = tables.frame("intervals", by_wait.COLUMNS)
    judged = threads[threads["score"].notna()]
    return AuditSummary(
        format=FORMAT,
        resamples=RESAMPLES,
        counts=_counts(threads, accounted),
        headline=_headline(judged, findings, waits),
        scores=_bins(judged),
        findings=by_code.finding_figures(findings, judged, weights),
        groups=group_figures(threads),
        reply_times=by_wait.reply_times(waits, office_hours),
        handoffs=_handoffs(threads),
        promises=_promises(tables, threads),
        questions=_questions(threads),
        canned_replies=canned_replies(tables, threads, findings, words),
        days=_days(threads),
        worst=_listed(judged, ascending=True),
        best=_listed(judged, ascending=False),
    )


def _counts(threads: pd.DataFrame, accounted: Accounted) -> Counts:
    days = threads["day"].dropna()
    reasons = Counter(threads["not_scorable"].dropna())
    return Counts(
        files=accounted.files,
        records_read=accounted.records_read,
        records_scored=accounted.records_read - accounted.records_rejected,
        records_rejected=accounted.records_rejected,
        threads=len(threads),
        judged=int(threads["score"].notna().sum()),
        not_scorable=dict(sorted(reasons.items())),
        messages=int(threads["messages"].sum()),
        replies=int(threads["replies"].sum()),
        automatic_replies=int(threads["automatic_replies"].sum()),
        first_day=days.min().isoformat() if len(days) else None,
        last_day=days.max().isoformat() if len(days) else None,
        undated=int(threads["day"].isna().sum()),
    )


def _headline(judged: pd.DataFrame, findings: pd.DataFrame, waits: pd.DataFrame) -> Headline:
    against = [code.value for code in Code if not code.is_credit and code is not Code.SLOW_REPLY]
    certain = findings[(findings["confidence"] == Confidence.CERTAIN) & findings["code"].isin(against)]
    of = {code: findings.loc[findings["code"] == code, "row"].unique() for code in (Code.NO_REPLY, Code.SLOW_REPLY)}
    timed = waits.loc[(waits["waiting"] == "customer") & waits["seconds"].notna(), "row"].unique()
    with_times = judged[judged.index.isin(timed)]
    return Headline(
        mean_score=ratio(judged["score"]),
        median_score=quantile(judged["score"], 0.5).value,
        labels={label: ratio((judged["label"] == label).astype(float)) for label in Label},
        failed=ratio(judged["failed"].astype(float)),
        accused=ratio(judged.index.isin(certain["row"].unique()).astype(float)),
        unreplied=ratio(judged.index.isin(of[Code.NO_REPLY]).astype(float)),
        slow=ratio(with_times.index.isin(of[Code.SLOW_REPLY]).astype(float)),
    )


def _bins(judged: pd.DataFrame) -> tuple[ScoreBin, ...]:
    places = np.minimum(judged["score"].to_numpy(dtype=np.float64) // BIN, 100 // BIN - 1).astype(int)
    counts = np.bincount(places, minlength=100 // BIN)
    return tuple(ScoreBin(place * BIN, (place + 1) * BIN, int(count)) for place, count in enumerate(counts))


def _handoffs(threads: pd.DataFrame) -> HandoffFigures:
    counts = {outcome: threads[f"handoffs_{outcome}"].to_numpy() for outcome in HandoffOutcome}
    total = np.sum(list(counts.values()), axis=0)
    return HandoffFigures(
        int(total.sum()),
        int((total > 0).sum()),
        {outcome: int(each.sum()) for outcome, each in counts.items()},
        {outcome: ratio(each, total) for outcome, each in counts.items()},
    )


def _promises(tables: AuditTables, threads: pd.DataFrame) -> PromiseFigures:
    counts = {outcome: threads[f"promises_{outcome}"].to_numpy() for outcome in PromiseOutcome}
    total = np.sum(list(counts.values()), axis=0)
    dated = 0
    for batch in tables.batches("replies", ["promises"]):
        dated += sum(entry["deadline"] is not None for cell in batch["promises"].to_pylist() for entry in cell or ())
    broken, kept = counts[PromiseOutcome.BROKEN], counts[PromiseOutcome.KEPT]
    return PromiseFigures(
        int(total.sum()),
        int((total > 0).sum()),
        dated,
        {outcome: int(each.sum()) for outcome, each in counts.items()},
        ratio(broken, broken + kept),
    )


def _questions(threads: pd.DataFrame) -> QuestionFigures:
    asked, open_ = threads["questions"].to_numpy(), threads["questions_unanswered"].to_numpy()
    return QuestionFigures(int(asked.sum()), int(open_.sum()), ratio(open_, asked))


def _days(threads: pd.DataFrame) -> tuple[DayFigures, ...]:
    figures = []
    for day, found in threads.groupby("day", sort=True):
        judged = found[found["score"].notna()]
        labels = Counter(judged["label"])
        waits = found["first_reply_seconds"].dropna()
        figures.append(
            DayFigures(
                str(day),
                len(found),
                len(judged),
                round(float(judged["score"].mean()), 2) if len(judged) else None,
                {label: labels[label] for label in Label},
                int(judged["failed"].sum()),
                int(found["replies"].sum()),
                quantile(waits, 0.5).value if len(waits) else None,
            )
        )
    return tuple(figures)


def _listed(judged: pd.DataFrame, ascending: bool) -> tuple[ListedThread, ...]:
    chosen = judged.sort_values(
        ["score", "weighted_findings"], ascending=[ascending, not ascending], kind="stable"
    ).head(LISTED)
    return tuple(
        ListedThread(
            int(row["row"]),
            row["thread_id"],
            row["source"],
            float(row["score"]),
            Label(row["label"]),
            tuple(Code(code) for code in row["findings"].split(";") if code),
        )
        for row in chosen.to_dict("records")
    )

"""Replies sent again and again."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analyzer.codebook import Code
from analyzer.report.summary import CannedReply
from analyzer.report.tables import AuditTables

LISTED = 20
FEWEST_THREADS = 3


def repeated_templates(tables: AuditTables) -> dict[str, int]:
    """The keys of the most repeated texts and how many replies are each; eight bytes a reply are held."""
    keys = [
        np.array([int(key, 16) for key in batch["template"].to_pylist() if key], dtype=np.uint64)
        for batch in tables.batches("replies", ["template"])
    ]
    if not keys:
        return {}
    found, counts = np.unique(np.concatenate(keys), return_counts=True)
    often = counts >= FEWEST_THREADS
    ranked = sorted(zip((-counts[often]).tolist(), found[often].tolist(), strict=True))[: 2 * LISTED]
    return {f"{key:016x}": -count for count, key in ranked}


def canned_replies(
    tables: AuditTables, threads: pd.DataFrame, findings: pd.DataFrame, words: Mapping[str, str]
) -> tuple[CannedReply, ...]:
    """The most repeated replies, each in three threads or more.

    Args:
        tables: Where ``replies`` lies.
        threads: Lines of ``scores``, indexed by row.
        findings: Lines of ``findings`` with ``row`` and ``code``.
        words: The words of the templates to list.
    """
    empty: set[int] = set(findings.loc[findings["code"] == Code.FORMULA_ONLY, "row"])
    rows: dict[str, list[int]] = {template: [] for template in words}
    replies = 0
    for batch in tables.batches("replies", ["row", "kind", "template"]):
        for row, kind, template in zip(*(batch[name].to_pylist() for name in ("row", "kind", "template")), strict=True):
            replies += kind == "human"
            if template in rows:
                rows[template].append(row)
    found = []
    for template, of in rows.items():
        within = threads.loc[sorted(set(of)), "score"]
        if len(within) >= FEWEST_THREADS:
            mean = within.mean()
            found.append(
                CannedReply(
                    template,
                    words[template],
                    len(of),
                    len(within),
                    round(len(of) / replies, 6),
                    None if pd.isna(mean) else round(float(mean), 2),
                    sum(row in empty for row in of),
                )
            )
    return tuple(sorted(found, key=lambda each: (-each.replies, each.template))[:LISTED])

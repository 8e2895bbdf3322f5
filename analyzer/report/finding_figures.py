"""How often each finding was made, and what it goes with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analyzer.codebook import Code, Confidence
from analyzer.report.resampling import ratio
from analyzer.report.summary import FindingFigures

COLUMNS = ("row", "code", "confidence", "slot")


def finding_figures(
    findings: pd.DataFrame, judged: pd.DataFrame, weights: Mapping[Code, float]
) -> tuple[FindingFigures, ...]:
    """Accusations by weighted threads, most first, then credits by threads; codes never found are left out.

    Args:
        findings: Lines of ``findings``, with ``COLUMNS``.
        judged: Lines of ``scores`` with a score, indexed by row.
        weights: The policy's.
    """
    figures = [
        _figures(code, found, judged, weights[code])
        for code in Code
        if len(found := findings[findings["code"] == code])
    ]
    return tuple(sorted(figures, key=lambda each: (each.credit, -each.weighted_threads, -each.threads, each.code)))


def _figures(code: Code, found: pd.DataFrame, judged: pd.DataFrame, weight: float) -> FindingFigures:
    rows = found["row"].unique()
    slots = Counter(found["slot"].dropna())
    has = judged.index.isin(rows)
    return FindingFigures(
        code,
        code.finding_name,
        code.is_credit,
        len(found),
        int((found["confidence"] == Confidence.CERTAIN).sum()),
        len(rows),
        ratio(has.astype(np.float64)),
        ratio(judged.loc[has, "score"]),
        weight,
        weight * len(rows),
        dict(sorted(slots.items(), key=lambda each: (-each[1], each[0]))),
    )

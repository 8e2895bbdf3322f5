"""Figures of threads that have something in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import islice

import numpy as np
import pandas as pd

from analyzer.codebook import Code, Label
from analyzer.modeling.bootstrap import Estimate
from analyzer.report.resampling import quantile, ratio
from analyzer.report.summary import FEW, GroupFigures, Groups

MOST_GROUPS = 40
RESAMPLES_A_GROUP = 400
COLUMNS = {
    "channel": "channel", "brand": "brand", "handle": "handles", "signature": "signatures", "language": "language",
    "topic": "topics",
}  # fmt: skip


def grouped(threads: pd.DataFrame, by: str) -> Mapping[str | None, pd.Index]:
    """The threads of each group, in the order of the groups' size, then name; those that name none last.

    Args:
        threads: Lines of ``scores``.
        by: A key of ``COLUMNS``.
    """
    column = threads[COLUMNS[by]]
    listed = by in ("handle", "signature", "topic")
    names = column.explode() if listed else column
    found = {str(name): index for name, index in names.groupby(names, observed=True).groups.items()}
    ranked: dict[str | None, pd.Index] = dict(sorted(found.items(), key=lambda each: (-len(each[1]), each[0])))
    without = names.index[names.isna()]
    if len(without) and ranked and by != "topic":
        ranked[None] = without
    return ranked


def shown_groups(threads: pd.DataFrame, by: str) -> Mapping[str | None, pd.Index]:
    """At most ``MOST_GROUPS`` groups: the largest; of words, those that tell bad threads from good, worst first.

    Args:
        threads: Lines of ``scores``, indexed by row.
        by: A key of ``COLUMNS``.
    """
    found = grouped(threads, by)
    if by != "topic":
        return dict(islice(found.items(), MOST_GROUPS))
    scores = threads["score"].dropna()
    told = {word: _standard_difference(scores, scores[scores.index.intersection(found[word])]) for word in found}
    telling = sorted(told, key=lambda word: (-abs(told[word]), str(word)))[:MOST_GROUPS]
    return {word: found[word] for word in sorted(telling, key=lambda word: (told[word], str(word)))}


def _standard_difference(scores: pd.Series, some: pd.Series) -> float:
    """By how many standard errors the mean of some scores differs from that of the others (Student's t)."""
    others = len(scores) - len(some)
    if not len(some) or not others:
        return 0.0
    error = float(scores.std()) * (1 / len(some) + 1 / others) ** 0.5
    return float(some.mean() - (scores.sum() - some.sum()) / others) / error if error > 0 else 0.0


def group_figures(threads: pd.DataFrame) -> Groups:
    """Every kind of group, at most ``MOST_GROUPS`` of each.

    Args:
        threads: Lines of ``scores``, indexed by row.
    """
    figures: dict[str, tuple[GroupFigures, ...]] = {}
    more: dict[str, int] = {}
    for by in COLUMNS:
        more[by] = max(0, len(grouped(threads, by)) - MOST_GROUPS)
        shown = shown_groups(threads, by).items()
        figures[by] = tuple(_figures(name, threads.loc[index]) for name, index in shown)
    return Groups(**figures, more={by: count for by, count in more.items() if count})


def _figures(name: str | None, threads: pd.DataFrame) -> GroupFigures:
    judged = threads[threads["score"].notna()]
    waits = threads["first_reply_seconds"].dropna()
    codes = Counter(code for cell in judged["findings"] for code in set(cell.split(";")) if code)
    return GroupFigures(
        name,
        len(threads),
        len(judged),
        len(judged) < FEW,
        _ratio(judged["score"]),
        _ratio(judged["label"] == Label.UNRESPONSIVE),
        _ratio(judged["failed"].astype("float64")),
        quantile(waits, 0.5).value if len(waits) else None,
        {code: codes[code] for code in Code if codes[code]},
    )


def _ratio(values: pd.Series) -> Estimate:
    return ratio(values.to_numpy(dtype=np.float64), resamples=RESAMPLES_A_GROUP)

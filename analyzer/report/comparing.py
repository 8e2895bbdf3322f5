"""Two audits side by side: what moved beyond chance, and which threads changed because of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path

import msgspec
import numpy as np
import pandas as pd

from analyzer.codebook import Code, Label
from analyzer.modeling.bootstrap import SEED, Estimate
from analyzer.report.comparison import CHANGED_LISTED, ChangedThread, Comparison, MovedFigure
from analyzer.report.group_figures import COLUMNS, RESAMPLES_A_GROUP, grouped
from analyzer.report.resampling import drawn_ratios, estimated
from analyzer.report.summary import FEW
from analyzer.report.tables import AuditTables

FORMAT = 1
_GROUPED = tuple(by for by in COLUMNS if by != "topic")
_SCORE_COLUMNS = (
    "row", "source", "thread_id", "brand", "channel", "language", "score", "label", "findings", "failed", "handles",
    "signatures",
)  # fmt: skip


def compared(here: Path, there: Path, name: str, differences: Mapping[str, tuple[str, str]]) -> Comparison:
    """This audit against another.

    Args:
        here: Folder of this audit's tables.
        there: Folder of the other's.
        name: Of the other, as the user named it.
        differences: What the two runs differ in besides their inputs.

    Raises:
        UnreadableInputError: A table is missing or damaged.
    """
    now, before = (_threads(folder) for folder in (here, there))
    changed, both = _changed(now, before)
    figures = sorted(_figures(now, before), key=lambda each: not each.moved)
    labels = Counter(f"{each.label_before or 'not_scorable'} -> {each.label or 'not_scorable'}" for each in changed)
    return Comparison(
        FORMAT,
        name,
        dict(differences),
        len(now),
        len(before),
        both,
        tuple(figures),
        tuple(changed[:CHANGED_LISTED]),
        dict(sorted(labels.items())),
    )


def comparison_json(comparison: Comparison) -> bytes:
    """The comparison as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(comparison), indent=1) + b"\n"


def _threads(folder: Path) -> pd.DataFrame:
    return AuditTables(folder).frame("scores", _SCORE_COLUMNS).set_index("row", drop=False).rename_axis(None)


def _figures(now: pd.DataFrame, before: pd.DataFrame) -> Iterator[MovedFigure]:
    yield from _of_group("all", None, now, before)
    for by in _GROUPED:
        there = grouped(before, by)
        for name, rows in grouped(now, by).items():
            if name in there:
                yield from _of_group(by, name, now.loc[rows], before.loc[there[name]])


def _of_group(group: str, name: str | None, now: pd.DataFrame, before: pd.DataFrame) -> Iterator[MovedFigure]:
    now, before = (each[each["score"].notna()] for each in (now, before))
    if min(len(now), len(before)) < (FEW if group != "all" else 1):
        return
    sides = _columns(now), _columns(before)
    for figure in sides[0]:
        yield _moved(group, name, figure, sides[0][figure], sides[1][figure])


def _columns(judged: pd.DataFrame) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    codes = judged["findings"].str.split(";")
    return {
        "mean_score": judged["score"].to_numpy(dtype=np.float64),
        "failed": judged["failed"].to_numpy(dtype=np.float64),
        **{label.value: (judged["label"] == label).to_numpy(dtype=np.float64) for label in Label},
        **{code.value: np.array([code.value in cell for cell in codes], dtype=np.float64) for code in Code},
    }


def _moved(
    group: str,
    name: str | None,
    figure: str,
    now: np.ndarray[tuple[int], np.dtype[np.float64]],
    before: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> MovedFigure:
    sides, draws = [], []
    for values, seed in ((now, SEED), (before, SEED + 1)):
        drawn = drawn_ratios(values, np.ones_like(values), RESAMPLES_A_GROUP, seed)
        sides.append(estimated(float(values.mean()), drawn))
        draws.append(drawn)
    change: Estimate = estimated(float(now.mean() - before.mean()), draws[0] - draws[1])
    moved = change.low is not None and change.high is not None and (change.low > 0 or change.high < 0)
    return MovedFigure(group, name, figure, sides[0], sides[1], change, moved)


def _changed(now: pd.DataFrame, before: pd.DataFrame) -> tuple[list[ChangedThread], int]:
    """Threads of the same id in both whose label differs, and how many threads are in both."""
    alone_now, alone_before = (each.drop_duplicates("thread_id", keep=False) for each in (now, before))
    pairs = alone_now.merge(alone_before, on="thread_id", suffixes=("", "_before"), how="inner")
    labels = pairs["label"].astype(object).fillna(""), pairs["label_before"].astype(object).fillna("")
    differing = pairs[labels[0] != labels[1]].sort_values("row")
    return [_change(line) for line in differing.to_dict("records")], len(pairs)


def _change(line: Mapping[Hashable, object]) -> ChangedThread:
    here, there = (set(filter(None, str(line[name]).split(";"))) for name in ("findings", "findings_before"))
    labels = [Label(str(line[name])) if isinstance(line[name], str) else None for name in ("label", "label_before")]
    scores = [value if isinstance(value := line[name], float) and value == value else None for name in
              ("score", "score_before")]  # fmt: skip
    return ChangedThread(
        int(str(line["row"])),
        int(str(line["row_before"])),
        str(line["thread_id"]),
        str(line["source"]),
        labels[0],
        labels[1],
        scores[0],
        scores[1],
        tuple(sorted(Code(code) for code in here - there)),
        tuple(sorted(Code(code) for code in there - here)),
    )

"""How long customers waited, from the table of intervals."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from analyzer.codebook import Boundary, NotTimed, Role
from analyzer.modeling.bootstrap import Estimate
from analyzer.report.resampling import NOTHING, quantile, ratio
from analyzer.report.summary import ReplyTimes, WaitFigures

COLUMNS = (
    "row", "waiting", "ends_because", "seconds", "office_seconds", "not_timed", "first", "late", "bot_seconds",
)  # fmt: skip


def reply_times(waits: pd.DataFrame, office_hours: bool) -> ReplyTimes:
    """The reply times.

    Args:
        waits: Lines of ``intervals``, with ``COLUMNS``.
        office_hours: Whether the policy sets any.
    """
    customers = waits[waits["waiting"] == Role.CUSTOMER]
    ended = customers[customers["ends_because"] == Boundary.REPLY]
    first, later = ended[ended["first"]], ended[~ended["first"]]
    ends = Counter(customers["ends_because"])
    reasons = Counter(ended["not_timed"].dropna())
    return ReplyTimes(
        first=_figures(first, "seconds"),
        later=_figures(later, "seconds"),
        first_office=_figures(first, "office_seconds") if office_hours else None,
        later_office=_figures(later, "office_seconds") if office_hours else None,
        bot=_figures(customers, "bot_seconds", late=False),
        unreplied=ends[Boundary.END_OF_EXPORT],
        settled=ends[Boundary.SETTLED_BY_CUSTOMER],
        not_timed={reason: reasons[reason] for reason in NotTimed if reasons[reason]},
        customers=_figures(waits[waits["waiting"] == Role.BRAND], "seconds", late=False),
    )


def _figures(waits: pd.DataFrame, column: str, late: bool = True) -> WaitFigures:
    timed = waits[waits[column].notna()]
    seconds = timed[column].to_numpy(dtype=np.float64)
    median, p90, p95 = (quantile(seconds, share) for share in (0.5, 0.9, 0.95))
    return WaitFigures(len(timed), median, p90, p95, _share_late(timed) if late else NOTHING)


def _share_late(waits: pd.DataFrame) -> Estimate:
    """Late ones among timed waits; threads are resampled, since waits of one thread go together."""
    by_thread = waits.groupby("row")["late"].agg(["sum", "count"])
    return ratio(by_thread["sum"], by_thread["count"])

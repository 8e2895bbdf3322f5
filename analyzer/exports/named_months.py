"""Times that name their month, in English, Italian, French, German, Spanish or Portuguese."""

from __future__ import annotations

import re
from datetime import datetime

from analyzer.codebook import Precision

_NAMES = (
    "jan gen ene janv", "feb fév fev févr", "mar mär mrz mars", "apr abr avr avril", "may mag mai maggio",
    "jun giu juin", "jul lug juil", "aug ago août aoû", "sep set sept", "oct ott okt out", "nov",
    "dec dic dez déc",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_SPACE = r"[\s\u00a0\u202f]"
_MONTH = r"(?P<month>[^\W\d_]{3,10})\.?"
_DAY, _YEAR = r"(?P<day>\d{1,2})", r"(?P<year>\d{4})"
_CLOCK = rf"(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?::(?P<second>\d\d))?{_SPACE}?(?P<half>[AaPp]\.?{_SPACE}?[Mm]\.?)?"
_TIME = re.compile(
    rf"(?:{_MONTH}{_SPACE}{_DAY},?|(?P<first>\d{{1,2}})\.?{_SPACE}(?:de{_SPACE})?(?P<then>[^\W\d_]{{3,10}})\.?(?:{_SPACE}de)?)"
    rf"{_SPACE}{_YEAR},?{_SPACE}(?:(?:at|alle|ore|alle ore|à|um|a las|às){_SPACE})?{_CLOCK}"
)
_LONGEST = 60


def named_month_time(text: str) -> tuple[datetime, Precision | None] | None:
    """The time, without a zone, that a whole text writes with the month's name, and how precisely; None for others.

    >>> named_month_time("Mar 12, 2024 6:21:09 pm")
    (datetime.datetime(2024, 3, 12, 18, 21, 9), None)
    >>> named_month_time("12 mar 2024, 18:21")
    (datetime.datetime(2024, 3, 12, 18, 21), <Precision.MINUTE: 'minute'>)
    """
    match = _TIME.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None:
        return None
    month = _month(match["month"] or match["then"])
    hour, half = int(match["hour"]), (match["half"] or "").casefold()
    if half:
        hour = hour % 12 + 12 * half.startswith("p")
    try:
        time = datetime(
            int(match["year"]), month, int(match["day"] or match["first"]), hour, int(match["minute"]),
            int(match["second"] or 0),
        )  # fmt: skip
    except ValueError:
        return None
    return time, None if match["second"] else Precision.MINUTE


def _month(name: str) -> int:
    """1 to 12 by the longest beginning that is known; 0 for a name that is none."""
    folded = name.casefold()
    return next((_MONTHS[folded[:size]] for size in (5, 4, 3) if folded[:size] in _MONTHS), 0)

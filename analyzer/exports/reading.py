"""What reading takes and yields: options, threads, rejects, and notes on what was inferred."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo

from analyzer.exports.column_maps import ColumnMapping
from analyzer.threads import Source


class Topic(StrEnum):
    """What a note is about."""

    BRAND = "brand"
    TIME_ZONE = "time_zone"
    DATE_ORDER = "date_order"
    COLUMNS = "columns"
    INCOMPLETE = "incomplete"
    SET_ASIDE = "set_aside"
    REPEATED = "repeated"
    MENDED = "mended"


class DateOrder(StrEnum):
    """In which order a written date names day, month and year."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    YEAR_FIRST = "ymd"


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not be read, with the place and the reason; never the record's own words."""

    source: Source
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something inferred, assumed or left out that the user must see; a note on the brand means it was inferred.

    Attributes:
        source: The file it concerns.
        topic: What it is about.
        text: One sentence without a full stop, with the mend where there is one; never a message's own words.
    """

    source: Source
    topic: Topic
    text: str


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user told about the input.

    Attributes:
        brand: Names, handles or ids that are the brand's.
        language: BCP 47 tag for threads that name none.
        columns: For tables, what their columns and cells mean.
        time_zone: Zone of times written without one.
        date_order: Order of dates that can be read two ways.
    """

    brand: tuple[str, ...] = ()
    language: str | None = None
    columns: ColumnMapping = field(default_factory=ColumnMapping)
    time_zone: ZoneInfo | None = None
    date_order: DateOrder | None = None

"""Threads from rows that hold one message each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from analyzer.codebook import MessageState, Precision, Role, Visibility
from analyzer.errors import UnreadableInputError
from analyzer.exports.grouping import Grouped
from analyzer.exports.merging import in_time_order, joined_without_repeats
from analyzer.exports.reading import DateOrder, Note, ReadOptions, Reject, Topic
from analyzer.exports.sides import BrandSide
from analyzer.exports.times import english_time, epoch_time, placed, zone_note
from analyzer.exports.written_times import AmbiguousDatesError, WrittenTime, settled_order, written_time
from analyzer.threads import Message, Source, Thread

ROLE_VALUES: Mapping[str, Role] = {
    **dict.fromkeys(
        ("customer", "cliente", "client", "user", "utente", "end-user", "inbound", "incoming", "in", "c", "received",
         "in entrata", "ricevuto"), Role.CUSTOMER
    ),
    **dict.fromkeys(
        ("brand", "agent", "admin", "operatore", "azienda", "outbound", "outgoing", "out", "b", "sent", "in uscita",
         "inviato"), Role.BRAND
    ),
    **dict.fromkeys(("bot", "chatbot"), Role.BOT),
    **dict.fromkeys(("system", "sistema"), Role.SYSTEM),
}  # fmt: skip
_EMPTY = frozenset({"", "null", "none", "nan", "-", "nat"})
_LOST_DIGITS = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d+")
_LONGEST_EMPTY = max(map(len, _EMPTY))
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:$|[T ]\d\d:\d\d)")
_SECONDS_AT = 16
_EPOCH_DIGITS = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")


class MalformedRowError(ValueError):
    """A row that makes no message; the text says which column and why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line (1-based), its cells by field, and what is wrong with it, if anything."""

    line: int
    values: Mapping[str, Any]
    fault: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def threads_of_rows(rows: Iterable[tuple[str, Row] | Note], options: ReadOptions) -> Iterator[Thread | Reject | Note]:
    """Threads in the order in which they begin; a malformed row rejects its thread.

    Rows of one message, told by its id, count once; where two say different things their thread is rejected.
    Memory holds one thread at a time.

    Args:
        rows: Each with the name of its file; notes among them come first.
        options: Brand, zone, order of dates, and what cells mean.

    Raises:
        UnreadableInputError: Dates can be read two ways, or nobody is called as the brand was told to be.
    """
    days: set[WrittenTime] = set()
    first_file = ""
    brand = BrandSide(options.brand)
    sided = False
    with Grouped() as grouped:
        for item in rows:
            if isinstance(item, Note):
                yield item
                continue
            file, row = item
            first_file = first_file or file
            values = {name: _cleaned(name, value) for name, value in row.values.items()}
            key = values.get("thread_id")
            if key is None or _lost_digits(key):
                lost = "no thread id" if key is None else "the thread id has lost its digits in a spreadsheet"
                yield Reject(Source(file, row.line), row.fault or lost)
                continue
            sided = (
                sided or values.get("role") is not None or brand.holds(values.get("author"), values.get("author_id"))
            )
            grouped.add(key, (file, row.line, values, row.fault, row.extra))
            moment = values.get("sent_at")
            if moment and not _ISO.match(moment) and (written := written_time(moment)) and written.day.is_possible:
                days.add(written.day)
        if first_file and brand and not sided:
            what = "no author is called as --brand says, and nothing else tells the sides"
            raise UnreadableInputError(what, first_file, "write the name as it is in the table, or map a role column")
        maker = _Maker(options, _order(list(days), options, first_file), brand)
        for key, members in grouped.groups():
            yield from _thread(key, [(member[0], Row(*member[1:])) for member in members], maker)
    if maker.order is not None and maker.order is not DateOrder.YEAR_FIRST and options.date_order is None:
        text = f"dates are read {'day' if maker.order is DateOrder.DAY_FIRST else 'month'} first, told from all of them"
        yield Note(Source(first_file), Topic.DATE_ORDER, text)
    if maker.naive:
        yield zone_note(first_file, options)


def _lost_digits(key: str) -> bool:
    """Whether a spreadsheet rounded the id to a few digits and a power of ten."""
    return "+" in key and _LOST_DIGITS.fullmatch(key) is not None


def _cleaned(name: str, value: Any) -> str | None:
    """A cell as text, texts of messages untouched; None where it is empty or says so."""
    text = value if isinstance(value, str) else cell_text(value)
    if name == "text":
        return text
    text = text.strip()
    return None if len(text) <= _LONGEST_EMPTY and text.casefold() in _EMPTY else text


def cell_text(value: Any) -> str:
    """Any cell as text; whole numbers that a spreadsheet keeps as fractions come without the point."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return "" if value is None else str(value)


def _order(times: list[WrittenTime], options: ReadOptions, file: str) -> DateOrder | None:
    if not times:
        return None
    try:
        return settled_order(times, options.date_order, in_sequence=False)
    except AmbiguousDatesError as error:
        raise UnreadableInputError(str(error), file, "say which with --date-order dmy or mdy") from error


def _thread(key: str, members: list[tuple[str, Row]], maker: _Maker) -> Iterator[Thread | Reject]:
    kept: dict[str, Message] = {}
    unnamed: dict[str, list[Message]] = {}
    malformed = members[0]
    try:
        for number, member in enumerate(members, start=1):
            malformed = member
            file, row = member
            message = maker.message(row, number)
            if row.values.get("id") is None:
                unnamed.setdefault(file, []).append(message)
            known = kept.setdefault(message.id, message)
            if known is not message and known != message:
                malformed = members[0]
                raise MalformedRowError("two rows of the thread have the same message id")
    except MalformedRowError as error:
        for file, row in members:
            elsewhere = f"its thread has a malformed row on line {malformed[1].line}"
            if file != malformed[0]:
                elsewhere += " of another file"
            yield Reject(Source(file, row.line), str(error) if (file, row) == malformed else elsewhere)
        return
    file, first = members[0]
    nameless = sum(map(len, unnamed.values())) == len(members)
    yield Thread(
        key,
        joined_without_repeats(unnamed.values())
        if nameless and len(unnamed) > 1
        else in_time_order(list(kept.values())),
        brand=first.values.get("brand") or next(iter(maker.options.brand), None),
        channel=first.values.get("channel"),
        language=first.values.get("language"),
        source=Source(file, first.line, records=len(members)),
        extra=first.extra,
    )


class _Maker:
    """Makes messages of rows, and remembers whether a time had no zone."""

    def __init__(self, options: ReadOptions, order: DateOrder | None, brand: BrandSide) -> None:
        self.options, self.order, self._brand = options, order, brand
        self.naive = False

    def message(self, row: Row, number: int) -> Message:
        if row.fault:
            raise MalformedRowError(row.fault)
        values = row.values
        identity, author = values.get("id"), values.get("author")
        if identity and _lost_digits(identity):
            raise MalformedRowError("the message id has lost its digits in a spreadsheet")
        sent_at, precision = self._time(values.get("sent_at"))
        return Message(
            id=identity or f"m{number}",
            role=self._role(values.get("role"), author, values.get("author_id")),
            text=values.get("text") or "",
            author=author,
            sent_at=sent_at,
            sent_at_precision=precision,
            visibility=self._visibility(values.get("visibility")),
            reply_to=values.get("reply_to"),
            attachments=_count(values.get("attachments")),
            state=MessageState(values["state"]) if values.get("state") else None,
        )

    def _role(self, value: str | None, author: str | None, author_id: str | None) -> Role:
        if value is not None:
            folded = value.casefold()
            if (role := self.options.columns.roles.get(folded) or ROLE_VALUES.get(folded)) is None:
                raise MalformedRowError("unknown role; known are " + ", ".join(sorted(ROLE_VALUES)))
            return role
        if author is None and author_id is None:
            raise MalformedRowError("neither a role nor an author")
        return Role.BRAND if self._brand.holds(author, author_id) else Role.CUSTOMER

    def _time(self, text: str | None) -> tuple[datetime | None, Precision | None]:
        if text is None:
            return None, None
        time, precision = _read_time(text, self.options.columns.time_format, self.order)
        return self._placed(time), precision

    def _placed(self, time: datetime) -> datetime:
        self.naive = self.naive or time.tzinfo is None
        return placed(time, self.options.time_zone)

    def _visibility(self, value: str | None) -> Visibility | None:
        if value is None:
            return None
        known = self.options.columns.visibilities.get(value.casefold())
        try:
            return known or Visibility(value.casefold())
        except ValueError:
            raise MalformedRowError("visibility is not public, private or internal") from None


def _read_time(text: str, written_as: str | None, order: DateOrder | None) -> tuple[datetime, Precision | None]:
    try:
        if written_as is not None:
            return datetime.strptime(text, written_as), None if "%S" in written_as else Precision.MINUTE
        if _ISO.match(text):
            return datetime.fromisoformat(text), _precision(text)
        if order is not None and (written := written_time(text)) is not None:
            return written.in_order(order), Precision.MINUTE if written.second is None else None
        if _EPOCH_DIGITS.fullmatch(text):
            return epoch_time(text, 0.001 if len(text) == 13 else 1), None
        if text[:1].isalpha():
            return english_time(text), None
        return datetime.fromisoformat(text), _precision(text)
    except ValueError:
        raise MalformedRowError("'sent_at' is not a time known here; name its form in a column map") from None


def _precision(iso: str) -> Precision | None:
    has_time = iso[10:11] in ("T", " ")
    return Precision.MINUTE if has_time and iso[_SECONDS_AT : _SECONDS_AT + 1] != ":" else None


def _count(value: str | None) -> int:
    """A count, or how many names a list in one cell holds."""
    if value is None:
        return 0
    return int(value) if value.isdecimal() else len([part for part in re.split(r"[,;|\s]+", value) if part])

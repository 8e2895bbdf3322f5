"""Tables with one message a row: CSV with a column map, given or suggested from known column names."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from analyzer.codebook import Role, Visibility
from analyzer.errors import UnreadableInputError, UsageError
from analyzer.readers.base import OpenedInput, Reader, ReadOptions, Reject, one_by_one
from analyzer.threads import Message, Source, Thread

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "thread_id": ("thread_id", "thread id", "thread", "conversation_id", "conversation id", "conversation", "case_id",
                  "ticket_id", "ticket id", "id conversazione", "conversazione"),
    "id": ("id", "message_id", "message id", "id messaggio"),
    "role": ("role", "direction", "sender type", "sender_type", "ruolo", "direzione"),
    "text": ("text", "message", "content", "body", "messaggio", "testo", "contenuto"),
    "author": ("author", "author name", "from", "sender", "name", "autore", "mittente"),
    "sent_at": ("sent_at", "created_at", "created at", "date", "timestamp", "time", "data", "data invio"),
    "visibility": ("visibility", "visibilità", "visibilita"),
    "brand": ("brand", "account", "marca", "azienda"),
    "channel": ("channel", "medium", "network", "canale"),
    "language": ("language", "lang", "lingua"),
}  # fmt: skip
ROLE_VALUES: Mapping[str, Role] = {
    **dict.fromkeys(
        ("customer", "cliente", "client", "user", "utente", "inbound", "incoming", "in", "c"), Role.CUSTOMER
    ),
    **dict.fromkeys(("brand", "agent", "operatore", "azienda", "outbound", "outgoing", "out", "b"), Role.BRAND),
    **dict.fromkeys(("bot", "chatbot"), Role.BOT),
    **dict.fromkeys(("system", "sistema"), Role.SYSTEM),
}
_FIELD_LIMIT = 64 * 1024 * 1024
_LONGEST_HEADING = 60
_EMPTY = frozenset({"", "null", "none", "nan", "-"})


class _MalformedRowError(ValueError):
    """A row that makes no message; the text says which column and why."""


def suggested_columns(header: list[str]) -> dict[str, str]:
    """Column to field for every header cell that is a known name; the first column wins."""
    suggested: dict[str, str] = {}
    for field_name, names in SYNONYMS.items():
        for column in header:
            if column.strip().casefold() in names and column not in suggested:
                suggested[column] = field_name
                break
    return suggested


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its line, its values by field, and what is wrong with it, if anything."""

    line: int
    values: Mapping[str, str]
    fault: str | None = None


def _read(opened: OpenedInput, options: ReadOptions) -> Iterator[Thread | Reject]:
    grouped: dict[str, list[_Row]] = {}
    try:
        for row in _rows(opened, options):
            key = row.values.get("thread_id", "").strip()
            if key.casefold() in _EMPTY:
                yield Reject(Source(opened.name, row.line), row.fault or "no thread id")
            else:
                grouped.setdefault(key, []).append(row)
    except csv.Error as error:
        raise UnreadableInputError(f"not a table: {error}", opened.name, "check its delimiter and quotes") from error
    for key, rows in grouped.items():
        yield from _thread(key, rows, opened.name, options)


def _rows(opened: OpenedInput, options: ReadOptions) -> Iterator[_Row]:
    csv.field_size_limit(_FIELD_LIMIT)
    cells = csv.reader(opened.text_lines(), dialect=_dialect(opened.head_text), strict=True)
    header = next(cells)
    header[0] = header[0].lstrip("\ufeff")
    columns = _columns(header, options, opened.name)
    before = cells.line_num
    for row in cells:
        line, before = before + 1, cells.line_num
        if row:
            wrong = len(row) != len(header)
            named = dict(zip(header, row, strict=False))
            values = {field: named[column] for column, field in columns.items() if column in named}
            yield _Row(line, values, f"{len(row)} cells where the header has {len(header)}" if wrong else None)


def _thread(key: str, rows: list[_Row], file: str, options: ReadOptions) -> Iterator[Thread | Reject]:
    messages: list[Message] = []
    malformed = rows[0].line
    try:
        for number, row in enumerate(rows, start=1):
            malformed = row.line
            messages.append(_message(row, number, options.brand))
        malformed = rows[0].line
        if len({message.id for message in messages}) < len(messages):
            raise _MalformedRowError("two rows of the thread have the same message id")
    except _MalformedRowError as error:
        for row in rows:
            reason = str(error) if row.line == malformed else f"its thread has a malformed row on line {malformed}"
            yield Reject(Source(file, row.line), reason)
        return
    if all(message.sent_at for message in messages):
        messages = _in_time_order(messages)
    first = rows[0].values
    yield Thread(
        key,
        tuple(messages),
        brand=_cell(first, "brand") or next(iter(options.brand), None),
        channel=_cell(first, "channel"),
        language=_cell(first, "language"),
        source=Source(file, rows[0].line, records=len(rows)),
    )


def _in_time_order(messages: list[Message]) -> list[Message]:
    """Ordered by time, rows of the same time as they stood; left alone where zones are mixed with none."""
    times = [message.sent_at for message in messages if message.sent_at]
    if len({time.tzinfo is None for time in times}) > 1:
        return messages
    return sorted(messages, key=lambda message: message.sent_at or times[0])


def _message(row: _Row, number: int, brand: tuple[str, ...]) -> Message:
    if row.fault:
        raise _MalformedRowError(row.fault)
    values = row.values
    author = _cell(values, "author")
    return Message(
        id=_cell(values, "id") or f"m{number}",
        role=_role(_cell(values, "role"), author, brand),
        text=values.get("text", ""),
        author=author,
        sent_at=_time(_cell(values, "sent_at")),
        visibility=_visibility(_cell(values, "visibility")),
    )


def _role(value: str | None, author: str | None, brand: tuple[str, ...]) -> Role:
    if value is not None:
        if (role := ROLE_VALUES.get(value.casefold())) is None:
            raise _MalformedRowError("unknown role; known are " + ", ".join(sorted(ROLE_VALUES)))
        return role
    if author is None:
        raise _MalformedRowError("neither a role nor an author")
    return Role.BRAND if author.casefold() in {name.casefold() for name in brand} else Role.CUSTOMER


def _time(value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise _MalformedRowError("'sent_at' is not an ISO 8601 time") from None


def _visibility(value: str | None) -> Visibility | None:
    try:
        return Visibility(value.casefold()) if value else None
    except ValueError:
        raise _MalformedRowError("visibility is not public, private or internal") from None


def _cell(values: Mapping[str, str], field: str) -> str | None:
    value = values.get(field, "").strip()
    return None if value.casefold() in _EMPTY else value


def _columns(header: list[str], options: ReadOptions, where: str) -> dict[str, str]:
    given = options.columns
    for column, field in given.items():
        if column not in header:
            raise UsageError(f"no column {column!r} in {where}", "--map", f"columns are {', '.join(header[:12])}")
        if field not in SYNONYMS:
            raise UsageError(f"unknown field {field!r}", "--map", f"fields are {', '.join(SYNONYMS)}")
    mapped = set(given.values())
    columns = {column: field for column, field in suggested_columns(header).items() if field not in mapped}
    columns = {column: field for column, field in columns.items() if column not in given} | dict(given)
    missing = [field for field in ("thread_id", "text") if field not in columns.values()]
    if "role" not in columns.values() and not (options.brand and "author" in columns.values()):
        missing.append("role")
    if missing:
        raise UnreadableInputError(
            f"no column for {', '.join(missing)}", where, f"map one with --map COLUMN={missing[0]}"
        )
    return columns


def _dialect(head: str) -> type[csv.Dialect]:
    """The delimiter that parts the header line most; quotes doubled as spreadsheets write them."""
    header = head.lstrip("\ufeff").splitlines()[0] if head.strip() else ""

    class Table(csv.excel):
        delimiter = max((",", ";", "\t", "|"), key=header.count)

    return Table


def _recognises(opened: OpenedInput) -> bool:
    head = opened.head_text.lstrip("\ufeff \r\n")
    header = head.splitlines()[0] if head else ""
    if header.startswith(("{", "[")):
        return False
    cells = next(csv.reader([header], dialect=_dialect(header)), [])
    return len(cells) >= 3 and all(len(cell) <= _LONGEST_HEADING and ":" not in cell for cell in cells)


READER = Reader("table", "CSV or TSV, one message a row (--map column=field)", _recognises, one_by_one(_read))

"""Hootsuite Inbox 2.0 (Sparkcentral), the messages export: one message a row, sides explicit, times without a zone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from analyzer.exports.csv_rows import csv_header
from analyzer.exports.headed_rows import headed_rows
from analyzer.exports.table_threads import Row, threads_of_rows
from analyzer.readers.base import ExportFile, Items, OpenedInput, Reader, ReadOptions
from analyzer.readers.presets import HOOTSUITE, has_columns

_FIELDS = {
    "Conversation ID": "thread_id",
    "Message ID": "id",
    "Direction": "role",
    "Created at": "sent_at",
    "Content": "text",
    "Medium": "channel",
    "Channel Display Name": "brand",
}
_PRIVATE = ("private", "dm", "direct", "messenger", "whatsapp")


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    yield from threads_of_rows(_rows(files), options)


def _rows(files: Sequence[ExportFile]) -> Iterator[tuple[str, Row]]:
    for file in files:
        with file.opened() as opened:
            for row in headed_rows(opened, HOOTSUITE):
                yield opened.name, _row(row.line, row.cells, row.fault)


def _row(line: int, cells: dict[str, str], fault: str | None) -> Row:
    values = {field: cells.get(column, "") for column, field in _FIELDS.items()}
    if values["role"].strip().casefold() == "inbound":
        values["author"] = cells.get("Contact Primary Identifier", "")
    values["channel"] = values["channel"].casefold()
    values["visibility"] = _visibility(cells.get("Message Type", ""))
    url = cells.get("Post URL", "").strip()
    return Row(line, values, fault, {"post_url": url} if url else {})


@lru_cache(maxsize=1024)
def _visibility(message_type: str) -> str:
    kind = message_type.casefold()
    return "private" if any(word in kind for word in _PRIVATE) else "public" if kind.strip() else ""


def _recognises(opened: OpenedInput) -> bool:
    return has_columns(csv_header(opened), HOOTSUITE)


READER = Reader("hootsuite", "Hootsuite Inbox messages export (CSV)", _recognises, _read, together=True)

"""HubSpot conversations as its API gives them: sides by direction, comments internal, cut texts told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analyzer.codebook import Role, Visibility
from analyzer.exports.gathering import Part, gathered
from analyzer.exports.html_text import text_of_html
from analyzer.exports.json_documents import record_paths
from analyzer.exports.json_items import json_items
from analyzer.exports.json_values import MalformedRecordError, identifier, listed, moment, name, words
from analyzer.exports.reading import Topic
from analyzer.readers.base import ExportFile, Items, Note, OpenedInput, Reader, ReadOptions
from analyzer.threads import Message, Source, Thread

_PAGES = ("results",)
_ROLES = {"INCOMING": Role.CUSTOMER, "OUTGOING": Role.BRAND}
_AGENT = "A-"
_CUT = "a message's text is cut in the export"


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    brand = next(iter(options.brand), None)
    yield from gathered(files, _PAGES, lambda record, source: [_part(record, source, brand)])
    for file in files:
        with file.opened() as opened:
            if any(_names_next(value) for _, value in json_items(opened, "paging", "item.paging")):
                text = "more pages follow the last one: fetch those too, or what was answered may be missing"
                yield Note(Source(file.name), Topic.INCOMPLETE, text)


def _part(record: Mapping[str, Any], source: Source, brand: str | None) -> Part:
    if (key := identifier(record, "conversationsThreadId")) is None:
        raise MalformedRecordError("no 'conversationsThreadId'")
    try:
        message = _message(record)
    except MalformedRecordError as error:
        return Part(Thread(key, (), brand=brand, source=source), fault=str(error))
    whole = words(record, "truncationStatus") in ("", "NOT_TRUNCATED")
    return Part(Thread(key, (message,), brand=brand, incomplete=None if whole else _CUT, source=source))


def _message(record: Mapping[str, Any]) -> Message:
    kind, writer = words(record, "type"), words(record, "createdBy")
    sender = next(iter(listed(record, "senders")), {})
    role = Role.SYSTEM
    if kind == "WELCOME_MESSAGE":
        role = Role.BOT
    elif kind == "COMMENT":
        role = Role.BRAND
    elif kind == "MESSAGE":
        if (told := _ROLES.get(words(record, "direction"))) is None:
            raise MalformedRecordError("unknown 'direction'")
        by_machine = told is Role.BRAND and bool(writer) and not writer.startswith(_AGENT)
        role = Role.BOT if by_machine else told
    return Message(
        identifier(record, "id") or "",
        role,
        words(record, "text") or text_of_html(words(record, "richText")),
        author=name(sender, "name") or name(sender, "actorId"),
        sent_at=moment(record, "createdAt"),
        visibility=Visibility.INTERNAL if kind == "COMMENT" else None,
        attachments=len(listed(record, "attachments")),
        extra={"channel_id": channel} if (channel := identifier(record, "channelId")) else {},
    )


def _names_next(paging: Any) -> bool:
    return isinstance(paging, dict) and isinstance(paging.get("next"), dict)


def _recognises(opened: OpenedInput) -> bool:
    return {"conversationsThreadId", "type", "createdAt"} <= record_paths(opened, *_PAGES)


READER = Reader("hubspot", "HubSpot conversations (API, JSON)", _recognises, _read, together=True)

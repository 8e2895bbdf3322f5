"""Freshdesk tickets with their conversations, as its API gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analyzer.codebook import MessageState, Role, Visibility
from analyzer.exports.gathering import Part, gathered
from analyzer.exports.html_text import Readable, readable
from analyzer.exports.json_documents import record_paths
from analyzer.exports.json_values import MalformedRecordError, count, identifier, listed, moment, name, words
from analyzer.readers.base import ExportFile, Items, OpenedInput, Reader, ReadOptions
from analyzer.threads import Message, Source, Thread

_PAGES = ("tickets", "results")
_CHANNELS = {
    1: "email", 2: "web", 3: "phone", 5: "x", 6: "facebook", 7: "chat", 9: "web", 10: "email", 13: "whatsapp",
}  # fmt: skip
_TWEET, _SURVEY, _FACEBOOK_POST = 5, 6, 7
_OUTBOUND_EMAIL = 10
_POSTS_OR_MESSAGES = (5, 6)
_MOST_INCLUDED = 10


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    brand = next(iter(options.brand), None)
    yield from gathered(files, _PAGES, lambda record, source: [_part(record, source, brand)])


def _part(record: Mapping[str, Any], source: Source, brand: str | None) -> Part:
    if "ticket_id" in record:
        return _lone_conversation(record, source, brand)
    if (key := identifier(record, "id")) is None:
        raise MalformedRecordError("no 'id'")
    conversations = listed(record, "conversations")
    lacks, holds = {}, {"ticket"}
    if "conversations" not in record:
        lacks["conversations"] = "the list of tickets comes without their conversations"
    elif len(conversations) == _MOST_INCLUDED:
        lacks["conversations"] = f"a ticket includes {_MOST_INCLUDED} conversations at most: there may be more"
    else:
        holds.add("conversations")
    thread = Thread(
        key,
        (_description(record, key), *map(_conversation, conversations)),
        brand=brand,
        channel=_CHANNELS.get(count(record, "source") or 0),
        source=source,
    )
    return Part(thread, holds=frozenset(holds), lacks=lacks)


def _lone_conversation(record: Mapping[str, Any], source: Source, brand: str | None) -> Part:
    if (key := identifier(record, "ticket_id")) is None:
        raise MalformedRecordError("no 'ticket_id'")
    thread = Thread(key, (_conversation(record),), brand=brand, source=source)
    return Part(
        thread,
        holds=frozenset({"conversations"}),
        lacks={"ticket": "the ticket, which is the first message, is missing"},
    )


def _description(ticket: Mapping[str, Any], key: str) -> Message:
    """The first message, which is the ticket itself."""
    found = _body(ticket, "description_text", "description")
    outbound = count(ticket, "source") == _OUTBOUND_EMAIL
    return Message(
        f"ticket-{key}",
        Role.BRAND if outbound else Role.CUSTOMER,
        found.text,
        author=None if outbound else identifier(ticket, "requester_id"),
        sent_at=moment(ticket, "created_at"),
        visibility=None if count(ticket, "source") in _POSTS_OR_MESSAGES else Visibility.PRIVATE,
        attachments=len(listed(ticket, "attachments")) + found.pictures,
    )


def _conversation(record: Mapping[str, Any]) -> Message:
    found = _body(record, "body_text", "body")
    kind = count(record, "source")
    private = record.get("private") is True
    role = Role.CUSTOMER if record.get("incoming") is True else Role.BRAND
    if kind == _SURVEY:
        role = Role.SYSTEM
    shown = Visibility.PUBLIC if kind in (_TWEET, _FACEBOOK_POST) else Visibility.PRIVATE
    edited = name(record, "last_edited_at")
    return Message(
        identifier(record, "id") or "",
        role,
        found.text,
        author=identifier(record, "user_id"),
        sent_at=moment(record, "created_at"),
        visibility=Visibility.INTERNAL if private else shown,
        attachments=len(listed(record, "attachments")) + found.pictures,
        state=MessageState.EDITED if edited else None,
    )


def _body(record: Mapping[str, Any], plain: str, html: str) -> Readable:
    """The plain text where there is one, with the pictures that only the HTML shows."""
    shown = readable(words(record, html))
    return Readable(words(record, plain).strip("\r\n") or shown.text, shown.pictures)


def _recognises(opened: OpenedInput) -> bool:
    paths = record_paths(opened, *_PAGES)
    with_ticket = "description_text" in paths and {"requester_id", "conversations"} & paths
    return bool(with_ticket) or {"ticket_id", "body_text", "incoming"} <= paths


READER = Reader("freshdesk", "Freshdesk tickets with conversations (API, JSON)", _recognises, _read, together=True)

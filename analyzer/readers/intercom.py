"""Intercom conversations as its API gives them: one, a list, pages, or one a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from analyzer.codebook import MessageState, Role, Visibility
from analyzer.exports.gathering import Part, gathered
from analyzer.exports.html_text import Readable, readable
from analyzer.exports.json_documents import record_paths
from analyzer.exports.json_values import MalformedRecordError, count, identifier, inner, listed, moment, name, words
from analyzer.readers.base import ExportFile, Items, OpenedInput, Reader, ReadOptions
from analyzer.threads import Message, Source, Thread

_PAGES = ("conversations", "data")
_ROLES = {
    **dict.fromkeys(("user", "lead", "contact"), Role.CUSTOMER),
    **dict.fromkeys(("admin", "team"), Role.BRAND),
    "bot": Role.BOT,
}
_SPEAKS = frozenset({"comment", "quick_reply", "assignment", "close", "open", "assign_and_reopen"})
_REMOVED = "removed this part of the conversation"
_X = "twitter"


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    brand = next(iter(options.brand), None)
    yield from gathered(files, _PAGES, lambda record, source: [_conversation(record, source, brand)])


def _conversation(record: Mapping[str, Any], source: Source, brand: str | None) -> Part:
    if (key := identifier(record, "id")) is None:
        raise MalformedRecordError("no 'id'")
    first, parts = inner(record, "source"), inner(record, "conversation_parts")
    channel = name(first, "type")
    messages = [_opening(first, moment(record, "created_at"), channel)] if first else []
    opening = len(messages)
    messages += [_part(part, channel) for part in listed(parts, "conversation_parts")]
    blanked = channel == _X and any(message.state is MessageState.REDACTED for message in messages)
    thread = Thread(
        key,
        tuple(messages),
        brand=brand,
        channel="x" if channel == _X else channel,
        incomplete="Intercom blanks what was written on X" if blanked else None,
        source=source,
    )
    whole = "conversation_parts" in record
    return Part(
        thread,
        told=opening + (count(parts, "total_count") or 0),
        holds=frozenset({"parts"} if whole else ()),
        lacks={} if whole else {"parts": "the list of conversations comes without their parts"},
    )


def _opening(first: Mapping[str, Any], sent_at: datetime | None, channel: str | None) -> Message:
    """The first message, which stands beside the parts and not among them."""
    by_machine = words(first, "delivered_as") in ("automated", "operator_initiated")
    role = _role(inner(first, "author"))
    if role is Role.SYSTEM and words(first, "delivered_as") == "customer_initiated":
        role = Role.CUSTOMER
    return _message(first, Role.BOT if by_machine and role is Role.BRAND else role, sent_at, channel)


def _part(part: Mapping[str, Any], channel: str | None) -> Message:
    kind = words(part, "part_type")
    role = _role(inner(part, "author"))
    silent = not (words(part, "body") or listed(part, "attachments") or part.get("redacted") is True)
    if kind == "note":
        return _message(part, role, moment(part, "created_at"), channel, internal=True)
    if kind not in _SPEAKS or (silent and kind != "comment"):
        role = Role.SYSTEM
    return _message(part, role, moment(part, "created_at"), channel)


def _message(
    record: Mapping[str, Any], role: Role, sent_at: datetime | None, channel: str | None, internal: bool = False
) -> Message:
    found = readable(words(record, "body"))
    redacted = record.get("redacted") is True or (_REMOVED in found.text and "comply" in found.text)
    found = Readable("") if redacted else found
    shown = None if channel == _X else Visibility.PRIVATE
    return Message(
        identifier(record, "id") or "",
        role,
        found.text,
        author=name(inner(record, "author"), "name"),
        sent_at=sent_at,
        visibility=Visibility.INTERNAL if internal else shown,
        attachments=len(listed(record, "attachments")) + found.pictures,
        state=MessageState.REDACTED if redacted else None,
    )


def _role(author: Mapping[str, Any]) -> Role:
    if author.get("from_ai_agent") is True or author.get("is_ai_answer") is True:
        return Role.BOT
    return _ROLES.get(words(author, "type"), Role.SYSTEM)


def _recognises(opened: OpenedInput) -> bool:
    paths = record_paths(opened, *_PAGES)
    return "conversation_parts.conversation_parts" in paths or {"source.delivered_as", "waiting_since"} <= paths


READER = Reader("intercom", "Intercom conversations (API, JSON)", _recognises, _read, together=True)

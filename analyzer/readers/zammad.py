"""Zammad ticket articles as its API gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from analyzer.codebook import Role, Visibility
from analyzer.exports.gathering import Part, gathered
from analyzer.exports.html_text import Readable, readable
from analyzer.exports.json_documents import record_paths
from analyzer.exports.json_values import MalformedRecordError, count, identifier, listed, moment, name, words
from analyzer.readers.base import ExportFile, Items, OpenedInput, Reader, ReadOptions
from analyzer.threads import Message, Source, Thread

_PAGES = ("articles",)
_ROLES = {"Customer": Role.CUSTOMER, "Agent": Role.BRAND, "System": Role.SYSTEM}
_ROLE_NUMBERS = {1: Role.BRAND, 2: Role.CUSTOMER, 3: Role.SYSTEM}
_NOTE = "note"
_PUBLIC = frozenset({"twitter status", "facebook feed post", "facebook feed comment"})
_CHANNELS = {
    "twitter status": "x", "twitter direct-message": "x", "facebook feed post": "facebook",
    "facebook feed comment": "facebook", "facebook direct-message": "facebook", "whatsapp message": "whatsapp",
    "telegram personal-message": "telegram", "sms": "sms", "chat": "chat", "email": "email", "web": "web",
    "phone": "phone", "fax": "fax",
}  # fmt: skip


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    brand = next(iter(options.brand), None)
    yield from gathered(files, _PAGES, lambda record, source: [_part(record, source, brand)], settled=_settled)


def _part(article: Mapping[str, Any], source: Source, brand: str | None) -> Part:
    if (ticket := identifier(article, "ticket_id")) is None:
        raise MalformedRecordError("no 'ticket_id'")
    thread = Thread(ticket, (), brand=brand, source=source)
    try:
        channel = _CHANNELS.get(words(article, "type"))
        return Part(replace(thread, messages=(_message(article),), channel=channel))
    except MalformedRecordError as error:
        return Part(thread, fault=str(error))


def _message(article: Mapping[str, Any]) -> Message:
    kind, sender = words(article, "type"), words(article, "sender")
    role = _ROLES.get(sender) or _ROLE_NUMBERS.get(count(article, "sender_id") or 0)
    if role is None:
        raise MalformedRecordError("unknown 'sender'")
    body = words(article, "body")
    found = readable(body) if words(article, "content_type").startswith("text/html") else Readable(body)
    internal = article.get("internal") is True or (kind == _NOTE and article.get("internal") is None)
    shown = None if kind == _NOTE else Visibility.PUBLIC if kind in _PUBLIC else Visibility.PRIVATE
    return Message(
        identifier(article, "id") or "",
        role,
        found.text,
        author=name(article, "from"),
        sent_at=moment(article, "created_at"),
        visibility=Visibility.INTERNAL if internal else shown,
        reply_to=name(article, "in_reply_to"),
        attachments=len(listed(article, "attachments")) + found.pictures,
        extra={"message_id": native} if (native := name(article, "message_id")) else {},
    )


def _settled(thread: Thread) -> Thread:
    """Replies name the channel's own id of a message; here they name the article."""
    articles = {message.extra["message_id"]: message.id for message in thread.messages if message.extra}
    return replace(
        thread,
        messages=tuple(
            replace(message, reply_to=articles.get(message.reply_to)) if message.reply_to else message
            for message in thread.messages
        ),
    )


def _recognises(opened: OpenedInput) -> bool:
    paths = record_paths(opened, *_PAGES)
    return {"ticket_id", "sender", "internal", "content_type", "body"} <= paths


READER = Reader("zammad", "Zammad ticket articles (API, JSON)", _recognises, _read, together=True)

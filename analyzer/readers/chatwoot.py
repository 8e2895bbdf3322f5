"""Chatwoot messages as its API gives them, page by page, and the conversations they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from analyzer.codebook import MessageState, Role, Visibility
from analyzer.exports.gathering import Part, gathered
from analyzer.exports.json_values import (
    MalformedRecordError,
    count,
    identifier,
    inner,
    listed,
    moment,
    name,
    record_of,
    words,
)
from analyzer.readers.base import ExportFile, Items, OpenedInput, Reader, ReadOptions, Reject
from analyzer.threads import Message, Source, Thread

_FULL_PAGE = 20
_ROLES = {
    0: Role.CUSTOMER, 1: Role.BRAND, 2: Role.SYSTEM, 3: Role.BOT,
    "incoming": Role.CUSTOMER, "outgoing": Role.BRAND, "activity": Role.SYSTEM, "template": Role.BOT,
}  # fmt: skip
_CHANNELS = {
    "Channel::FacebookPage": "facebook", "Channel::Instagram": "instagram", "Channel::Whatsapp": "whatsapp",
    "Channel::TwitterProfile": "x", "Channel::Telegram": "telegram", "Channel::Email": "email",
    "Channel::WebWidget": "chat", "Channel::Sms": "sms", "Channel::TwilioSms": "sms", "Channel::Line": "line",
    "Channel::Tiktok": "tiktok",
}  # fmt: skip
_ONLY_LAST = "the list of conversations holds only their last message"


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    brand = next(iter(options.brand), None)
    begins: dict[str, tuple[int, bool]] = {}

    def parts_of(record: Mapping[str, Any], source: Source) -> Iterator[Part | Reject]:
        for page, messages in _pages(record):
            for entry in messages:
                try:
                    part = _part(record_of(entry), page, source, brand)
                except MalformedRecordError as error:
                    yield Reject(source, str(error))
                    continue
                if (number := count(entry, "id")) is not None:
                    begin = (number, len(messages) >= _FULL_PAGE)
                    begins[part.thread.id] = min(begins.get(part.thread.id, begin), begin)
                yield part

    yield from gathered(files, (), parts_of, settled=lambda thread: _settled(thread, begins))


def _pages(record: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], list[Any]]]:
    """Pages of messages: the record itself, the conversations of a list, or one message."""
    if "message_type" in record:
        yield {}, [record]
        return
    page = inner(record, "data") or record
    entries = page.get("payload", page.get("messages"))
    if not isinstance(entries, list):
        raise MalformedRecordError("neither a message nor a page of them")
    conversations = [entry for entry in entries if isinstance(entry, dict) and isinstance(entry.get("messages"), list)]
    if not conversations:
        yield page, entries
    for conversation in conversations:
        yield conversation, conversation["messages"]


def _part(entry: Mapping[str, Any], page: Mapping[str, Any], source: Source, brand: str | None) -> Part:
    in_list = "messages" in page
    conversation = identifier(entry, "conversation_id") or (identifier(page, "id") if in_list else None)
    if conversation is None:
        raise MalformedRecordError("no 'conversation_id'")
    try:
        channel = words(inner(page, "meta"), "channel")
        message = _message(entry, channel)
    except MalformedRecordError as error:
        return Part(Thread(conversation, (), brand=brand, source=source), fault=str(error))
    thread = Thread(conversation, (message,), brand=brand, channel=_CHANNELS.get(channel), source=source)
    if in_list:
        return Part(thread, lacks={"messages": _ONLY_LAST})
    return Part(thread, holds=frozenset({"messages"}))


def _settled(thread: Thread, begins: Mapping[str, tuple[int, bool]]) -> Thread:
    """Chatwoot gives twenty messages a call: where the earliest page is full, there may be earlier ones."""
    _, full = begins.get(thread.id, (0, False))
    unknown = f"the earliest page is full with {_FULL_PAGE} messages: earlier ones may be missing"
    return replace(thread, incomplete=thread.incomplete or unknown) if full else thread


def _message(entry: Mapping[str, Any], channel: str) -> Message:
    kind = entry.get("message_type")
    if not isinstance(kind, (int, str)) or (role := _ROLES.get(kind)) is None:
        raise MalformedRecordError("unknown 'message_type'")
    sender, attributes = inner(entry, "sender"), inner(entry, "content_attributes")
    by_machine = (
        words(sender, "type") in ("agent_bot", "captain_assistant")
        or words(entry, "content_type").startswith("input_")
        or attributes.get("automation_rule_id") is not None
    )
    deleted = attributes.get("deleted") is True
    undelivered = words(entry, "status") == "failed"
    shown = None if channel == "Channel::TwitterProfile" else Visibility.PRIVATE
    return Message(
        identifier(entry, "id") or "",
        Role.BOT if role is Role.BRAND and by_machine else role,
        "" if deleted else words(entry, "content"),
        author=name(sender, "name"),
        sent_at=moment(entry, "created_at"),
        visibility=Visibility.INTERNAL if entry.get("private") is True or undelivered else shown,
        reply_to=identifier(attributes, "in_reply_to"),
        attachments=len(listed(entry, "attachments")),
        state=MessageState.DELETED if deleted else None,
        extra={"status": "failed"} if undelivered else {},
    )


def _recognises(opened: OpenedInput) -> bool:
    keys = {path.rpartition(".")[2] for path in opened.json_paths}
    return {"message_type", "conversation_id", "content"} <= keys and bool({"inbox_id", "content_type"} & keys)


READER = Reader("chatwoot", "Chatwoot messages (API, JSON)", _recognises, _read, together=True)

"""Telegram Desktop's ``result.json``: one chat, or all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from analyzer.codebook import MessageState, Role, Visibility
from analyzer.errors import UnreadableInputError
from analyzer.exports.gathering import Gathering, Part
from analyzer.exports.json_items import json_items
from analyzer.exports.json_values import (
    MalformedRecordError,
    identifier,
    listed,
    moment,
    name,
    record_of,
    words,
)
from analyzer.exports.reading import Topic
from analyzer.exports.rewritten import rewritten
from analyzer.exports.sides import BrandSide
from analyzer.exports.times import placed, zone_note
from analyzer.readers.base import ExportFile, Items, Note, OpenedInput, Reader, ReadOptions, Reject
from analyzer.threads import Message, Source, Thread

_HEXADECIMAL = re.compile(rb"(?<!\\)((?:\\\\)*)\\x([0-9A-Fa-f]{2})")
_FILES = ("photo", "file", "sticker_emoji", "location_information", "contact_information", "poll")
_GROUPS = ("private_group", "private_supergroup", "public_supergroup", "public_channel", "private_channel")
_AUTHOR = "author_id"


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    gathering, owners, exporters = Gathering(), set[str](), set[str]()
    for file in files:
        with file.opened() as opened:
            whole = opened.json_paths & {"chats", "personal_information", "about", "chats.list"}
            wanted = ("chats.list.item", "left_chats.list.item", "personal_information") if whole else ("",)
            naive = False
            for source, value in json_items(rewritten(opened.name, _mended(opened)), *wanted):
                if isinstance(value, Reject):
                    yield value
                    continue
                try:
                    record = record_of(value)
                    if "messages" not in record:
                        owners.update(filter(None, [identifier(record, "user_id")]))
                        continue
                    parts = list(_parts(record, source, options))
                except MalformedRecordError as error:
                    yield Reject(source, str(error))
                    continue
                exporters |= _exporters(record)
                naive = naive or any(m.sent_at and not m.sent_at.tzinfo for p in parts for m in p.thread.messages)
                for part in parts:
                    gathering.add(part)
            if naive:
                yield zone_note(file.name, options)
    names = {*options.brand, *(f"user{owner}" for owner in owners)}
    if not names and len(exporters) == 1:
        names = exporters
        text = f"the brand is taken to be {min(exporters)}, whose export it is; name another with --brand"
        yield Note(Source(files[0].name), Topic.BRAND, text)
    side = BrandSide(names)
    for item in gathering.threads():
        if isinstance(item, Thread) and not side:
            mend = "name it with --brand (its name or userNNN)"
            raise UnreadableInputError("cannot tell who is the brand", files[0].name, mend)
        yield _sided(item, side, options) if isinstance(item, Thread) else item


def _parts(chat: Mapping[str, Any], source: Source, options: ReadOptions) -> Iterator[Part]:
    """A chat between two is a thread; in a group every chain of replies is one."""
    if (key := identifier(chat, "id")) is None:
        raise MalformedRecordError("no 'id'")
    kind = words(chat, "type")
    shown = Visibility.PUBLIC if kind.startswith("public_") else Visibility.PRIVATE
    bot = f"user{key}" if kind == "bot_chat" else None
    messages = [_message(entry, shown, bot, options) for entry in listed(chat, "messages")]
    if kind not in _GROUPS:
        yield Part(Thread(key, tuple(messages), channel="telegram", source=source))
        return
    above = {message.id: message.reply_to for message in messages}
    chains: dict[str, list[Message]] = {}
    for message in messages:
        chains.setdefault(_root(message.id, above), []).append(message)
    for number, (root, chain) in enumerate(chains.items()):
        thread = Thread(
            f"{key}-{root}", tuple(chain), channel="telegram", source=replace(source, records=int(number == 0))
        )
        gone = chain[0].reply_to is not None and chain[0].reply_to not in above
        yield Part(replace(thread, incomplete="the message that was replied to is missing" if gone else None))


def _root(key: str, above: Mapping[str, str | None]) -> str:
    passed = {key}
    while (parent := above.get(key)) in above and parent is not None and parent not in passed:
        passed.add(parent)
        key = parent
    return key


def _message(entry: Mapping[str, Any], shown: Visibility, bot: str | None, options: ReadOptions) -> Message:
    said = words(entry, "type") == "message"
    writer = identifier(entry, "from_id") or identifier(entry, "actor_id")
    sent_at = moment(entry, "date_unixtime") or moment(entry, "date")
    role = Role.BOT if writer is not None and writer == bot else Role.CUSTOMER
    edited = moment(entry, "edited_unixtime") or moment(entry, "edited")
    extra: dict[str, Any] = {_AUTHOR: writer} if writer else {}
    if reactions := listed(entry, "reactions"):
        extra["reactions"] = [dict(reaction) for reaction in reactions]
    return Message(
        identifier(entry, "id") or "",
        role if said else Role.SYSTEM,
        _text(entry),
        author=name(entry, "from") or name(entry, "actor"),
        sent_at=placed(sent_at, options.time_zone) if sent_at else None,
        visibility=shown,
        reply_to=identifier(entry, "reply_to_message_id"),
        attachments=int(any(entry.get(key) for key in _FILES) or "media_type" in entry),
        state=MessageState.EDITED if edited and not reactions else None,
        extra=extra,
    )


def _text(entry: Mapping[str, Any]) -> str:
    """The text, which is one piece or several, joined as they stand."""
    pieces = entry.get("text_entities") or entry.get("text") or ""
    if isinstance(pieces, str):
        return pieces
    if not isinstance(pieces, list):
        raise MalformedRecordError("'text' is not text")
    return "".join(piece if isinstance(piece, str) else words(record_of(piece), "text") for piece in pieces)


def _exporters(chat: Mapping[str, Any]) -> set[str]:
    """In a chat between two, which has the other one's id, the one whose export it is."""
    if words(chat, "type") not in ("personal_chat", "bot_chat"):
        return set()
    writers = {identifier(entry, "from_id") for entry in listed(chat, "messages")} - {None}
    return {writer for writer in writers if writer and writer != f"user{identifier(chat, 'id')}"}


def _sided(thread: Thread, side: BrandSide, options: ReadOptions) -> Thread:
    messages = tuple(
        replace(message, role=Role.BRAND)
        if message.role is Role.CUSTOMER and side.holds(message.extra.get(_AUTHOR), message.author)
        else message
        for message in thread.messages
    )
    named = next((message.author for message in messages if message.role is Role.BRAND and message.author), None)
    return replace(thread, messages=messages, brand=named or next(iter(options.brand), None))


def _mended(opened: OpenedInput) -> Iterator[bytes]:
    r"""Telegram writes control characters as ``\x0B``, which is no JSON."""
    rest = b""
    for chunk in opened.utf8_chunks():
        body = rest + chunk
        cut = body.rfind(b"\n") + 1 or max(body.rfind(b'"') + 1, 0)
        yield _HEXADECIMAL.sub(rb"\1\\u00\2", body[:cut])
        rest = body[cut:]
    yield _HEXADECIMAL.sub(rb"\1\\u00\2", rest)


def _recognises(opened: OpenedInput) -> bool:
    paths = opened.json_paths
    chat = {"type", "id", "messages.item.type"} <= paths and bool(
        {"messages.item.date_unixtime", "messages.item.from_id", "messages.item.actor_id", "messages.item.date"} & paths
    )
    return chat or "personal_information.user_id" in paths or "chats.list.item.messages" in paths


READER = Reader("telegram", "Telegram Desktop export (result.json)", _recognises, _read, together=True)

"""Telegram Desktop's ``result.json``: one chat, or all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from analyzer.codebook import Role, Visibility
from analyzer.exports.branches import openers
from analyzer.exports.gathering import Gathering, Part
from analyzer.exports.json_items import json_items
from analyzer.exports.json_values import MalformedRecordError, identifier, listed, record_of, words
from analyzer.exports.reading import Topic
from analyzer.exports.rewritten import rewritten
from analyzer.exports.sides import BrandSide, untold_brand
from analyzer.exports.telegram_messages import AUTHOR_ID, mended, message_of
from analyzer.exports.times import zone_note
from analyzer.readers.base import ExportFile, Items, Note, OpenedInput, Reader, ReadOptions, Reject
from analyzer.threads import Message, Source, Thread

_GROUPS = ("private_group", "private_supergroup", "public_supergroup", "public_channel", "private_channel")


@dataclass(slots=True)
class _Export:
    """Chats of all files, and what they tell of whose export it is."""

    chats: Gathering = field(default_factory=Gathering)
    groups: set[str] = field(default_factory=set)
    owners: set[str] = field(default_factory=set)
    exporters: set[str] = field(default_factory=set)

    def take(self, record: Mapping[str, Any], source: Source, options: ReadOptions) -> bool:
        """Notes a chat or who the owner is; whether times of it are written without a zone."""
        if "messages" not in record:
            self.owners.update(filter(None, [identifier(record, "user_id")]))
            return False
        if (key := identifier(record, "id")) is None:
            raise MalformedRecordError("no 'id'")
        kind, entries = words(record, "type"), listed(record, "messages")
        shown = Visibility.PUBLIC if kind.startswith("public_") else Visibility.PRIVATE
        bot = f"user{key}" if kind == "bot_chat" else None
        messages = tuple(message_of(entry, shown, bot, options) for entry in entries)
        self.chats.add(Part(Thread(key, messages, channel="telegram", source=source)))
        if kind in _GROUPS:
            self.groups.add(key)
        elif kind in ("personal_chat", "bot_chat"):
            writers = {message.extra.get(AUTHOR_ID) for message in messages}
            self.exporters |= {writer for writer in writers if writer and writer != f"user{key}"}
        return any("date" in entry and "date_unixtime" not in entry for entry in entries)


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    export = _Export()
    for file in files:
        naive = False
        with file.opened() as opened:
            whole = opened.json_paths & {"chats", "personal_information", "about", "left_chats"}
            wanted = ("chats.list.item", "left_chats.list.item", "personal_information") if whole else ("",)
            for source, value in json_items(rewritten(opened.name, mended(opened)), *wanted):
                if isinstance(value, Reject):
                    yield value
                    continue
                try:
                    naive = export.take(record_of(value), source, options) or naive
                except MalformedRecordError as error:
                    yield Reject(source, str(error))
        if naive:
            yield zone_note(file.name, options)
    names = {*options.brand, *(f"user{owner}" for owner in export.owners)}
    if not names and len(export.exporters) == 1:
        names = export.exporters
        text = f"the brand is taken to be {min(names)}, whose export it is; name another with --brand"
        yield Note(Source(files[0].name), Topic.BRAND, text)
    yield from _threads(export, BrandSide(names), files[0].name, options)


def _threads(export: _Export, side: BrandSide, where: str, options: ReadOptions) -> Items:
    notices = 0
    for item in export.chats.threads():
        if not isinstance(item, Thread):
            yield item
            continue
        if not side:
            raise untold_brand("writer", where, (name for message in item.messages for name in _names(message)[:2]))
        chat = _sided(item, side, options)
        if item.id not in export.groups:
            yield chat
            continue
        chains = _chains(chat)
        notices += len(chat.messages) - sum(len(chain.messages) for chain in chains)
        yield from chains
    if notices:
        yield Note(Source(where), Topic.SET_ASIDE, f"{notices} notices of groups belong to no conversation")


def _chains(group: Thread) -> list[Thread]:
    """Each chain of replies in a group, which is a conversation; the first one counts the chat as read."""
    above = {message.id: message.reply_to for message in group.messages}
    of_brand = {message.id for message in group.messages if message.role is Role.BRAND}
    opening = openers(above, of_brand)
    chains: dict[str, list[Message]] = {}
    for message in group.messages:
        chains.setdefault(opening[message.id], []).append(message)
    threads: list[Thread] = []
    for root, chain in chains.items():
        if all(message.role is Role.SYSTEM for message in chain):
            continue
        records = 0 if threads else group.source.records
        gone = above[root] is not None and above[root] not in above
        threads.append(
            replace(
                group,
                id=f"{group.id}-{root}",
                messages=tuple(chain),
                incomplete="the message that was replied to is missing" if gone else None,
                source=replace(group.source, records=records),
            )
        )
    return threads or [group]


def _sided(thread: Thread, side: BrandSide, options: ReadOptions) -> Thread:
    messages = tuple(
        replace(message, role=Role.BRAND) if message.role is Role.CUSTOMER and side.holds(*_names(message)) else message
        for message in thread.messages
    )
    named = next((message.author for message in messages if message.role is Role.BRAND and message.author), None)
    return replace(thread, messages=messages, brand=named or next(iter(options.brand), None))


def _names(message: Message) -> tuple[str | None, ...]:
    """Names of the author: as shown, ``userNNN``, and its number alone."""
    key = message.extra.get(AUTHOR_ID)
    return (message.author, key, key.removeprefix("user") if key else None)


def _recognises(opened: OpenedInput) -> bool:
    paths = opened.json_paths
    chat = {"type", "id", "messages.item.type"} <= paths and bool(
        {"messages.item.date_unixtime", "messages.item.from_id", "messages.item.actor_id", "messages.item.date"} & paths
    )
    return chat or "personal_information.user_id" in paths or "chats.list.item.messages" in paths


READER = Reader("telegram", "Telegram Desktop export (result.json)", _recognises, _read, together=True)

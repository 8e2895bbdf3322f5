"""An X account's archive: direct messages, complete; posts, of which it holds the account's own alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from analyzer.codebook import MessageState, Role, Visibility
from analyzer.errors import UnreadableInputError
from analyzer.exports.gathering import Gathering, Part
from analyzer.exports.html_text import unescaped
from analyzer.exports.json_items import json_items
from analyzer.exports.json_values import MalformedRecordError, identifier, inner, listed, moment, record_of, words
from analyzer.exports.reading import Topic
from analyzer.exports.rewritten import rewritten
from analyzer.exports.sides import BrandSide, in_every_thread, untold_brand
from analyzer.exports.times import english_time
from analyzer.readers.base import ExportFile, Items, Note, OpenedInput, Reader, ReadOptions, Reject
from analyzer.threads import Message, Source, Thread

_HALF = "an X archive holds the account's own posts alone"
_LONGEST_END = 64
_ASSIGNED = re.compile(
    r"window\.YTD\.(account|tweets?|deleted_tweets?|note_tweet|direct_messages?(?:_group)?)\.part\d+\s*="
)


@dataclass(slots=True)
class _Archive:
    """What all files of the archive hold."""

    account: list[str] = field(default_factory=list)
    name: str | None = None
    posts: dict[str, tuple[Message, str, Source]] = field(default_factory=dict)
    notes: dict[datetime, str] = field(default_factory=dict)
    messages: Gathering = field(default_factory=Gathering)
    people: list[tuple[str, ...]] = field(default_factory=list)
    alone: int = 0

    def take(self, entry: Mapping[str, Any], source: Source) -> None:
        """Notes one entry of any of its files."""
        if "account" in entry:
            account = inner(entry, "account")
            told = (identifier(account, "accountId"), words(account, "username"))
            self.account.extend(value for value in told if value)
            self.name = words(account, "accountDisplayName") or words(account, "username") or None
        elif "noteTweet" in entry:
            note = inner(entry, "noteTweet")
            if sent_at := moment(note, "createdAt"):
                self.notes[sent_at.replace(microsecond=0)] = words(inner(note, "core"), "text")
        elif "dmConversation" in entry:
            self._conversation(inner(entry, "dmConversation"), source)
        else:
            self._post(inner(entry, "tweet") or entry, source)

    def _conversation(self, record: Mapping[str, Any], source: Source) -> None:
        if (key := identifier(record, "conversationId")) is None:
            raise MalformedRecordError("no 'conversationId'")
        events = [(kind, event) for entry in reversed(listed(record, "messages")) for kind, event in entry.items()]
        messages = [_direct_message(kind, record_of(event)) for kind, event in events]
        self.people.append(tuple({message.author for message in messages if message.author} | set(_two(key))))
        self.messages.add(Part(Thread(key, tuple(messages), channel="x", source=source)))

    def _post(self, record: Mapping[str, Any], source: Source) -> None:
        key = identifier(record, "id_str") or identifier(record, "id")
        if key is None:
            raise MalformedRecordError("no 'id_str'")
        parent = identifier(record, "in_reply_to_status_id_str") or identifier(record, "in_reply_to_status_id")
        if parent is None:
            self.alone += 1
            return
        try:
            sent_at = english_time(record.get("created_at"))
        except ValueError as error:
            raise MalformedRecordError(f"'created_at' is {error}") from None
        text = unescaped(words(record, "full_text") or words(record, "text"))
        media = listed(inner(record, "extended_entities") or inner(record, "entities"), "media")
        message = Message(
            key, Role.BRAND, text, sent_at=sent_at, visibility=Visibility.PUBLIC, reply_to=parent,
            attachments=len(media), state=MessageState.DELETED if "deleted_at" in record else None,
        )  # fmt: skip
        self.posts[key] = (message, parent, source)


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    archive = _Archive()
    for file in files:
        with file.opened() as opened:
            for source, entry in json_items(rewritten(opened.name, _assigned(opened)), "item"):
                if isinstance(entry, Reject):
                    yield entry
                    continue
                try:
                    archive.take(record_of(entry), source)
                except MalformedRecordError as error:
                    yield Reject(source, str(error))
    where = Source(files[0].name)
    if archive.alone:
        yield Note(where, Topic.SET_ASIDE, f"{archive.alone} posts of the account reply to nobody")
    if archive.posts:
        yield Note(where, Topic.INCOMPLETE, f"{_HALF}: give the API's dump to see what was replied to")
    names = {*options.brand, *archive.account}
    if not names and archive.people:
        if (always := in_every_thread(archive.people)) is None:
            raise untold_brand("account", files[0].name, (person for people in archive.people for person in people))
        names = {always}
        text = f"the brand is taken to be account {always}, which is in every conversation; name another with --brand"
        yield Note(where, Topic.BRAND, text)
    brand, side = archive.name or next(iter(options.brand), None), BrandSide(names)
    if archive.people and not any(side.holds(*people) for people in archive.people):
        mend = "name it with --brand by its id: direct messages hold no names"
        raise UnreadableInputError("the brand is in none of the conversations", files[0].name, mend)
    for item in (*archive.messages.threads(), *_replies(archive)):
        yield _sided(item, side, brand) if isinstance(item, Thread) else item


def _replies(archive: _Archive) -> Iterator[Thread | Reject]:
    gathering = Gathering()
    for key, (message, parent, source) in archive.posts.items():
        gathering.joined[key] = parent
        note = archive.notes.get(message.sent_at) if message.sent_at else None
        whole = note if note and note.startswith(message.text[:60].split("…")[0]) else message.text
        thread = Thread(parent, (replace(message, text=whole),), channel="x", incomplete=_HALF, source=source)
        gathering.add(Part(thread))
    return gathering.threads()


def _sided(thread: Thread, side: BrandSide, brand: str | None) -> Thread:
    messages = tuple(
        replace(message, role=Role.BRAND) if message.role is Role.CUSTOMER and side.holds(message.author) else message
        for message in thread.messages
    )
    return replace(thread, messages=messages, brand=brand)


def _direct_message(kind: str, event: Mapping[str, Any]) -> Message:
    media, reactions = event.get("mediaUrls"), listed(event, "reactions")
    return Message(
        identifier(event, "id") or f"{kind} {words(event, 'createdAt')}",
        Role.CUSTOMER if kind == "messageCreate" else Role.SYSTEM,
        unescaped(words(event, "text")),
        author=identifier(event, "senderId") or identifier(event, "initiatingUserId"),
        sent_at=moment(event, "createdAt"),
        visibility=Visibility.PRIVATE,
        attachments=len(media) if isinstance(media, list) else 0,
        state=MessageState.EDITED if event.get("editHistory") else None,
        extra={"reactions": [dict(reaction) for reaction in reactions]} if reactions else {},
    )


def _two(conversation: str) -> tuple[str, ...]:
    """Both ids of a conversation of two, which is named by them."""
    both = tuple(conversation.split("-"))
    return both if len(both) == 2 else ()


def _assigned(opened: OpenedInput) -> Iterator[bytes]:
    """What stands after the first equals sign, without a semicolon at the end."""
    begun, tail = False, b""
    for chunk in opened.utf8_chunks():
        body = tail + (chunk if begun else chunk.partition(b"=")[2])
        begun = begun or b"=" in chunk
        yield body[:-_LONGEST_END]
        tail = body[-_LONGEST_END:]
    yield tail.rstrip().removesuffix(b";")


def _recognises(opened: OpenedInput) -> bool:
    return bool(_ASSIGNED.match(opened.head_text.lstrip("\ufeff \t\r\n")))


READER = Reader("x-archive", "X account archive (data/*.js)", _recognises, _read, together=True)

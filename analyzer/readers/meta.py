"""Meta's "Download your information" in JSON: Messenger, Instagram, Page inboxes, end-to-end encrypted chats.

One thread lies in a folder ``<slug>_<digits>``, in one or more ``message_N.json``, newest first, perhaps in several
zips; an encrypted one in a file of its own, with other keys. Messages have no ids, and authors are only names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analyzer.codebook import MessageState, Role, Visibility
from analyzer.errors import UnreadableInputError
from analyzer.exports.json_items import json_items
from analyzer.exports.merging import merged_messages, numbered_apart
from analyzer.exports.mojibake import repaired
from analyzer.exports.reading import Topic
from analyzer.exports.sides import BrandSide, folded_name, in_every_thread, untold_brand
from analyzer.exports.times import epoch_time
from analyzer.readers.base import ExportFile, Items, Note, OpenedInput, Reader, ReadOptions, Reject
from analyzer.readers.meta_lines import is_attachment_line, is_platform_line
from analyzer.threads import Message, Source, Thread

_THREAD_FILE = re.compile(
    r"(?:^|/)messages/(?:inbox|archived_threads|filtered_threads|message_requests|e2ee_cutover)/([^/]+)/message_\d+\.json$"
)
PART_LOST = "a part of the thread could not be read"
NO_BRAND = "the brand does not take part in the thread"
_OUTLINE = ("thread_path", "threadName", "participants")
_MEDIA = frozenset(["photos", "videos", "audio_files", "files", "gifs", "media"])
_SYSTEM_TYPES = frozenset(["Call", "Subscribe", "Unsubscribe", "placeholder"])


@dataclass(slots=True)
class _Parts:
    """Files of one thread and the names in it, each file known by its path or by what it says itself."""

    files: list[ExportFile] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    threads: dict[str, _Parts] = {}
    for file in files:
        with file.opened() as opened:
            key, names = _outline(opened)
        parts = threads.setdefault(key, _Parts())
        parts.files.append(file)
        for name in names:
            parts.names.setdefault(folded_name(name), name)
    side, note = _brand(threads.values(), files[0], options)
    if note is not None:
        yield note
    for key, parts in threads.items():
        yield from _thread(key, parts, side)


def _outline(opened: OpenedInput) -> tuple[str, list[str]]:
    """The thread's key and who takes part, from the first bytes; from the whole file where they do not tell."""
    match = _THREAD_FILE.search(opened.name.replace("\\", "/"))
    keys = [match[1]] if match else [*opened.json_values("thread_path"), *opened.json_values("threadName")]
    names = [*opened.json_values("participants.item.name"), *opened.json_values("participants.item")]
    if not keys or not names:
        found = [value for _, value in json_items(opened, *_OUTLINE) if not isinstance(value, Reject)]
        keys = keys or [value for value in found if isinstance(value, str)]
        listed = next((value for value in found if isinstance(value, list)), [])
        named = [value.get("name") if isinstance(value, dict) else value for value in listed]
        names = names or [name for name in named if isinstance(name, str)]
    key = keys[0].rpartition("/")[2] if keys else opened.name
    return key, [repaired(name) for name in names]


def _brand(threads: Collection[_Parts], first: ExportFile, options: ReadOptions) -> tuple[BrandSide, Note | None]:
    told = BrandSide(options.brand)
    if told:
        if not any(told.holds(*parts.names) for parts in threads):
            what = "nobody who takes part is called as --brand says"
            raise UnreadableInputError(what, first.origin, "write the name as it is in the export")
        return told, None
    inferred = in_every_thread(list(parts.names.values()) for parts in threads)
    if inferred is None:
        everybody = (name for parts in threads for name in parts.names.values())
        raise untold_brand("participant", first.origin, everybody)
    text = f"the brand is taken to be {inferred!r}, who is in all {len(threads)} threads; --brand says otherwise"
    return BrandSide([inferred]), Note(Source(first.name), Topic.BRAND, text)


def _thread(key: str, parts: _Parts, side: BrandSide) -> Iterator[Thread | Reject]:
    messages: list[Message] = []
    read: list[ExportFile] = []
    broken = False
    for file in parts.files:
        try:
            messages += _messages(file, side)
            read.append(file)
        except _MalformedFileError as error:
            broken = True
            yield Reject(Source(file.name), str(error))
    if not read:
        return
    brand = next((name for folded, name in parts.names.items() if side.holds(folded)), None)
    yield Thread(
        repaired(key),
        merged_messages(messages),
        brand=brand,
        channel=_channel(read[0].name),
        incomplete=PART_LOST if broken else None if brand else NO_BRAND,
        source=Source(read[0].name, records=len(read)),
    )


class _MalformedFileError(ValueError):
    """A part of a thread that is no JSON, or holds a message without what every message has."""


def _messages(file: ExportFile, side: BrandSide) -> tuple[Message, ...]:
    found = []
    with file.opened() as opened:
        for source, entry in json_items(opened, "messages.item"):
            if isinstance(entry, Reject):
                raise _MalformedFileError(entry.reason)
            try:
                found.append(_message(entry, side))
            except (ValueError, TypeError, AttributeError):
                raise _MalformedFileError(f"message {source.item} is malformed") from None
    return numbered_apart(found[::-1])


def _message(entry: Mapping[str, Any], side: BrandSide) -> Message:
    sender = entry["sender_name"] if "sender_name" in entry else entry.get("senderName")
    if sender is not None and not isinstance(sender, str):
        raise ValueError("a sender that is no name")
    author = repaired(sender) if sender else None
    text = repaired(str(entry.get("content") or entry.get("text") or ""))
    system = entry.get("type") in _SYSTEM_TYPES or "call_duration" in entry or is_platform_line(text, author)
    shared = entry.get("share") if not text else None
    media = 0 if _MEDIA.isdisjoint(entry) else sum(len(entry.get(kind) or ()) for kind in _MEDIA)
    held = media + bool(entry.get("sticker")) + bool(shared)
    gone = entry.get("is_unsent") or entry.get("isUnsent")
    reactions = [
        {name: repaired(str(value)) for name, value in reaction.items()} for reaction in entry.get("reactions") or ()
    ]
    return Message(
        id="",
        role=Role.SYSTEM if system else Role.BRAND if side.holds(author) else Role.CUSTOMER,
        text=text,
        author=author,
        sent_at=epoch_time(entry.get("timestamp_ms", entry.get("timestamp")), 0.001),
        visibility=Visibility.PRIVATE,
        attachments=max(held, int(is_attachment_line(text, author))),
        state=MessageState.DELETED if gone else None,
        extra={"reactions": reactions} if reactions else {},
    )


def _channel(name: str) -> str | None:
    path = name.replace("\\", "/")
    return "instagram" if "your_instagram_activity/" in path else "facebook" if _THREAD_FILE.search(path) else None


def _recognises(opened: OpenedInput) -> bool:
    paths = opened.json_paths
    if {"participants.item.name", "messages"} <= paths:
        return "messages.item" not in paths or "messages.item.timestamp_ms" in paths
    return {"participants.item", "messages.item.senderName"} <= paths or {"participants", "threadName"} <= paths


READER = Reader("meta", "Meta's Download your information, messages in JSON", _recognises, _read, together=True)

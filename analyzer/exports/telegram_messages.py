"""Messages of Telegram Desktop's export, and its JSON mended where it is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from analyzer.codebook import MessageState, Role, Visibility
from analyzer.exports.files import OpenedInput
from analyzer.exports.json_values import MalformedRecordError, identifier, listed, moment, name, record_of, words
from analyzer.exports.reading import ReadOptions
from analyzer.exports.times import placed
from analyzer.threads import Message

AUTHOR_ID = "author_id"
_HEXADECIMAL = re.compile(rb"(?<!\\)((?:\\\\)*)\\x([0-9A-Fa-f]{2})")
_LONGEST_ESCAPE = 4
_FILES = ("photo", "file", "sticker_emoji", "location_information", "contact_information", "poll")


def message_of(entry: Mapping[str, Any], shown: Visibility, bot: str | None, options: ReadOptions) -> Message:
    """A message or notice of a chat.

    Args:
        entry: As the export writes it.
        shown: Who can see the chat.
        bot: Author id of the bot whose chat it is.
        options: The zone of times written without one.

    Raises:
        MalformedRecordError: A value is not what it should be.
    """
    said = words(entry, "type") == "message"
    writer = identifier(entry, "from_id") or identifier(entry, "actor_id")
    sent_at = moment(entry, "date_unixtime") or moment(entry, "date")
    role = Role.BOT if writer is not None and writer == bot else Role.CUSTOMER
    edited = moment(entry, "edited_unixtime") or moment(entry, "edited")
    extra: dict[str, Any] = {AUTHOR_ID: writer} if writer else {}
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


def mended(opened: OpenedInput) -> Iterator[bytes]:
    r"""The file as JSON: Telegram writes control characters as ``\x0B``, which is none."""
    rest = b""
    for chunk in opened.utf8_chunks():
        body = rest + chunk
        cut = _whole_escapes(body)
        yield _mended(body[:cut])
        rest = body[cut:]
    yield _mended(rest)


def _mended(body: bytes) -> bytes:
    return _HEXADECIMAL.sub(rb"\1\\u00\2", body) if b"\\x" in body else body


def _whole_escapes(body: bytes) -> int:
    """How much of it can be mended alone: an escape that may go on, with one or two backslashes, stays for later."""
    last = body.rfind(b"\\", max(0, len(body) - _LONGEST_ESCAPE + 1))
    if last == -1:
        return len(body)
    run = last + 1 - len(body[: last + 1].rstrip(b"\\"))
    return last if run % 2 else last - 1

"""WhatsApp's exported chats (``.txt``, or the zip around it): one file is one thread.

No ids, no zone, minutes only on Android, dates in the order of the exporter's phone. The app's own lines and marks
are in the exporter's language. At most some 40,000 messages are exported.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from analyzer.codebook import MessageState, Precision, Role, Visibility
from analyzer.errors import UnreadableInputError
from analyzer.exports.merging import merged_messages, numbered_apart
from analyzer.exports.reading import Topic
from analyzer.exports.sides import BrandSide, folded_name, in_every_thread
from analyzer.exports.times import placed, zone_note
from analyzer.exports.written_times import CLOCK, DATE, SPACE, AmbiguousDatesError, WrittenTime, settled_order
from analyzer.readers.base import ExportFile, Items, Note, OpenedInput, Reader, ReadOptions
from analyzer.readers.whatsapp_lines import (
    MARKS,
    caption_and_attachments,
    is_deleted,
    is_system_text,
    without_edit_mark,
)
from analyzer.threads import Message, Source, Thread

_HEADER = re.compile(
    rf"[{MARKS}]*(?P<bracket>\[)?{DATE},?{SPACE}*(?:[^\W\d]+\.?{SPACE}+){{0,3}}{CLOCK}"
    rf"(?(bracket)\]|{SPACE}*-)(?:{SPACE}(?P<rest>.*))?",
    re.DOTALL,
)
_OTHER_PARTY = re.compile(
    r"(?:Chat (?:di )?WhatsApp con|WhatsApp Chat with|(?:WhatsApp Chat|Chat WhatsApp) -)[ _](?P<name>.+)"
)
_COPY = re.compile(r"(?: ?\(\d+\))?(?:\.(?:txt|zip))?$")
_NEARLY_ALL = 39_990


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry: its line (1-based), when, who (None for the app), and what follows."""

    line: int
    written: WrittenTime
    name: str | None
    text: str


@dataclass(frozen=True, slots=True)
class _Chat:
    file: ExportFile
    entries: list[_Entry]

    @property
    def names(self) -> list[str]:
        """Who wrote something, in the order of their first message."""
        typed = (entry.name for entry in self.entries if entry.name and not is_system_text(entry.text))
        return list({folded_name(name): name for name in typed}.values())


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    chats = [_chat(file) for file in files]
    merged: dict[str, list[tuple[_Chat, tuple[Message, ...]]]] = {}
    shared = None if options.brand else in_every_thread(chat.names for chat in chats)
    for chat in chats:
        brand, note = _brand(chat, options, shared)
        if note:
            yield note
        messages = _messages(chat, brand, options)
        merged.setdefault(_key(messages), []).append((chat, messages))
        if len(chat.entries) >= _NEARLY_ALL:
            text = f"{len(chat.entries)} messages: an export holds about 40,000, so earlier ones may be missing"
            yield Note(Source(chat.file.name), Topic.INCOMPLETE, text)
    for key, parts in merged.items():
        messages = merged_messages(message for _, found in parts for message in found)
        written = [message.author for message in messages if message.role is Role.BRAND]
        stem = min(_stem(chat.file.name) for chat, _ in parts)
        source = Source(parts[0][0].file.name, parts[0][0].entries[0].line, records=len(parts))
        brand_name = next(iter(written), None) or next(iter(options.brand), None)
        yield Thread(f"{stem}-{key[:8]}", messages, brand_name, "whatsapp", source=source)
    if files:
        yield zone_note(files[0].name, options)


def _chat(file: ExportFile) -> _Chat:
    entries: list[tuple[int, WrittenTime, list[str]]] = []
    bracketed: bool | None = None
    with file.opened() as opened:
        for number, line in enumerate(opened.text_lines(), start=1):
            text = line.rstrip("\r\n")
            match = _HEADER.fullmatch(text)
            if match and bracketed in (None, bool(match["bracket"])):
                bracketed = bool(match["bracket"])
                entries.append((number, WrittenTime.of(match), [match["rest"] or ""]))
            elif entries:
                entries[-1][2].append(text)
    bodies = ["\n".join(lines).rstrip("\n") for _, _, lines in entries]
    names = _names(bodies)
    return _Chat(
        file,
        [
            _Entry(line, written, *_parted(body, names))
            for (line, written, _), body in zip(entries, bodies, strict=True)
        ],
    )


def _names(bodies: Sequence[str]) -> list[str]:
    """Who speaks, told over the whole file, the longest first: a name may itself hold a colon."""
    starts = Counter(body.partition(": ")[0] for body in bodies if ": " in body.partition("\n")[0])
    names = []
    for start, times in starts.items():
        name = start
        while times >= 3:
            rests = [body[len(name) + 2 :] for body in bodies if body.startswith(f"{name}: ")]
            longer = {rest.partition(": ")[0] if ": " in rest.partition("\n")[0] else "" for rest in rests}
            if len(longer) != 1 or longer == {""}:
                break
            name = f"{name}: {longer.pop()}"
        names.append(name)
    return sorted(names, key=len, reverse=True)


def _parted(body: str, names: Sequence[str]) -> tuple[str | None, str]:
    for name in names:
        if body.startswith(f"{name}: "):
            return name.strip(MARKS + "~ \u202f\u00a0"), body[len(name) + 2 :]
    return None, body


def _brand(chat: _Chat, options: ReadOptions, shared: str | None) -> tuple[BrandSide, Note | None]:
    if options.brand:
        return BrandSide(options.brand), None
    names = chat.names
    source = Source(chat.file.name)
    if shared is not None:
        text = f"the brand is taken to be {shared!r}, who is in every chat; --brand says otherwise"
        return BrandSide([shared]), Note(source, Topic.BRAND, text)
    other = _other_party(chat.file.name)
    if other is not None and len(names) == 2 and other in map(folded_name, names):
        brand = next(name for name in names if folded_name(name) != other)
        text = f"the brand is taken to be {brand!r}, whom the file name does not name; --brand says otherwise"
        return BrandSide([brand]), Note(source, Topic.BRAND, text)
    what = f"cannot tell which of {len(names)} names is the brand"
    raise UnreadableInputError(what, chat.file.name, "name it with --brand, as it is written in the chat")


def _other_party(name: str) -> str | None:
    for part in reversed(PurePath(name.replace("\\", "/")).parts):
        if match := _OTHER_PARTY.fullmatch(_COPY.sub("", part)):
            return folded_name(match["name"].replace("_", " "))
    return None


def _messages(chat: _Chat, brand: BrandSide, options: ReadOptions) -> tuple[Message, ...]:
    try:
        order = settled_order([entry.written for entry in chat.entries], options.date_order, in_sequence=True)
        times = [placed(entry.written.in_order(order), options.time_zone) for entry in chat.entries]
    except (AmbiguousDatesError, ValueError) as error:
        what = str(error) if isinstance(error, AmbiguousDatesError) else "dates do not fit the order"
        raise UnreadableInputError(what, chat.file.name, "say which with --date-order dmy, mdy or ymd") from error
    made = (_message(entry, sent_at, brand) for entry, sent_at in zip(chat.entries, times, strict=True))
    return numbered_apart(list(made))


def _message(entry: _Entry, sent_at: datetime, brand: BrandSide) -> Message:
    raw, edited = without_edit_mark(entry.text)
    system = entry.name is None or is_system_text(raw)
    deleted = not system and is_deleted(raw)
    text, attachments = (raw.strip(MARKS), 0) if system else caption_and_attachments(raw)
    return Message(
        id="",
        role=Role.SYSTEM if system else Role.BRAND if brand.holds(entry.name) else Role.CUSTOMER,
        text="" if deleted else text,
        author=entry.name,
        sent_at=sent_at,
        sent_at_precision=Precision.MINUTE if entry.written.second is None else None,
        visibility=Visibility.PRIVATE,
        attachments=attachments,
        state=MessageState.DELETED if deleted else MessageState.EDITED if edited else None,
    )


def _key(messages: Sequence[Message]) -> str:
    """The same for every export of one chat: made of the first message that somebody wrote."""
    first = next((message for message in messages if message.role is not Role.SYSTEM), messages[0])
    return hashlib.blake2b(f"{first.sent_at} {first.id}".encode(), digest_size=8).hexdigest()


def _stem(name: str) -> str:
    path = PurePath(name.replace("\\", "/"))
    named = path.parent if path.name == "_chat.txt" and path.parent.name else path
    return "stdin" if name == "-" else _COPY.sub("", named.name)


def _recognises(opened: OpenedInput) -> bool:
    first = opened.head_text.lstrip("\ufeff \r\n").partition("\n")[0].rstrip("\r")
    return bool(_HEADER.fullmatch(first))


READER = Reader("whatsapp", "WhatsApp's exported chat, as text or zip", _recognises, _read, together=True)

"""WhatsApp's exported chats (``.txt``, or the zip around it): one file is one thread.

No ids, no zone, minutes only on Android, dates in the order of the exporter's phone. The app's own lines and marks
are in the exporter's language. At most some 40,000 messages are exported.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from analyzer.codebook import MessageState, Precision, Role, Visibility
from analyzer.errors import UnreadableInputError
from analyzer.exports.merging import merged_messages, numbered_apart
from analyzer.exports.reading import Topic
from analyzer.exports.sides import BrandSide, folded_name, in_every_thread, untold_brand
from analyzer.exports.times import placed, zone_note
from analyzer.exports.written_times import CLOCK, DATE, SPACE, AmbiguousDatesError, WrittenTime, settled_order
from analyzer.readers.base import ExportFile, Items, Note, OpenedInput, Reader, ReadOptions, Reject
from analyzer.readers.whatsapp_lines import (
    MARKS,
    caption_and_attachments,
    is_change,
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
_LONGEST_NAME = 120
_OFTEN = 3


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry: its line (1-based), when, who (None for the app), what follows, and whether the app wrote that."""

    line: int
    written: WrittenTime
    name: str | None
    text: str
    is_system: bool


@dataclass(frozen=True, slots=True)
class _Chat:
    """A file's entries, and who wrote something, in the order of their first message."""

    file: ExportFile
    entries: list[_Entry]
    names: list[str]


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    chats: list[_Chat] = []
    for file in files:
        chat = _chat(file)
        if chat.entries:
            chats.append(chat)
        else:
            yield Reject(Source(file.name, 1), "no line begins with a date, a time and a name")
    side = _Side(chats, options)
    merged: dict[str, list[tuple[_Chat, tuple[Message, ...]]]] = {}
    for chat in chats:
        brand, note = side.of(chat)
        if note:
            yield note
        messages = _messages(chat, brand, options)
        merged.setdefault(_key(messages), []).append((chat, messages))
        if len(chat.entries) >= _NEARLY_ALL:
            text = f"{len(chat.entries)} messages: an export holds about 40,000, so earlier ones may be missing"
            yield Note(Source(chat.file.name), Topic.INCOMPLETE, text)
    for key, parts in merged.items():
        messages = merged_messages(message for _, found in parts for message in found)
        stem = min(_stem(chat.file.name) for chat, _ in parts)
        yield Thread(
            f"{stem}-{key[:8]}",
            messages,
            next(
                (message.author for message in messages if message.role is Role.BRAND), next(iter(options.brand), None)
            ),
            "whatsapp",
            incomplete=_lacks_brand(messages),
            source=Source(parts[0][0].file.name, parts[0][0].entries[0].line, records=len(parts)),
        )
    if chats:
        yield zone_note(chats[0].file.name, options)


def _lacks_brand(messages: Sequence[Message]) -> str | None:
    """Said of a chat of several people none of whom is the brand; one whom nobody answered lacks nothing."""
    authors = {message.author for message in messages if message.role is not Role.SYSTEM}
    brand = any(message.role is Role.BRAND for message in messages)
    return None if brand or len(authors) < 2 else "nobody in the chat is the brand"


def _chat(file: ExportFile) -> _Chat:
    entries: list[tuple[int, WrittenTime, list[str]]] = []
    bracketed: bool | None = None
    with file.opened() as opened:
        for number, line in enumerate(opened.text_lines(), start=1):
            text = line.rstrip("\r\n")
            match = _HEADER.fullmatch(text)
            written = WrittenTime.of(match) if match and bracketed in (None, bool(match["bracket"])) else None
            if match and written is not None and written.is_possible:
                bracketed = bool(match["bracket"])
                entries.append((number, written, [match["rest"] or ""]))
            elif entries:
                entries[-1][2].append(text)
    bodies = ["\n".join(lines).rstrip("\n") for _, _, lines in entries]
    names = _names(bodies)
    found = []
    for (number, written, _), body in zip(entries, bodies, strict=True):
        name, said = _parted(body, names)
        found.append(_Entry(number, written, name, said, name is None or is_system_text(said)))
    typed = dict.fromkeys(entry.name for entry in found if entry.name and not entry.is_system)
    return _Chat(file, found, list({folded_name(name): name for name in typed}.values()))


def _names(bodies: Sequence[str]) -> frozenset[str]:
    """Who speaks, told over the whole file: a name may itself hold a colon, which it then does in every message."""
    texts: dict[str, list[str]] = {}
    for body in bodies:
        name, rest = _split(body)
        if name is not None:
            texts.setdefault(name, []).append(rest)
    names = set()
    for name, rests in texts.items():
        while len(rests) >= _OFTEN:
            splits = [_split(rest) for rest in rests]
            longer = splits[0][0]
            if longer is None or any(more != longer for more, _ in splits):
                break
            name, rests = f"{name}: {longer}", [rest for _, rest in splits]
        names.add(name)
    return frozenset(names)


def _split(body: str) -> tuple[str | None, str]:
    """What stands before the first colon of the first line, where that can be a name, and what follows."""
    name, colon, rest = body.partition(": ")
    if not colon or len(name) > _LONGEST_NAME or "\n" in name or is_change(name):
        return None, body
    return name, rest


def _parted(body: str, names: frozenset[str]) -> tuple[str | None, str]:
    """Who wrote it, by the longest name that is known, and what; None for the app."""
    found = None
    cut = body.find(": ", 0, _LONGEST_NAME * 2)
    while cut >= 0:
        if body[:cut] in names:
            found = cut
        cut = body.find(": ", cut + 1, _LONGEST_NAME * 2)
    if found is None:
        return None, body
    return body[:found].strip(MARKS + "~ \u202f\u00a0"), body[found + 2 :]


class _Side:
    """Who is the brand in each chat: as told, else whoever is in every chat, else whom the file name does not name."""

    def __init__(self, chats: Sequence[_Chat], options: ReadOptions) -> None:
        self._told = BrandSide(options.brand)
        self._shared = None if self._told else in_every_thread(chat.names for chat in chats)
        crowded = [chat for chat in chats if len(chat.names) > 1]
        if self._told and crowded and not any(self._told.holds(*chat.names) for chat in chats):
            what = "nobody who writes is called as --brand says"
            raise UnreadableInputError(what, crowded[0].file.name, "write the name as it is in the chat")

    def of(self, chat: _Chat) -> tuple[BrandSide, Note | None]:
        if self._told:
            return self._told, None
        names = chat.names
        source = Source(chat.file.name)
        if self._shared is not None:
            text = f"the brand is taken to be {self._shared!r}, who is in every chat; --brand says otherwise"
            return BrandSide([self._shared]), Note(source, Topic.BRAND, text)
        other = _other_party(chat.file.name)
        if other is not None and len(names) == 2 and other in map(folded_name, names):
            brand = next(name for name in names if folded_name(name) != other)
            text = f"the brand is taken to be {brand!r}, whom the file name does not name; --brand says otherwise"
            return BrandSide([brand]), Note(source, Topic.BRAND, text)
        raise untold_brand(f"of {len(names)} names", chat.file.name, names)


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
    deleted = not entry.is_system and is_deleted(raw)
    text, attachments = (raw.strip(MARKS), 0) if entry.is_system else caption_and_attachments(raw)
    return Message(
        id="",
        role=Role.SYSTEM if entry.is_system else Role.BRAND if brand.holds(entry.name) else Role.CUSTOMER,
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

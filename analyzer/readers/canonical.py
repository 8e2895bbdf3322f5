"""Canonical JSON Lines: one thread a line, as the contract defines it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

import msgspec

from analyzer.codebook import Act, Label, Slot
from analyzer.exports.json_items import json_line, json_lines, lines_of
from analyzer.readers.base import OpenedInput, Reader, ReadOptions, Reject, one_by_one
from analyzer.readers.canonical_lines import ThreadLines
from analyzer.threads import Correction, Disputed, Gold, GoldFinding, LabelledThread, Message, Source, Thread

GOLD_KEYS = ("label", "acts", "requested", "findings", "disputed", "corrections")
_MESSAGE_KEYS = frozenset(field.name for field in fields(Message)) - {"extra"}
_THREAD_KEYS = frozenset(field.name for field in fields(Thread)) - {"extra", "source", "messages"}
_KEYS_OF_A_THREAD = _THREAD_KEYS | {"messages", *GOLD_KEYS}
_ENUM_VALUE = re.compile(r"Invalid enum value .*?(?= - at|$)", re.DOTALL)


class MalformedThreadError(ValueError):
    """A thread record that does not keep the contract; the message says which key and why."""


def parse_thread(record: Any, source: Source) -> Thread:
    """A thread from its decoded JSON object; gold keys are dropped, unknown ones kept in ``extra``.

    Raises:
        MalformedThreadError: A required key is missing, or a value has the wrong type.
    """
    if not isinstance(record, dict):
        raise MalformedThreadError("not a JSON object")
    for key in ("id", "messages"):
        if key not in record:
            raise MalformedThreadError(f"no {key!r} key")
    if not isinstance(record["messages"], list):
        raise MalformedThreadError("'messages' is not a list")
    messages = tuple(_parse_message(entry, number) for number, entry in enumerate(record["messages"], start=1))
    ids = [message.id for message in messages]
    if len(set(ids)) < len(ids):
        raise MalformedThreadError("two messages have the same id")
    known = {key: value for key, value in record.items() if key in _THREAD_KEYS and value is not None}
    checked: Thread = _convert({**known, "messages": ()}, Thread, "thread")
    return replace(checked, messages=messages, source=source, extra=_extra(record, _KEYS_OF_A_THREAD))


def parse_gold(record: Mapping[str, Any], thread: Thread) -> Gold:
    """The gold labels of a record.

    Raises:
        MalformedThreadError: An unknown label, act, slot or code, or a message the thread does not have.
    """
    known = {message.id for message in thread.messages}
    disputed = record.get("disputed") or {}
    gold = Gold(
        label=_convert(record.get("label"), Label | None, "label"),
        acts=_convert(record.get("acts"), dict[str, tuple[Act, ...]] | None, "acts"),
        requested=_convert(record.get("requested"), dict[str, tuple[Slot, ...]] | None, "requested"),
        findings=_convert(record.get("findings"), tuple[GoldFinding, ...] | None, "findings"),
        disputed=_convert(disputed, Disputed, "disputed"),
        corrections=_convert(record.get("corrections") or (), tuple[Correction, ...], "corrections"),
    )
    named = {
        *(gold.acts or ()),
        *(gold.requested or ()),
        *(finding.message for finding in gold.findings or ()),
        *(correction.message for correction in gold.corrections),
    }
    if unknown := sorted(named - known):
        raise MalformedThreadError(f"gold names message {unknown[0]!r}, which the thread does not have")
    return gold


def read_labelled(opened: OpenedInput) -> Iterator[LabelledThread | Reject]:
    """Threads beside their gold labels."""
    for source, record in json_lines(opened):
        if isinstance(record, Reject):
            yield record
            continue
        try:
            thread = parse_thread(record, source)
            yield LabelledThread(thread, parse_gold(record, thread))
        except MalformedThreadError as error:
            yield Reject(source, str(error))


def _read(opened: OpenedInput, options: ReadOptions) -> Iterator[Thread | Reject]:
    to_the_letter = ThreadLines(passed_over=GOLD_KEYS)
    for source, line in lines_of(opened):
        thread = to_the_letter.thread(line, source) or _key_by_key(line, source)
        if isinstance(thread, Thread) and options.brand and not thread.brand:
            thread = replace(thread, brand=options.brand[0])
        yield thread


def _key_by_key(line: bytes, source: Source) -> Thread | Reject:
    record = json_line(line, source)
    if isinstance(record, Reject):
        return record
    try:
        return parse_thread(record, source)
    except MalformedThreadError as error:
        return Reject(source, str(error))


def _parse_message(entry: Any, number: int) -> Message:
    if not isinstance(entry, dict):
        raise MalformedThreadError(f"message {number} is not a JSON object")
    for key in ("role", "text"):
        if key not in entry:
            raise MalformedThreadError(f"message {number} has no {key!r} key")
    known = {key: value for key, value in entry.items() if key in _MESSAGE_KEYS and value is not None}
    known.setdefault("id", f"m{number}")
    known.setdefault("text", "")
    if "sent_at" in known:
        known["sent_at"] = _time(known["sent_at"], number)
    if extra := _extra(entry, _MESSAGE_KEYS):
        known["extra"] = extra
    message: Message = _convert(known, Message, f"message {number}")
    if message.attachments < 0:
        raise MalformedThreadError(f"message {number}: 'attachments' is below 0")
    return message


def _time(value: Any, number: int) -> datetime:
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise MalformedThreadError(f"message {number}: 'sent_at' is not an ISO 8601 time") from None


def _convert(value: Any, kind: Any, where: str) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        what = _ENUM_VALUE.sub("not an allowed value", str(error))
        raise MalformedThreadError(f"{where}: {what}") from None


def _extra(record: Mapping[str, Any], known: frozenset[str] | set[str]) -> dict[str, Any]:
    unknown = {key: value for key, value in record.items() if key not in known and key != "extra"}
    kept = record.get("extra")
    return {**kept, **unknown} if isinstance(kept, dict) else unknown


def _recognises(opened: OpenedInput) -> bool:
    first, paths = opened.head_text.lstrip("\ufeff \t\r\n"), opened.json_paths
    if not (first.startswith("{") and '"messages"' in first):
        return False
    in_messages = {path.split(".")[2] for path in paths if path.startswith("messages.item.")}
    if in_messages:
        return "role" in in_messages or in_messages <= _MESSAGE_KEYS | {"extra"}
    others = paths & {"participants", "threadName", "thread_path"}
    return not others and not any(path.endswith(".messages") for path in paths)


READER = Reader("canonical", "canonical JSON Lines, one thread a line", _recognises, one_by_one(_read))

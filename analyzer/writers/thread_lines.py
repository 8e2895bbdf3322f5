"""Threads as canonical JSON Lines, which read back as they were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

import msgspec

from analyzer.threads import Message, Thread

_THREAD_KEYS = ("brand", "channel", "language", "incomplete")
_MESSAGE_KEYS = ("author", "sent_at", "sent_at_precision", "visibility", "reply_to", "state")


def write_threads(threads: Iterable[Thread], stream: BinaryIO) -> None:
    """One thread a line."""
    encode = msgspec.json.Encoder().encode
    for thread in threads:
        stream.write(encode(thread_record(thread)) + b"\n")


def thread_record(thread: Thread) -> dict[str, Any]:
    """A thread as the contract's JSON object; what is not known is absent."""
    return {
        "id": _sound(thread.id),
        **_known(thread, _THREAD_KEYS),
        "messages": [_message_record(message) for message in thread.messages],
        **({"extra": _sound(thread.extra)} if thread.extra else {}),
    }


def _message_record(message: Message) -> dict[str, Any]:
    return {
        "id": _sound(message.id),
        "role": message.role,
        "text": _sound(message.text),
        **_known(message, _MESSAGE_KEYS),
        **({"attachments": message.attachments} if message.attachments else {}),
        **({"extra": _sound(message.extra)} if message.extra else {}),
    }


def _known(record: Thread | Message, keys: Iterable[str]) -> dict[str, Any]:
    return {key: _sound(value) for key in keys if (value := getattr(record, key)) is not None}


def _sound(value: Any) -> Any:
    """The value with lone surrogates, which are no characters, replaced one for one."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {_sound(key): _sound(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_sound(inner) for inner in value]
    return value

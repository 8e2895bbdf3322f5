"""Threads as a ConvoKit corpus: a folder that ConvoKit loads, and that reads back as the same threads.

The layout is the one of ``docs/source/data_format.rst`` in CornellNLP/ConvoKit, version 1 of its index.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from analyzer.codebook import Role
from analyzer.errors import AnalyzerError, UsageError
from analyzer.threads import Message, Thread
from analyzer.writers.thread_lines import thread_record

FILES = ("utterances.jsonl", "speakers.json", "conversations.json", "corpus.json", "index.json")
_encoded = msgspec.json.Encoder().encode


def write_corpus(threads: Iterable[Thread], folder: str) -> None:
    """A folder with the corpus, which is there only when it is complete; a corpus that was there is replaced.

    An utterance replies to the message that is known to be replied to, else to the one before it, since ConvoKit wants
    a tree; its metadata keeps what is known. Times without a zone count from 1970 by the clock they show.

    Raises:
        UsageError: The folder holds other files.
        AnalyzerError: It cannot be written.
    """
    target, partial = Path(folder), Path(f"{folder.rstrip('/')}.partial")
    if folder == "-" or target.is_file():
        raise UsageError("a corpus is a folder", folder, "name a folder with --output")
    if target.is_dir() and (others := sorted(path.name for path in target.iterdir() if path.name not in FILES)):
        raise UsageError(f"the folder holds other files: {others[0]}", folder, "name a new folder")
    try:
        partial.mkdir(parents=True, exist_ok=True)
        _write(threads, partial)
        target.mkdir(exist_ok=True)
        for name in FILES:
            os.replace(partial / name, target / name)
    except OSError as error:
        what = (error.strerror or "cannot be written").lower()
        raise AnalyzerError(what, folder, "check the path and the disk") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _write(threads: Iterable[Thread], folder: Path) -> None:
    keys, utterance_types, conversation_types = dict[str, int](), dict[str, str](), dict[str, str]()
    with ExitStack() as stack:
        utterances = stack.enter_context((folder / "utterances.jsonl").open("wb"))
        speakers = _Entries(stack.enter_context((folder / "speakers.json").open("wb")))
        conversations = _Entries(stack.enter_context((folder / "conversations.json").open("wb")))
        for thread in threads:
            record = thread_record(thread)
            key = _unused(record["id"], keys)
            messages = record.pop("messages")
            conversations.add(_utterance_id(key, 1), record)
            _add_types(conversation_types, record)
            lines = _utterances(thread, messages, key, record.get("brand"))
            for message, line in zip(thread.messages, lines, strict=True):
                _add_types(utterance_types, line["meta"])
                speakers.add(line["speaker"], {"role": message.role, "name": line["meta"].get("author")})
                utterances.write(_encoded(line) + b"\n")
        speakers.close()
        conversations.close()
    (folder / "corpus.json").write_bytes(b"{}")
    index = {
        "utterances-index": {name: [kind] for name, kind in utterance_types.items()},
        "speakers-index": {"role": ["<class 'str'>"], "name": ["<class 'str'>"]},
        "conversations-index": {name: [kind] for name, kind in conversation_types.items()},
        "overall-index": {},
        "version": 1,
        "vectors": [],
    }
    (folder / "index.json").write_bytes(_encoded(index))


def _utterances(
    thread: Thread, messages: list[dict[str, Any]], key: str, brand: str | None
) -> Iterable[dict[str, Any]]:
    places = {message["id"]: place for place, message in enumerate(messages, start=1)}
    for place, (message, record) in enumerate(zip(thread.messages, messages, strict=True), start=1):
        text = record.pop("text")
        parent = places.get(record.setdefault("reply_to", None), 0)
        above = parent if 0 < parent < place else place - 1
        yield {
            "id": _utterance_id(key, place),
            "conversation_id": _utterance_id(key, 1),
            "text": text,
            "speaker": _speaker(brand, message, key, record),
            "meta": record,
            "reply-to": _utterance_id(key, above) if above else None,
            "timestamp": _seconds(message.sent_at),
            "vectors": [],
        }


class _Entries:
    """One JSON object, written entry by entry; a key that comes again is left out."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._keys = stream, set[str]()

    def add(self, key: str, meta: Mapping[str, Any]) -> None:
        if key in self._keys:
            return
        self._stream.write(b",\n" if self._keys else b"{")
        self._keys.add(key)
        self._stream.write(_encoded(key) + b": " + _encoded({"meta": meta, "vectors": []}))

    def close(self) -> None:
        self._stream.write(b"}" if self._keys else b"{}")


def _utterance_id(key: str, place: int) -> str:
    """Unique when the key is: what stands after the last colon is the place."""
    return f"{key}:{place}"


def _unused(key: str, keys: dict[str, int]) -> str:
    """The thread's id, with a number where another thread had it."""
    unused, number = key, keys.get(key, 0)
    while unused in keys:
        number += 1
        unused = f"{key} ({number})"
    keys[key] = number
    keys.setdefault(unused, 1)
    return unused


def _speaker(brand: str | None, message: Message, key: str, record: Mapping[str, Any]) -> str:
    """An id where one is known; names stand for one person in one thread only, but for those of the brand."""
    if isinstance(known := record.get("extra", {}).get("author_id"), str) and known:
        return known
    if message.role in (Role.BRAND, Role.BOT):
        return str(record.get("author") or brand or message.role)
    return f"{key}/{record.get('author') or message.role}"


def _seconds(time: datetime | None) -> float | None:
    if time is None:
        return None
    seconds = (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
    return int(seconds) if seconds.is_integer() else seconds


def _add_types(types: dict[str, str], meta: Mapping[str, Any]) -> None:
    for name, value in meta.items():
        if value is not None:
            kind = type(value) if type(value) in (bool, int, float, dict, list) else str
            types.setdefault(name, f"<class '{kind.__name__}'>")

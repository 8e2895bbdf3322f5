"""ConvoKit corpora: utterances, speakers and conversations; what is pickled is never opened.

A corpus that ``convert --to convokit`` wrote reads back as the threads it was written from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

import msgspec

from analyzer.codebook import Role, Visibility
from analyzer.errors import UnreadableInputError
from analyzer.exports.convokit_values import conversation_of, is_pickled, metadata, role_in, speaker_of, time_of
from analyzer.exports.grouping import Grouped
from analyzer.exports.json_documents import json_records, record_paths
from analyzer.exports.json_values import MalformedRecordError, identifier, record_of, words
from analyzer.exports.merging import merged_messages
from analyzer.exports.reading import Topic
from analyzer.exports.sides import BrandSide, in_every_thread
from analyzer.readers.base import ExportFile, Items, Note, OpenedInput, Reader, ReadOptions, Reject
from analyzer.readers.canonical import MalformedThreadError, parse_thread
from analyzer.threads import Message, Source, Thread

_SIDE_FILES = ("speakers.json", "users.json", "conversations.json", "corpus.json", "index.json")
_NOT_CORPUS = frozenset(["data", "payload", "conversations", "messages", "type", "results", "item"])
_OWN_KEYS = frozenset(["id", "role", "reply_to"])


@dataclass(slots=True)
class _Corpus:
    """Side files, and what was met on the way."""

    speakers: dict[str, dict[str, Any]] = field(default_factory=dict)
    conversations: dict[str, dict[str, Any]] = field(default_factory=dict)
    pickled: int = 0
    untimed: int = 0

    def role(self, utterance: Mapping[str, Any]) -> Role | None:
        """The side that the corpus tells."""
        speaker = self.speakers.get(speaker_of(utterance) or "", {})
        return role_in(metadata(utterance.get("meta")), speaker)


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    corpus = _Corpus()
    with Grouped() as grouped:
        utterances = []
        for file in files:
            with file.opened() as opened:
                if _is_utterances(opened):
                    utterances.append(file)
                elif (reject := _side_file(opened, corpus)) is not None:
                    yield reject
        for key in corpus.conversations:
            grouped.add(key, None)
        for file in utterances:
            with file.opened() as opened:
                yield from _gathered(opened, grouped, corpus)
        side = BrandSide(options.brand)
        if not side and (people := _unknown_sides(grouped, corpus)) is not None:
            if (always := in_every_thread(people)) is None:
                mend = "name it with --brand, or give the corpus's folder with speakers.json"
                raise UnreadableInputError("no role is told of the speakers", files[0].name, mend)
            side = BrandSide([always])
            text = f"the brand is taken to be speaker {always!r}, who is in every conversation; --brand says otherwise"
            yield Note(Source(files[0].name), Topic.BRAND, text)
        for key, records in grouped.groups():
            yield from _thread(key, [record for record in records if record is not None], corpus, side, options)
    if corpus.pickled:
        text = f"{corpus.pickled} values lie in pickle files, which are never opened: left out"
        yield Note(Source(files[0].name), Topic.SET_ASIDE, text)
    if corpus.untimed:
        yield Note(Source(files[0].name), Topic.SET_ASIDE, f"{corpus.untimed} timestamps are too small to be times")


def _side_file(opened: OpenedInput, corpus: _Corpus) -> Reject | None:
    target = {
        "speakers.json": corpus.speakers,
        "users.json": corpus.speakers,
        "conversations.json": corpus.conversations,
    }
    entries = target.get(PurePosixPath(opened.name).name)
    if entries is None:
        return None
    try:
        found = record_of(msgspec.json.decode(b"".join(opened.utf8_chunks())))
    except (msgspec.DecodeError, UnicodeError, RecursionError, MalformedRecordError, UnreadableInputError):
        return Reject(Source(opened.name), "not a JSON object of entries by their ids")
    for key, entry in found.items():
        entries.setdefault(key, metadata(entry))
    return None


def _gathered(opened: OpenedInput, grouped: Grouped, corpus: _Corpus) -> Iterator[Reject]:
    for source, value in json_records(opened):
        if isinstance(value, Reject):
            yield value
            continue
        try:
            record = record_of(value)
            key = conversation_of(record)
            corpus.pickled += (
                sum(map(is_pickled, record["meta"].values())) if isinstance(record.get("meta"), dict) else 0
            )
            grouped.add(key, [source.file, source.line, source.item, {**record, "vectors": None}])
        except MalformedRecordError as error:
            yield Reject(source, str(error))
        except (ValueError, OverflowError, RecursionError):
            yield Reject(source, "a value is out of all bounds")


def _unknown_sides(grouped: Grouped, corpus: _Corpus) -> list[tuple[str, ...]] | None:
    """Speakers by conversation, where the side of some is not told; None where all are."""
    unknown, people = False, []
    for _, records in grouped.groups():
        utterances = [record[3] for record in records if record is not None]
        unknown = unknown or any(corpus.role(utterance) is None for utterance in utterances)
        if utterances:
            people.append(tuple({speaker_of(utterance) or "" for utterance in utterances}))
    return people if unknown else None


def _thread(
    key: str, records: list[Any], corpus: _Corpus, side: BrandSide, options: ReadOptions
) -> Iterator[Thread | Reject]:
    meta, utterances = corpus.conversations.get(key, {}), [record[3] for record in records]
    sources = [Source(file, line, item=item) for file, line, item, _ in records]
    if not records and "id" not in meta:
        return
    source = replace(sources[0], records=len(records)) if sources else Source("conversations.json", records=0)
    try:
        if all(metadata(utterance.get("meta")).keys() >= _OWN_KEYS for utterance in utterances):
            yield _own(key, meta, utterances, source)
        else:
            yield _foreign(key, meta, utterances, source, corpus, side, options)
    except (MalformedRecordError, MalformedThreadError) as error:
        for place in sources:
            yield Reject(place, f"conversation: {error}")


def _own(key: str, meta: Mapping[str, Any], utterances: Sequence[Mapping[str, Any]], source: Source) -> Thread:
    messages: dict[Any, dict[str, Any]] = {}
    for utterance in utterances:
        message = {**utterance["meta"], "text": utterance.get("text") or ""}
        messages.setdefault(str(message["id"]), message)
    return parse_thread({"id": key, **meta, "messages": list(messages.values())}, source)


def _foreign(
    key: str,
    meta: Mapping[str, Any],
    utterances: Sequence[Mapping[str, Any]],
    source: Source,
    corpus: _Corpus,
    side: BrandSide,
    options: ReadOptions,
) -> Thread:
    shown = {True: Visibility.PUBLIC, False: Visibility.PRIVATE}.get(meta.get("public"))  # type: ignore[arg-type]
    messages = merged_messages(_message(utterance, shown, corpus, side) for utterance in utterances)
    there = {message.id for message in messages}
    lost = any(message.is_reply and message.reply_to and message.reply_to not in there for message in messages)
    metas = [meta, *(message.extra for message in messages)]
    named = next((message.author for message in messages if message.role is Role.BRAND and message.author), None)
    return Thread(
        key,
        messages,
        brand=next(iter(options.brand), None) or named,
        channel=next((value for holder in metas if isinstance(value := holder.get("channel"), str)), None),
        incomplete="the message that was replied to is missing" if lost else None,
        source=source,
        extra=dict(meta),
    )


def _message(utterance: Mapping[str, Any], shown: Visibility | None, corpus: _Corpus, side: BrandSide) -> Message:
    if (key := identifier(utterance, "id")) is None:
        raise MalformedRecordError("no 'id'")
    speaker = speaker_of(utterance)
    about = corpus.speakers.get(speaker or "", {})
    called = next((value for name in ("name", "username") if isinstance(value := about.get(name), str)), speaker)
    told = corpus.role(utterance)
    sent_at = time_of(utterance.get("timestamp"))
    corpus.untimed += sent_at is None and utterance.get("timestamp") not in (None, "")
    extra = metadata(utterance.get("meta"))
    return Message(
        key,
        Role.BRAND if side.holds(speaker, called) else told or Role.CUSTOMER,
        words(utterance, "text"),
        author=called,
        sent_at=sent_at,
        visibility=shown,
        reply_to=identifier(utterance, "reply_to") or identifier(utterance, "reply-to"),
        extra=extra if called == speaker else {**extra, "author_id": speaker},
    )


def _is_utterances(opened: OpenedInput) -> bool:
    paths = record_paths(opened)
    spoken = {"speaker", "conversation_id"} <= paths or {"user", "root"} <= paths
    return spoken and {"id", "text"} <= paths and bool({"reply-to", "reply_to"} & paths)


def _recognises(opened: OpenedInput) -> bool:
    if PurePosixPath(opened.name.replace("\\", "/")).name not in _SIDE_FILES:
        return _is_utterances(opened)
    keys = {path.partition(".")[0] for path in opened.json_paths}
    return opened.head_text.lstrip("\ufeff \t\r\n").startswith("{") and keys.isdisjoint(_NOT_CORPUS)


READER = Reader("convokit", "ConvoKit corpus (utterances.jsonl and its folder)", _recognises, _read, together=True)

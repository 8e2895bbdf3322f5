"""Meta Graph dumps: a Page's feed with its comments, Instagram comments, Page conversations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from analyzer.codebook import Role
from analyzer.exports.gathering import Gathering, Part, gather
from analyzer.exports.graph_objects import (
    AUTHOR_ID,
    answers,
    author_id,
    comment_part,
    conversation_part,
    is_post,
    object_id,
    parent_id,
    post_message,
)
from analyzer.exports.json_documents import record_paths
from analyzer.exports.json_values import identifier, inner, listed, name, words
from analyzer.exports.reading import Topic
from analyzer.exports.sides import BrandSide, folded_name, in_every_thread, untold_brand
from analyzer.readers.base import ExportFile, Items, Note, OpenedInput, Reader, ReadOptions
from analyzer.threads import Source, Thread

_PAGES = ("data",)
_EDGES = ("posts", "feed", "published_posts", "visitor_posts", "media", "conversations")


@dataclass(slots=True)
class _Dump:
    """What all files of a dump hold, and what they tell of the Page."""

    gathering: Gathering = field(default_factory=Gathering)
    pages: set[str] = field(default_factory=set)
    linked: set[str] = field(default_factory=set)
    people: list[tuple[str, ...]] = field(default_factory=list)

    def parts(self, record: Mapping[str, Any], source: Source) -> Iterator[Part]:
        """What a record holds: a conversation, a post with its comments, a comment, or a Page with all of them."""
        edges = [inner(record, key) for key in _EDGES if isinstance(record.get(key), dict)]
        for edge in edges:
            for entry in listed(edge, "data"):
                yield from self.parts(entry, source)
        if edges:
            return
        if "messages" in record or object_id(record).startswith("t_"):
            yield self._conversation(record, source)
        elif is_post(record):
            yield from self._post(record, source)
        else:
            yield self._comment(record, source, None)

    def _post(self, post: Mapping[str, Any], source: Source) -> Iterator[Part]:
        """The comments; a visitor's post is a thread itself, with what they and the Page say below it."""
        key, writer = object_id(post), author_id(post)
        page = key.partition("_")[0] if "_" in key else writer
        if page is not None:
            self.pages.add(page)
        visitor = "_" in key and writer not in (None, page)
        if visitor:
            opening = Thread(key, (post_message(post),), channel="facebook", source=source)
            yield Part(opening, holds=frozenset({"root"}))
        for comment in answers(post):
            if visitor and author_id(comment) in (writer, page):
                self.gathering.joined[object_id(comment)] = key
            yield self._comment(comment, source, key)

    def _comment(self, comment: Mapping[str, Any], source: Source, post: str | None) -> Part:
        part = comment_part(comment, source, post)
        if (parent := parent_id(comment)) is not None:
            self.gathering.joined[object_id(comment)] = parent
        if (private := identifier(inner(comment, "private_reply_conversation"), "id")) is not None:
            self.gathering.joined[private] = part.thread.id
        return part

    def _conversation(self, record: Mapping[str, Any], source: Source) -> Part:
        part = conversation_part(record, source)
        inbox = folded_name(words(record, "link").strip("/").partition("/")[0]).replace(".", "")
        participants = listed(inner(record, "participants"), "data")
        people = {identifier(entry, "id") or "": name(entry, "name") for entry in participants}
        self.people.append(tuple(people))
        for person, called in people.items():
            if inbox and inbox in (person, folded_name(called or "").replace(" ", "")):
                self.linked.add(person)
        return part


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    dump = _Dump()
    yield from gather(dump.gathering, files, _PAGES, dump.parts)
    names = {*options.brand, *dump.pages}
    if not names and dump.people:
        names = dump.linked if len(dump.linked) == 1 else set(filter(None, [in_every_thread(dump.people)]))
        where = "the inbox's link" if dump.linked else "who is in every conversation"
        for page in names:
            text = f"the brand is taken to be {page}, from {where}; name another with --brand"
            yield Note(Source(files[0].name), Topic.BRAND, text)
    side = BrandSide(names)
    for item in dump.gathering.threads():
        if not isinstance(item, Thread):
            yield item
        elif not side:
            writers = (message.author for message in item.messages)
            raise untold_brand(
                "author", files[0].name, (*writers, *(person for people in dump.people for person in people))
            )
        else:
            yield _sided(item, side, options)


def _sided(thread: Thread, side: BrandSide, options: ReadOptions) -> Thread:
    messages = tuple(
        replace(message, role=Role.BRAND) if side.holds(message.extra.get(AUTHOR_ID), message.author) else message
        for message in thread.messages
    )
    named = next((message.author for message in messages if message.role is Role.BRAND and message.author), None)
    return replace(thread, messages=messages, brand=named or next(iter(options.brand), None))


def _recognises(opened: OpenedInput) -> bool:
    paths = record_paths(opened, *_PAGES, *(f"{edge}.data" for edge in _EDGES))
    comments = {"id", "created_time"} <= paths and bool({"message", "parent", "comments.data"} & paths)
    instagram = {"id", "timestamp"} <= paths and bool({"replies.data", "comments.data", "username"} & paths)
    conversations = {"id", "messages.data"} <= paths or {"id", "participants.data", "updated_time"} <= paths
    return comments or instagram or conversations


READER = Reader(
    "meta-graph", "Meta Graph API dumps: feed, comments, conversations (JSON)", _recognises, _read, together=True
)

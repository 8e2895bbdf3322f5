"""Posts and direct messages of X (API v2): pages, pages one a line, or one post a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from analyzer.codebook import Role
from analyzer.exports.branches import openers
from analyzer.exports.gathering import Gathering, Part, gather
from analyzer.exports.json_documents import record_paths
from analyzer.exports.json_values import MalformedRecordError, identifier, inner, listed, name, record_of
from analyzer.exports.reading import Topic
from analyzer.exports.sides import BrandSide, in_every_thread, untold_brand
from analyzer.exports.x_posts import Post, direct_message, is_repost, post_of
from analyzer.readers.base import ExportFile, Items, Note, OpenedInput, Reader, ReadOptions, Reject
from analyzer.threads import Source, Thread


@dataclass(slots=True)
class _Dump:
    """All posts, direct messages and people of the files."""

    posts: dict[str, Post] = field(default_factory=dict)
    records: dict[str, int] = field(default_factory=dict)
    people: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    messages: Gathering = field(default_factory=Gathering)
    talking: dict[str, set[str]] = field(default_factory=dict)
    reposts: int = 0
    pages_with_more: int = 0
    last_pages: int = 0

    def take(self, page: Mapping[str, Any], source: Source) -> Iterator[Part | Reject]:
        """Notes a page, or one record of it; direct messages come back as parts."""
        includes = inner(page, "includes")
        for user in listed(includes, "users"):
            self._person(user)
        for context in listed(includes, "tweets"):
            self._post(context, replace(source, records=0))
        if "meta" in page:
            more = "next_token" in inner(page, "meta")
            self.pages_with_more += more
            self.last_pages += not more
            if "data" not in page:
                return
        whole = isinstance(page.get("data"), (list, dict))
        data = page.get("data") if whole else page
        for entry in data if isinstance(data, list) else [data]:
            try:
                yield from self._record(record_of(entry), source)
            except MalformedRecordError as error:
                yield Reject(source, str(error))

    def _record(self, record: Mapping[str, Any], source: Source) -> Iterator[Part]:
        if (conversation := identifier(record, "dm_conversation_id")) is not None:
            message = direct_message(record)
            if message.author:
                self.talking.setdefault(conversation, set()).add(message.author)
            yield Part(Thread(conversation, (message,), channel="x", source=source))
        elif is_repost(record):
            self.reposts += 1
        else:
            self._post(record, source)

    def _post(self, record: Mapping[str, Any], source: Source) -> None:
        if source.records == 0 and ("author_id" not in record or "created_at" not in record):
            return
        post = post_of(record, source)
        if isinstance(record.get("author"), dict):
            self._person(inner(record, "author"))
        known = self.posts.get(post.message.id)
        if known is None or len(known.message.text) < len(post.message.text):
            self.posts[post.message.id] = post
        self.records[post.message.id] = self.records.get(post.message.id, 0) + source.records
        self.talking.setdefault(post.conversation, set()).add(post.author_id)

    def _person(self, user: Mapping[str, Any]) -> None:
        if (key := identifier(user, "id")) is not None:
            self.people[key] = (name(user, "username"), name(user, "name"))

    def brand_ids(self, options: ReadOptions) -> frozenset[str]:
        """Ids of the accounts that are the brand's, as far as the options name them."""
        side = BrandSide(options.brand)
        ids = {person for person, names in self.people.items() if side.holds(person, *names)}
        ids |= {writer for writers in self.talking.values() for writer in writers if side.holds(writer)}
        return frozenset(ids)


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    dump = _Dump()
    yield from gather(dump.messages, files, (), dump.take)
    if dump.reposts:
        yield Note(Source(files[0].name), Topic.SET_ASIDE, f"{dump.reposts} reposts hold no message of their own")
    if dump.pages_with_more and not dump.last_pages:
        text = "more pages follow the last one: fetch those too, or what was answered may be missing"
        yield Note(Source(files[0].name), Topic.INCOMPLETE, text)
    brand = dump.brand_ids(options)
    if not options.brand and (always := in_every_thread(sorted(writers) for writers in dump.talking.values())):
        brand = frozenset({always})
        text = f"the brand is taken to be account {always}, which is in every conversation; name another with --brand"
        yield Note(Source(files[0].name), Topic.BRAND, text)
    if not brand and dump.talking and not options.brand:
        writers = dict.fromkeys(writer for writers in dump.talking.values() for writer in sorted(writers))
        raise untold_brand("account", files[0].name, (dump.people.get(key, (None,))[0] or key for key in writers))
    for thread in (*_branches(dump, brand), *dump.messages.threads()):
        yield _sided(thread, dump, brand, options) if isinstance(thread, Thread) else thread


def _branches(dump: _Dump, brand: frozenset[str]) -> Iterator[Thread]:
    gathering = Gathering()
    above = {key: post.reply_to for key, post in dump.posts.items()}
    opening = openers(above, {key for key, post in dump.posts.items() if post.author_id in brand})
    for key, post in dump.posts.items():
        first = dump.posts[opening[key]]
        gone = first.reply_to is not None and first.reply_to not in dump.posts
        lost = gone and (first.author_id in brand or first.reply_to_author in brand)
        records = dump.records[key]
        source = post.source if post.source.records == records else replace(post.source, records=records)
        incomplete = "the post that was replied to is missing" if lost else None
        gathering.add(
            Part(Thread(first.message.id, (post.message,), channel="x", incomplete=incomplete, source=source))
        )
    for item in gathering.threads():
        if isinstance(item, Thread) and item.source.records:
            yield item


def _sided(thread: Thread, dump: _Dump, brand: frozenset[str], options: ReadOptions) -> Thread:
    messages = []
    for message in thread.messages:
        writer = message.extra.get("author_id", "")
        handle, _ = dump.people.get(writer, (None, None))
        role = Role.BRAND if writer in brand and message.role is Role.CUSTOMER else message.role
        messages.append(replace(message, role=role, author=handle or message.author))
    shown = [names[1] or names[0] for person in sorted(brand) if (names := dump.people.get(person))]
    return replace(thread, messages=tuple(messages), brand=next(iter(shown), None) or next(iter(options.brand), None))


def _recognises(opened: OpenedInput) -> bool:
    paths = record_paths(opened, "data")
    posts = {"id", "text"} <= paths and bool({"author_id", "edit_history_tweet_ids", "conversation_id"} & paths)
    messages = "dm_conversation_id" in paths
    empty_page = "meta.result_count" in paths and not any(path.startswith("data.item") for path in paths)
    return messages or empty_page or (posts and not {"speaker", "label", "annotations", "labels"} & paths)


READER = Reader("x-api", "X posts and direct messages (API v2, JSON)", _recognises, _read, together=True)

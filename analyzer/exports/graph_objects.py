"""Objects of Meta's Graph API: comments with their replies, posts, conversations; sides are told later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.codebook import Role, Visibility
from analyzer.exports.gathering import Part
from analyzer.exports.json_values import MalformedRecordError, count, identifier, inner, listed, moment, name, words
from analyzer.threads import Message, Source, Thread

AUTHOR_ID = "author_id"
_COMMENT_KEYS = frozenset({"parent", "comment_count", "can_reply_privately", "is_hidden", "private_reply_conversation"})
_MEDIA_KEYS = frozenset({"caption", "media_type", "media_url"})


def object_id(record: Mapping[str, Any]) -> str:
    """The id of an object.

    Raises:
        MalformedRecordError: It has none.
    """
    if (key := identifier(record, "id")) is None:
        raise MalformedRecordError("no 'id'")
    return key


def author_id(record: Mapping[str, Any]) -> str | None:
    """Who wrote it; Facebook leaves people out unless the Page's own token asked."""
    return identifier(inner(record, "from"), "id") or name(record, "username")


def answers(record: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The comments under a post or comment that the dump holds."""
    return listed(inner(record, "comments") or inner(record, "replies"), "data")


def is_post(record: Mapping[str, Any]) -> bool:
    """Whether it is a post and no comment; ids tell: ``PAGE_POST`` has comments ``POST_COMMENT``."""
    if _MEDIA_KEYS & record.keys():
        return True
    prefix, _, suffix = object_id(record).partition("_")
    below = answers(record)
    if below and suffix:
        return object_id(below[0]).partition("_")[0] == suffix
    return not _COMMENT_KEYS & record.keys() and author_id(record) == prefix


def post_message(post: Mapping[str, Any]) -> Message:
    """A visitor's post as the message it is."""
    return _message(post, Visibility.PUBLIC)


def parent_id(comment: Mapping[str, Any]) -> str | None:
    """The comment replied to."""
    return identifier(inner(comment, "parent"), "id") or identifier(comment, "parent_id")


def comment_part(comment: Mapping[str, Any], source: Source, post: str | None) -> Part:
    """A comment and all its replies; one that replies to another belongs to that one's thread."""
    parent, below = parent_id(comment), answers(comment)
    messages, waiting = [], [comment]
    while waiting:
        entry = waiting.pop()
        messages.append(_message(entry, Visibility.PUBLIC))
        waiting.extend(reversed(answers(entry)))
    edge = inner(comment, "comments") or inner(comment, "replies")
    lacks = {}
    if parent is not None:
        lacks["root"] = "the comment that was replied to is missing"
    elif "next" in inner(edge, "paging") and count(comment, "comment_count") is None:
        lacks["replies"] = "only the first page of replies is in the dump"
    thread = Thread(
        parent or object_id(comment),
        tuple(messages),
        channel="instagram" if "username" in comment or "text" in comment else "facebook",
        source=source,
        extra={"post": post} if post else {},
    )
    told = 1 + max(count(comment, "comment_count") or 0, len(below)) if parent is None else 0
    return Part(thread, told=told, holds=frozenset() if parent else frozenset({"root"}), lacks=lacks)


def conversation_part(record: Mapping[str, Any], source: Source) -> Part:
    """A private conversation; the API gives the newest message first."""
    edge, told = inner(record, "messages"), count(record, "message_count")
    first_page = "next" in inner(edge, "paging") and told is None
    messages = [_message(entry, Visibility.PRIVATE) for entry in reversed(listed(edge, "data"))]
    thread = Thread(object_id(record), tuple(messages), channel=name(record, "platform") or "facebook", source=source)
    lacks = {"messages": "only the first page of messages is in the dump"} if first_page else {}
    return Part(thread, told=told or 0, lacks=lacks)


def _message(record: Mapping[str, Any], visibility: Visibility) -> Message:
    attachments = len(listed(inner(record, "attachments"), "data"))
    attachments += sum(isinstance(record.get(key), (dict, str)) for key in ("attachment", "sticker"))
    extra: dict[str, Any] = {AUTHOR_ID: writer} if (writer := author_id(record)) else {}
    if record.get("is_hidden") is True:
        extra["is_hidden"] = True
    return Message(
        object_id(record),
        Role.CUSTOMER,
        words(record, "message") or words(record, "text") or words(record, "caption"),
        author=name(inner(record, "from"), "name") or name(record, "username"),
        sent_at=moment(record, "created_time") or moment(record, "timestamp"),
        visibility=visibility,
        reply_to=parent_id(record),
        attachments=attachments,
        extra=extra,
    )

"""Posts and direct messages of X as its API gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analyzer.codebook import MessageState, Role, Visibility
from analyzer.exports.html_text import unescaped
from analyzer.exports.json_values import MalformedRecordError, identifier, inner, listed, moment, words
from analyzer.threads import Message, Source

_FIELDS = "tweet.fields=author_id,created_at,conversation_id,referenced_tweets,in_reply_to_user_id"


@dataclass(frozen=True, slots=True)
class Post:
    """A post: who wrote it, what it replies to, and the message it is."""

    message: Message
    author_id: str
    conversation: str
    reply_to: str | None
    reply_to_author: str | None
    source: Source


def is_repost(record: Mapping[str, Any]) -> bool:
    """Whether the post only passes on another one."""
    return any(reference.get("type") == "retweeted" for reference in listed(record, "referenced_tweets"))


def post_of(record: Mapping[str, Any], source: Source) -> Post:
    """A post of the API's second version.

    Raises:
        MalformedRecordError: A field that was not requested is missing.
    """
    key, author, sent_at = identifier(record, "id"), identifier(record, "author_id"), moment(record, "created_at")
    if key is None or author is None or sent_at is None:
        missing = next(name for name in ("id", "author_id", "created_at") if not record.get(name))
        raise MalformedRecordError(f"no {missing!r}: request {_FIELDS}")
    replied = [entry for entry in listed(record, "referenced_tweets") if entry.get("type") == "replied_to"]
    parent = identifier(replied[0], "id") if replied else None
    history = record.get("edit_history_tweet_ids")
    message = Message(
        key,
        Role.CUSTOMER,
        unescaped(words(inner(record, "note_tweet"), "text") or words(record, "text")),
        author=author,
        sent_at=sent_at,
        visibility=Visibility.PUBLIC,
        reply_to=parent,
        attachments=_media(record),
        state=MessageState.EDITED if isinstance(history, list) and len(history) > 1 else None,
        extra={"author_id": author},
    )
    return Post(
        message,
        author,
        identifier(record, "conversation_id") or key,
        parent,
        identifier(record, "in_reply_to_user_id"),
        source,
    )


def direct_message(record: Mapping[str, Any]) -> Message:
    """A direct message, or who came and went, of the API's second version."""
    sender = identifier(record, "sender_id")
    return Message(
        identifier(record, "id") or "",
        Role.CUSTOMER if words(record, "event_type") == "MessageCreate" else Role.SYSTEM,
        unescaped(words(record, "text")),
        author=sender,
        sent_at=moment(record, "created_at"),
        visibility=Visibility.PRIVATE,
        attachments=_media(record),
        extra={"author_id": sender} if sender else {},
    )


def _media(record: Mapping[str, Any]) -> int:
    keys = inner(record, "attachments").get("media_keys")
    return len(keys) if isinstance(keys, list) else 0

"""A Zendesk ticket as a thread: who its authors are, what its channel is, which comments are replies."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analyzer.codebook import Role, Visibility
from analyzer.exports.html_text import text_of_html
from analyzer.exports.merging import merged_messages
from analyzer.exports.reading import ReadOptions
from analyzer.exports.times import epoch_time, iso_time
from analyzer.threads import Message, Source, Thread

NO_COMMENTS = "the ticket's comments are not in the export"
NO_TRANSCRIPT = "the transcript of the chat is not in the export"
_NUMBERED = {
    0: "web_form", 4: "mail", 23: "twitter_favorite", 26: "twitter_dm", 29: "chat", 30: "twitter", 38: "facebook_post",
    41: "facebook_message", 55: "any_channel", 57: "sms",
}  # fmt: skip
_PUBLIC = frozenset(["twitter", "twitter_favorite", "facebook_post", "instagram_comment"])
_UNTOLD = frozenset(["any_channel", "facebook", "instagram"])
_MESSAGING = frozenset(["chat", "messaging", "native_messaging", "whatsapp", "instagram_dm", "line", "telegram"])
_PUBLIC_RELATIONS = frozenset(["post", "mention", "comment", "wall", "tweet"])
_ZENDESK_ITSELF = "-1"


class People:
    """Users by id, and whether an author's side had to be guessed."""

    def __init__(self) -> None:
        """Knows nobody yet."""
        self._users: dict[str, tuple[str, str | None]] = {}
        self.guessed = False

    def add(self, user: Mapping[str, Any]) -> None:
        """Learns a user's role and name."""
        self._users[str(user["id"])] = (str(user["role"]), user.get("name"))

    def name(self, author: str) -> str | None:
        """The author's name, where it is known."""
        return self._users.get(author, ("", None))[1]

    def role(self, author: str, requester: str | None) -> Role:
        """The author's side: by its role, else by whether it asked."""
        if author == _ZENDESK_ITSELF:
            return Role.SYSTEM
        if author in self._users:
            return Role.CUSTOMER if self._users[author][0] == "end-user" else Role.BRAND
        self.guessed = True
        return Role.CUSTOMER if author == requester else Role.BRAND


def ticket_thread(key: str, members: Sequence[Mapping[str, Any]], people: People, options: ReadOptions) -> Thread:
    """The thread of all that was gathered of one ticket: versions of it, events, comments, in any order."""
    versions = [member["record"] for member in members if member["kind"] == "ticket"]
    ticket: Mapping[str, Any] = max(versions, key=lambda record: str(record.get("updated_at") or ""), default={})
    comments = list(_comments(members))
    opened = ticket.get("requester_id")
    if opened is None and comments:
        opened = min(comments, key=lambda pair: str(_moment(*pair)))[0].get("author_id")
    requester = None if opened is None else str(opened)
    channel, relation = _channel(ticket.get("via"))
    seen = _visibility(channel, relation)
    messages = merged_messages(comment_message(comment, requester, people, event, seen) for comment, event in comments)
    incomplete = None
    if channel in _MESSAGING and len(messages) <= 1:
        incomplete = NO_TRANSCRIPT
    elif not messages:
        incomplete = NO_COMMENTS
    if not messages and ticket.get("description"):
        messages = (_description(ticket, requester, people, seen),)
    file, line, item = members[0]["at"]
    return Thread(
        key,
        messages,
        brand=next(iter(options.brand), None),
        channel=channel,
        incomplete=incomplete,
        source=Source(file, line, records=len(members), item=item),
        extra={name: ticket[name] for name in ("subject", "status", "brand_id", "tags") if ticket.get(name)},
    )


def comment_message(
    comment: Mapping[str, Any],
    requester: str | None,
    people: People,
    event: Mapping[str, Any],
    seen: Visibility | None = None,
) -> Message:
    """A comment as a message, seen as its ticket is, unless it is internal.

    Raises:
        ValueError: It has no id, author or time.
    """
    if comment.get("id") is None or comment.get("author_id") is None:
        raise ValueError("a comment without id or author")
    author = str(comment["author_id"])
    role = people.role(author, requester)
    if role is Role.BRAND and _channel(comment.get("via"))[0] in ("rule", "system"):
        role = Role.BOT
    return Message(
        str(comment["id"]),
        role,
        _text(comment),
        author=people.name(author),
        sent_at=_moment(comment, event),
        visibility=Visibility.INTERNAL if comment.get("public") is False else seen,
        attachments=len(comment.get("attachments") or ()),
    )


def _comments(members: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for member in members:
        record = member["record"]
        if member["kind"] == "comment":
            yield record, {}
        elif member["kind"] == "ticket":
            yield from ((comment, {}) for comment in record.get("comments") or ())
        else:
            for child in record["child_events"]:
                if child.get("event_type", child.get("type")) == "Comment":
                    yield {"author_id": record.get("updater_id"), **child}, record


def _moment(comment: Mapping[str, Any], event: Mapping[str, Any]) -> Any:
    written = comment.get("created_at") or event.get("created_at")
    if written is not None:
        return iso_time(written)
    return epoch_time(comment.get("timestamp") or event.get("timestamp"))


def _text(comment: Mapping[str, Any]) -> str:
    if comment.get("plain_body"):
        return html.unescape(str(comment["plain_body"])).replace("\xa0", " ")
    if comment.get("html_body"):
        return text_of_html(str(comment["html_body"]))
    return str(comment.get("body") or "")


def _description(ticket: Mapping[str, Any], requester: str | None, people: People, seen: Visibility | None) -> Message:
    return Message(
        "description",
        Role.CUSTOMER,
        str(ticket["description"]),
        author=people.name(requester or ""),
        sent_at=iso_time(ticket["created_at"]) if ticket.get("created_at") else None,
        visibility=seen,
    )


def _visibility(channel: str | None, relation: str | None) -> Visibility | None:
    if channel is None:
        return None
    if channel in _UNTOLD or (channel == "twitter" and relation):
        if relation is None:
            return None
        return Visibility.PUBLIC if relation in _PUBLIC_RELATIONS else Visibility.PRIVATE
    return Visibility.PUBLIC if channel in _PUBLIC else Visibility.PRIVATE


def _channel(via: Any) -> tuple[str | None, str | None]:
    """Name of the channel and how the message came by it."""
    if isinstance(via, str):
        return via.casefold(), None
    if not isinstance(via, Mapping):
        return None, None
    channel = via.get("channel")
    named = _NUMBERED.get(channel, f"channel {channel}") if isinstance(channel, int) else channel
    source = via.get("source")
    relation = source.get("rel") if isinstance(source, Mapping) else None
    return (str(named) if named else None), (str(relation) if relation else None)

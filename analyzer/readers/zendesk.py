"""Zendesk: the account's JSON export (tickets with comments, one a line), its users, and pages of its API.

Sides come from the users' roles; without a users file, whoever is not the requester is taken for the brand.
Private comments are internal notes; what a rule or Zendesk itself wrote is no reply.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from analyzer.exports.files import ExportFile
from analyzer.exports.grouping import Grouped
from analyzer.exports.json_items import json_items, json_lines
from analyzer.exports.json_paths import paths_in_head
from analyzer.exports.reading import Topic
from analyzer.readers.base import Items, Note, OpenedInput, Reader, ReadOptions, Reject
from analyzer.readers.zendesk_tickets import People, comment_message, ticket_thread
from analyzer.threads import Source

_PAGES = ("tickets", "ticket_events", "comments", "users")
_USERS = tuple((role,) for role in ("end-user", "agent", "admin"))
_SHAPES = (
    {"requester_id", "submitter_id"},
    {"requester_id", "via.channel"},
    {"requester_id", "comments"},
    {"ticket_events.item.ticket_id"},
    {"tickets.item.id", "tickets.item.requester_id"},
    {"comments.item.author_id", "comments.item.public"},
    {"users.item.id", "users.item.role"},
    {"item.requester_id", "item.submitter_id"},
)
_TICKET = frozenset(["requester_id", "submitter_id"])


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    people = People()
    for file in files:
        with file.opened() as opened:
            for _, record in _records(opened):
                if isinstance(record, Mapping) and _is_user(record):
                    people.add(record)
    with Grouped() as grouped:
        for file in files:
            with file.opened() as opened:
                for source, record in _records(opened):
                    if isinstance(record, Reject):
                        yield record
                        continue
                    gathered = _gathered(record, source)
                    if isinstance(gathered, Reject):
                        yield gathered
                    elif gathered is not None:
                        key, kind = gathered
                        place = [source.file, source.line, source.item]
                        grouped.add(key, {"kind": kind, "at": place, "record": record})
        for key, members in grouped.groups():
            yield ticket_thread(key, members, people, options)
    if people.guessed:
        text = "some authors are in no users file: whoever is not the requester is taken for the brand"
        yield Note(Source(files[0].name), Topic.BRAND, text)


def _records(opened: OpenedInput) -> Iterator[tuple[Source, Any]]:
    """Records one a line, in a list, or in pages of the API; a page that is itself a record of a list is one record."""
    paths = opened.json_paths
    listed = [f"{page}.item" for page in _PAGES]
    if opened.head_text.lstrip("\ufeff \t\r\n").partition("\n")[0].rstrip() == "{" and paths.isdisjoint(listed):
        found = json_items(opened, "")
    elif "requester_id" in paths or paths.isdisjoint(["item", *listed]):
        found = json_lines(opened)
    else:
        found = json_items(opened, "item", *listed)
    for source, record in found:
        page = next((page for page in _PAGES if _is_page(record, page)), None)
        if page is None:
            yield source, record
        else:
            yield from ((source, inside) for inside in record[page])


def _is_page(record: Any, page: str) -> bool:
    return isinstance(record, Mapping) and "requester_id" not in record and isinstance(record.get(page), list)


def _gathered(record: Any, source: Source) -> tuple[str, str] | Reject | None:
    if not isinstance(record, Mapping):
        return Reject(source, "not a JSON object")
    if _is_user(record):
        return None
    try:
        if "child_events" in record:
            for child in record["child_events"]:
                if child.get("event_type", child.get("type")) == "Comment":
                    comment_message(child, None, People(), record)
            return str(record["ticket_id"]), "event"
        if record.get("type") in ("Comment", "VoiceComment"):
            comment_message(record, None, People(), {})
            return str(record.get("ticket_id") or PurePath(source.file).stem), "comment"
        if _TICKET & record.keys():
            for comment in record.get("comments") or ():
                comment_message(comment, None, People(), {})
            return str(record["id"]), "ticket"
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return Reject(source, f"malformed ticket: {error}" if isinstance(error, ValueError) else "malformed ticket")
    return Reject(source, "neither a ticket, an event, a comment nor a user")


def _is_user(record: Mapping[str, Any]) -> bool:
    return record.get("role") in ("end-user", "agent", "admin") and "id" in record


def _recognises(opened: OpenedInput) -> bool:
    paths = opened.json_paths or _after_first_line(opened)
    return any(shape <= paths for shape in _SHAPES) or (
        {"id", "name", "role"} <= paths and opened.json_values("role")[:1] in _USERS
    )


def _after_first_line(opened: OpenedInput) -> frozenset[str]:
    """Paths of what follows a first line that is no record, as some exports have it."""
    rest = opened.head_text.partition("\n")[2].lstrip()
    return paths_in_head(rest.encode("utf-8", "replace"))


READER = Reader("zendesk", "Zendesk's JSON export, its users and pages of its API", _recognises, _read, together=True)

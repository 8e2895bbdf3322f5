"""Exports of any size in every format: four messages a thread, sentences of the labelled corpus, no two texts alike."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TextIO

from benchmarks.corpus import labelled

_START = datetime(2024, 3, 12, 17, 5, 40, tzinfo=UTC)
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_MARKUP = frozenset("<>&")


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the story: whose thread it is in, its number in the file, whether the brand said it, and when."""

    thread: int
    number: int
    is_reply: bool
    text: str
    sent_at: datetime


def story(threads: int) -> Iterator[Said]:
    """Four messages a thread, customer and brand by turns, each of two sentences that its side says and a number."""
    customer, brand = sentences("customer"), sentences("brand")
    for thread in range(threads):
        for turn in range(4):
            number = thread * 4 + turn
            said = brand if turn % 2 else customer
            first, second = said[number % len(said)], said[number // 2 * 7 % len(said)]
            sent_at = _START + timedelta(seconds=number * 61)
            yield Said(thread, number, bool(turn % 2), f"{first} {second} {number}", sent_at)


@cache
def sentences(role: str) -> tuple[str, ...]:
    """What one side says in the labelled corpus, sentence by sentence, each once; none that looks like markup."""
    texts = (message["text"] for thread in labelled() for message in thread["messages"] if message["role"] == role)
    found = (" ".join(sentence.split()) for text in texts for sentence in _SENTENCE.split(text))
    return tuple(dict.fromkeys(sentence for sentence in found if sentence and _MARKUP.isdisjoint(sentence)))


def _canonical(stream: TextIO, threads: int) -> None:
    for said in _by_thread(threads):
        messages = [
            {"id": str(one.number), "role": "brand" if one.is_reply else "customer", "text": one.text,
             "sent_at": one.sent_at.isoformat()} for one in said
        ]  # fmt: skip
        _line(stream, {"id": f"t{said[0].thread}", "brand": "Telvia", "messages": messages})


def _table(stream: TextIO, threads: int) -> None:
    rows = csv.writer(stream)
    rows.writerow(["thread_id", "id", "role", "author", "sent_at", "text"])
    for one in story(threads):
        side = "brand" if one.is_reply else "customer"
        rows.writerow([f"t{one.thread}", one.number, side, side, one.sent_at.isoformat(), one.text])


def _table_lines(stream: TextIO, threads: int) -> None:
    for one in story(threads):
        side = "brand" if one.is_reply else "customer"
        record = {"thread_id": f"t{one.thread}", "id": str(one.number), "role": side, "text": one.text}
        _line(stream, {**record, "sent_at": one.sent_at.isoformat()})


def _hootsuite(stream: TextIO, threads: int) -> None:
    rows = csv.writer(stream)
    rows.writerow(
        ["Conversation ID", "Message ID", "Medium", "Channel Display Name", "Direction", "Message Type", "Created at",
         "Content", "Post URL", "Contact Primary Identifier"]
    )  # fmt: skip
    for one in story(threads):
        side = "Outbound" if one.is_reply else "Inbound"
        at = f"{one.sent_at:%Y-%m-%d %H:%M:%S}"
        rows.writerow([f"t{one.thread}", one.number, "Facebook", "Telvia", side, "COMMENT", at, one.text, "", "Carla"])


def _twcs(stream: TextIO, threads: int) -> None:
    rows = csv.writer(stream)
    rows.writerow(
        ["tweet_id", "author_id", "inbound", "created_at", "text", "response_tweet_id", "in_response_to_tweet_id"]
    )
    for one in story(threads):
        above = "" if one.number % 4 == 0 else one.number
        author = "Telvia" if one.is_reply else 700_000 + one.thread
        at = f"{one.sent_at:%a %b %d %H:%M:%S +0000 %Y}"
        rows.writerow([one.number + 1, author, not one.is_reply, at, one.text, "", above])


def _zendesk(stream: TextIO, threads: int) -> None:
    for said in _by_thread(threads):
        customer = 700_000 + said[0].thread
        comments = [
            {"id": one.number + 1, "type": "Comment", "author_id": 5 if one.is_reply else customer, "body": one.text,
             "plain_body": one.text, "public": True, "created_at": _iso(one)} for one in said
        ]  # fmt: skip
        opened = {"created_at": _iso(said[0]), "updated_at": _iso(said[-1]), "via": {"channel": "facebook_message"}}
        key = said[0].thread + 1
        _line(stream, {"id": key, "requester_id": customer, "submitter_id": customer, **opened, "comments": comments})


def _meta(stream: TextIO, threads: int) -> None:
    messages = (
        {"sender_name": "Telvia" if one.is_reply else "Carla Neri", "timestamp_ms": int(one.sent_at.timestamp() * 1000),
         "content": one.text.encode().decode("latin-1"), "is_geoblocked_for_viewer": False} for one in story(threads)
    )  # fmt: skip
    begin = '{"participants": [{"name": "Carla Neri"}, {"name": "Telvia"}], "messages": '
    _document(stream, messages, begin, ', "thread_path": "inbox/carlaneri_7701"}')


def _meta_graph(stream: TextIO, threads: int) -> None:
    def conversations() -> Iterator[dict[str, Any]]:
        for said in _by_thread(threads):
            people = [{"id": "4101", "name": "Telvia"}, {"id": f"6{said[0].thread}", "name": "Carla Neri"}]
            messages = [
                {"id": f"m{one.number}", "created_time": f"{one.sent_at:%Y-%m-%dT%H:%M:%S}+0000",
                 "from": people[not one.is_reply], "message": one.text} for one in said
            ]  # fmt: skip
            yield {
                "id": f"t_{said[0].thread}", "message_count": 4, "link": "/telvia/inbox/1/",
                "participants": {"data": people}, "messages": {"data": messages[::-1]},
            }  # fmt: skip

    _document(stream, conversations(), '{"data": ', "}")


def _intercom(stream: TextIO, threads: int) -> None:
    def conversations() -> Iterator[dict[str, Any]]:
        for said in _by_thread(threads):
            parts = [
                {"type": "conversation_part", "id": str(one.number), "part_type": "comment",
                 "body": f"<p>{one.text}</p>",
                 "created_at": int(one.sent_at.timestamp()),
                 "author": {"type": "admin" if one.is_reply else "user", "id": "9", "name": "Giulia"}}
                for one in said[1:]
            ]  # fmt: skip
            source = {"type": "facebook", "id": f"s{said[0].thread}", "delivered_as": "customer_initiated",
                      "body": f"<p>{said[0].text}</p>", "author": {"type": "user", "id": "u1"}}  # fmt: skip
            held = {"total_count": len(parts), "conversation_parts": parts}
            yield {
                "type": "conversation", "id": str(said[0].thread), "created_at": int(said[0].sent_at.timestamp()),
                "source": source, "conversation_parts": held,
            }  # fmt: skip

    _document(stream, conversations())


def _freshdesk(stream: TextIO, threads: int) -> None:
    def tickets() -> Iterator[dict[str, Any]]:
        for said in _by_thread(threads):
            conversations = [
                {"id": one.number + 1, "ticket_id": said[0].thread + 1, "source": 0, "incoming": not one.is_reply,
                 "private": False, "body": f"<div>{one.text}</div>", "body_text": one.text, "created_at": _iso(one)}
                for one in said[1:]
            ]  # fmt: skip
            yield {
                "id": said[0].thread + 1, "source": 6, "requester_id": 7, "created_at": _iso(said[0]),
                "subject": "Pacco",
                "description_text": said[0].text, "conversations": conversations,
            }  # fmt: skip

    _document(stream, tickets())


def _chatwoot(stream: TextIO, threads: int) -> None:
    for said in _by_thread(threads):
        payload = [
            {"id": one.number + 1, "conversation_id": one.thread + 1, "inbox_id": 3, "message_type": int(one.is_reply),
             "content_type": "text", "content": one.text, "private": False, "created_at": int(one.sent_at.timestamp())}
            for one in said
        ]  # fmt: skip
        _line(stream, {"meta": {"labels": []}, "payload": payload})


def _zammad(stream: TextIO, threads: int) -> None:
    articles = (
        {"id": one.number + 1, "ticket_id": one.thread + 1, "type": "chat", "from": "Carla", "body": one.text,
         "sender": "Agent" if one.is_reply else "Customer", "content_type": "text/plain", "internal": False,
         "created_at": _iso(one)} for one in story(threads)
    )  # fmt: skip
    _document(stream, articles)


def _hubspot(stream: TextIO, threads: int) -> None:
    messages = (
        {"type": "MESSAGE", "id": f"h{one.number}", "conversationsThreadId": str(one.thread), "createdAt": _iso(one),
         "createdBy": "A-9" if one.is_reply else "V-7", "text": one.text,
         "direction": "OUTGOING" if one.is_reply else "INCOMING"} for one in story(threads)
    )  # fmt: skip
    _document(stream, messages, '{"results": ', "}")


def _x_api(stream: TextIO, threads: int) -> None:
    for said in _by_thread(threads):
        root = said[0].number + 1
        posts = [
            {"id": str(one.number + 1), "author_id": "4101" if one.is_reply else str(700_000 + one.thread),
             "conversation_id": str(root), "created_at": _iso(one), "text": one.text,
             "referenced_tweets": [{"type": "replied_to", "id": str(one.number)}] if one.number + 1 > root else []}
            for one in said
        ]  # fmt: skip
        _line(stream, {"data": posts, "includes": {"users": [{"id": "4101", "username": "telvia", "name": "Telvia"}]}})


def _x_archive(stream: TextIO, threads: int) -> None:
    def chats() -> Iterator[dict[str, Any]]:
        for said in _by_thread(threads):
            customer = str(700_000 + said[0].thread)
            messages = [
                {"messageCreate": {"id": str(one.number + 1), "senderId": "4101" if one.is_reply else customer,
                 "text": one.text, "createdAt": f"{one.sent_at:%Y-%m-%dT%H:%M:%S}.000Z", "urls": [], "mediaUrls": []}}
                for one in said
            ]  # fmt: skip
            yield {"dmConversation": {"conversationId": f"{customer}-4101", "messages": messages[::-1]}}

    _document(stream, chats(), "window.YTD.direct_messages.part0 = ", "")


def _telegram(stream: TextIO, threads: int) -> None:
    messages = (
        {"id": one.number + 1, "type": "message", "date": f"{one.sent_at:%Y-%m-%dT%H:%M:%S}",
         "date_unixtime": str(int(one.sent_at.timestamp())), "from": "Telvia" if one.is_reply else "Carla Neri",
         "from_id": "user4101" if one.is_reply else "user700", "text": one.text,
         "text_entities": [{"type": "plain", "text": one.text}]} for one in story(threads)
    )  # fmt: skip
    _document(stream, messages, '{"name": "Carla Neri", "type": "personal_chat", "id": 700, "messages": ', "}")


def _whatsapp(stream: TextIO, threads: int) -> None:
    for one in story(threads):
        who = "Telvia" if one.is_reply else "Carla Neri"
        stream.write(f"[{one.sent_at:%d/%m/%y, %H:%M:%S}] {who}: {one.text}\n")


def _convokit(stream: TextIO, threads: int) -> None:
    for one in story(threads):
        above = None if one.number % 4 == 0 else f"u{one.number - 1}"
        role = "brand" if one.is_reply else "customer"
        said = {"id": f"u{one.number}", "conversation_id": f"u{one.thread * 4}", "text": one.text, "speaker": role}
        _line(stream, {**said, "meta": {"role": role}, "reply-to": above, "timestamp": int(one.sent_at.timestamp())})


def _transcript(stream: TextIO, threads: int) -> None:
    for one in story(threads):
        if one.number % 4 == 0 and one.number:
            stream.write("---\n")
        stream.write(f"{'Operatore' if one.is_reply else 'Cliente'}: {one.text}\n")


def _meta_html(stream: TextIO, threads: int) -> None:
    stream.write('<html><head><meta charset="utf-8"><title>Carla Neri</title></head><body><div class="_a706">')
    stream.write('<div class="_3b0d">Participants: Carla Neri, Telvia</div>')
    for one in story(threads):
        who = "Telvia" if one.is_reply else "Carla Neri"
        stream.write(
            f'<div class="_a6-g"><div class="_a6-h">{who}</div>'
            f'<div class="_a6-p"><div><div>{one.text}</div></div></div>'
            f'<div class="_a6-o"><div class="_a72d">{one.sent_at:%b %d, %Y %I:%M:%S %p}</div></div></div>'
        )
    stream.write("</div></body></html>")


EXPORTS: dict[str, tuple[str, Callable[[TextIO, int], None]]] = {
    "canonical": ("canonical.jsonl", _canonical),
    "table": ("table.csv", _table),
    "table (JSON Lines)": ("table.jsonl", _table_lines),
    "hootsuite": ("hootsuite.csv", _hootsuite),
    "twcs": ("twcs.csv", _twcs),
    "zendesk": ("tickets.ndjson", _zendesk),
    "meta": ("message_1.json", _meta),
    "meta-html": ("message_1.html", _meta_html),
    "meta-graph": ("conversations.json", _meta_graph),
    "x-api": ("pages.jsonl", _x_api),
    "x-archive": ("direct-messages.js", _x_archive),
    "intercom": ("intercom.json", _intercom),
    "freshdesk": ("freshdesk.json", _freshdesk),
    "chatwoot": ("chatwoot.jsonl", _chatwoot),
    "zammad": ("articles.json", _zammad),
    "hubspot": ("hubspot.json", _hubspot),
    "telegram": ("result.json", _telegram),
    "whatsapp": ("chat.txt", _whatsapp),
    "convokit": ("utterances.jsonl", _convokit),
    "transcript": ("transcript.txt", _transcript),
}
BRAND = ("Telvia", "4101", "user4101")


def written_export(name: str, folder: Path, threads: int) -> Path:
    """A new file of this format in the folder."""
    file, write = EXPORTS[name]
    path = folder / file
    with path.open("w", encoding="utf-8", newline="") as stream:
        write(stream, threads)
    return path


def _by_thread(threads: int) -> Iterator[list[Said]]:
    held: list[Said] = []
    for said in story(threads):
        held.append(said)
        if len(held) == 4:
            yield held
            held = []


def _line(stream: TextIO, record: dict[str, Any]) -> None:
    stream.write(json.dumps(record, ensure_ascii=False) + "\n")


def _document(stream: TextIO, records: Iterator[dict[str, Any]], begin: str = "", end: str = "") -> None:
    stream.write(f"{begin}[")
    for number, record in enumerate(records):
        stream.write((",\n" if number else "\n") + json.dumps(record, ensure_ascii=False))
    stream.write(f"\n]{end}\n")


def _iso(one: Said) -> str:
    return f"{one.sent_at:%Y-%m-%dT%H:%M:%SZ}"

"""Kaggle's Customer Support on Twitter (``twcs.csv``): public tweets, sides explicit, replies by id."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from analyzer.codebook import Role, Visibility
from analyzer.exports.csv_rows import csv_header, csv_rows
from analyzer.exports.merging import in_time_order
from analyzer.exports.times import english_time
from analyzer.readers.base import ExportFile, Items, OpenedInput, Reader, ReadOptions, Reject
from analyzer.readers.presets import TWCS, has_columns
from analyzer.threads import Message, Source, Thread

_SIDES = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class _Tweet:
    source: Source
    id: str
    author: str
    inbound: bool
    sent_at: datetime
    text: str
    parent: str | None


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    tweets: dict[str, _Tweet] = {}
    repeated: dict[str, int] = {}
    for found in _tweets(files):
        if isinstance(found, Reject):
            yield found
        elif found.id in tweets:
            repeated[found.id] = repeated.get(found.id, 0) + 1
        else:
            tweets[found.id] = found
    for conversation in _conversations(tweets):
        yield from _threads(conversation, repeated)


def _tweets(files: Sequence[ExportFile]) -> Iterator[_Tweet | Reject]:
    for file in files:
        with file.opened() as opened:
            rows = csv_rows(opened)
            header = [cell.strip() for cell in next(rows).cells]
            for row in rows:
                source = Source(opened.name, row.line)
                if len(row.cells) != len(header):
                    yield Reject(source, f"{len(row.cells)} cells where the header has {len(header)}")
                    continue
                try:
                    yield _tweet(dict(zip(header, row.cells, strict=True)), source)
                except ValueError as error:
                    yield Reject(source, str(error))


def _tweet(cells: Mapping[str, str], source: Source) -> _Tweet:
    identity, author = _id(cells["tweet_id"]), cells["author_id"].strip()
    if identity is None or not author:
        raise ValueError("no tweet id or author")
    inbound = _SIDES.get(cells["inbound"].strip().casefold())
    if inbound is None:
        raise ValueError("inbound is neither True nor False")
    parent = _id(cells["in_response_to_tweet_id"])
    return _Tweet(
        source, identity, author, inbound, english_time(cells["created_at"]), html.unescape(cells["text"]), parent
    )


def _id(cell: str) -> str | None:
    """The id as text; the point that a spreadsheet or pandas adds is taken off, digits it has rounded away are told.

    Raises:
        ValueError: The id is no whole number any more.
    """
    text = cell.strip().removesuffix(".0")
    if text.casefold() in ("", "nan"):
        return None
    if not text.isdecimal():
        raise ValueError("a tweet id has lost its digits in a spreadsheet")
    return text


def _conversations(tweets: Mapping[str, _Tweet]) -> Iterator[list[_Tweet]]:
    """Tweets bound by replies, in the order in which each conversation begins in the input."""
    roots: dict[str, str] = {}
    gathered: dict[str, list[_Tweet]] = {}
    for tweet in tweets.values():
        path: list[str] = []
        at = tweet
        while at.id not in roots and at.parent in tweets and at.id not in path:
            path.append(at.id)
            at = tweets[at.parent or ""]
        root = roots.get(at.id, at.id)
        roots.update(dict.fromkeys([*path, at.id], root))
        gathered.setdefault(root, []).append(tweet)
    yield from gathered.values()


def _threads(conversation: list[_Tweet], repeated: Mapping[str, int]) -> Iterator[Thread]:
    """One thread for each customer and brand that speak with each other in a conversation."""
    known = {tweet.id: tweet for tweet in conversation}
    pairs: dict[tuple[str | None, str | None], list[_Tweet]] = {}
    for tweet in conversation:
        if not tweet.inbound:
            asker = _nearest(tweet, known, inbound=True) or next(
                (other for other in conversation if other.inbound and other.parent == tweet.id), None
            )
            pairs.setdefault((asker.author if asker else None, tweet.author), []).append(tweet)
    customers = [tweet for tweet in conversation if tweet.inbound]
    for tweet in customers:
        above = _nearest(tweet, known, inbound=False)
        brands = [brand for customer, brand in pairs if customer == tweet.author and brand is not None]
        for brand in [above.author] if above else brands or [None]:
            pairs.setdefault((tweet.author, brand), []).append(tweet)
    counted: set[str] = set()
    for (customer, brand), tweets in pairs.items():
        own = [tweet for tweet in tweets if tweet.id not in counted]
        counted.update(tweet.id for tweet in own)
        ordered = in_time_order([_message(tweet) for tweet in sorted(tweets, key=lambda tweet: int(tweet.id))])
        records = sum(1 + repeated.get(tweet.id, 0) for tweet in own)
        first = tweets[0].source
        yield Thread(
            ordered[0].id if len(pairs) == 1 else f"{ordered[0].id}-{customer or 'nobody'}-{brand or 'nobody'}",
            ordered,
            brand=brand,
            channel="twitter",
            incomplete=None if customer else "the customer's tweet is not in the data",
            source=Source(first.file, first.line, records=records),
        )


def _nearest(tweet: _Tweet, known: Mapping[str, _Tweet], inbound: bool) -> _Tweet | None:
    """The nearest tweet above that one side wrote."""
    seen = {tweet.id}
    at = known.get(tweet.parent or "")
    while at is not None and at.inbound is not inbound and at.id not in seen:
        seen.add(at.id)
        at = known.get(at.parent or "")
    return at if at is not None and at.inbound is inbound else None


def _message(tweet: _Tweet) -> Message:
    return Message(
        tweet.id,
        Role.CUSTOMER if tweet.inbound else Role.BRAND,
        tweet.text,
        author=tweet.author,
        sent_at=tweet.sent_at,
        visibility=Visibility.PUBLIC,
        reply_to=tweet.parent,
    )


def _recognises(opened: OpenedInput) -> bool:
    return has_columns(csv_header(opened), TWCS)


READER = Reader("twcs", "Customer Support on Twitter (twcs.csv)", _recognises, _read, together=True)

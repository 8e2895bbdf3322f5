"""Tweets bound by replies, parted into one thread for each customer and brand that speak with each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from analyzer.codebook import Role, Visibility
from analyzer.exports.merging import in_time_order
from analyzer.threads import Message, Source, Thread

NO_CUSTOMER = "the customer's tweet is not in the data"
_Pair = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Tweet:
    """One row; ``inbound`` tells customers, and ``parent`` is the id of the tweet it answers."""

    source: Source
    id: str
    author: str
    inbound: bool
    sent_at: datetime
    text: str
    parent: str | None


def threads_of_tree(rows: Iterable[Tweet]) -> Iterator[Thread]:
    """The threads of tweets that reply to each other; every row counts in one of them, repeated rows too."""
    tweets: dict[str, Tweet] = {}
    rows_of: Counter[str] = Counter()
    for row in rows:
        tweets.setdefault(row.id, row)
        rows_of[row.id] += 1
    pairs = _pairs(tweets)
    for (customer, brand), held in pairs.items():
        messages = in_time_order([_message(tweet) for tweet in held])
        first = messages[0].id
        source = held[0].source
        yield Thread(
            first if len(pairs) == 1 else f"{first}-{customer or 'nobody'}-{brand or 'nobody'}",
            messages,
            brand=brand,
            channel="twitter",
            incomplete=None if customer else NO_CUSTOMER,
            source=Source(source.file, source.line, records=sum(rows_of.pop(tweet.id, 0) for tweet in held)),
        )


def _pairs(tweets: dict[str, Tweet]) -> dict[_Pair, list[Tweet]]:
    answers: dict[str | None, str] = {}
    for tweet in tweets.values():
        if tweet.inbound:
            answers.setdefault(tweet.parent, tweet.author)
    asker, replier = _nearest_above(tweets, inbound=True), _nearest_above(tweets, inbound=False)
    pairs: dict[_Pair, list[Tweet]] = {}
    brands: dict[str, list[str]] = {}
    for tweet in tweets.values():
        if not tweet.inbound:
            customer = asker[tweet.id] or answers.get(tweet.id)
            if (customer, tweet.author) not in pairs and customer is not None:
                brands.setdefault(customer, []).append(tweet.author)
            pairs.setdefault((customer, tweet.author), []).append(tweet)
    for tweet in tweets.values():
        if tweet.inbound:
            spoken_with: Sequence[str | None] = (
                [replier[tweet.id]] if replier[tweet.id] else brands.get(tweet.author, ())
            )
            for brand in spoken_with or [None]:
                pairs.setdefault((tweet.author, brand), []).append(tweet)
    return pairs


def _nearest_above(tweets: dict[str, Tweet], inbound: bool) -> dict[str, str | None]:
    """For each tweet who wrote the nearest one above it on one side, if anybody did."""
    found: dict[str, str | None] = {}
    for tweet in tweets.values():
        path: list[str] = []
        at, answer = tweet, None
        while at.id not in found:
            found[at.id] = None
            path.append(at.id)
            above = tweets.get(at.parent or "")
            if above is None:
                break
            if above.inbound is inbound:
                answer = above.author
                break
            at = above
        else:
            answer = found[at.id]
        found.update(dict.fromkeys(path, answer))
    return found


def _message(tweet: Tweet) -> Message:
    return Message(
        tweet.id,
        Role.CUSTOMER if tweet.inbound else Role.BRAND,
        tweet.text,
        author=tweet.author,
        sent_at=tweet.sent_at,
        visibility=Visibility.PUBLIC,
        reply_to=tweet.parent,
    )

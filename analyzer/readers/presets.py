"""Tables whose columns are known: their headers, so that one reader claims each."""

from __future__ import annotations

from collections.abc import Sequence

HOOTSUITE = frozenset(["Conversation ID", "Message ID", "Direction", "Message Type", "Created at", "Content"])
TWCS = frozenset(["tweet_id", "author_id", "inbound", "created_at", "text", "in_response_to_tweet_id"])


def is_preset(header: Sequence[str]) -> bool:
    """Whether a reader of its own knows a table with this header."""
    return any(has_columns(header, known) for known in (HOOTSUITE, TWCS))


def has_columns(header: Sequence[str], known: frozenset[str]) -> bool:
    """Whether every known column is there, whatever else is."""
    return known <= {cell.strip().lstrip("\ufeff") for cell in header}

"""What a JSON file holds, told from its first bytes."""

from __future__ import annotations

import re
from functools import lru_cache

import ijson

DEEPEST = 100
_STRUCTURE = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)


def paths_in_head(head: bytes) -> frozenset[str]:
    """Dotted paths of the values in UTF-8 bytes that may break off; ``item`` stands for a place in a list.

    One document or several, one after the other, give the same paths; ``item.id`` is a list of objects.

    >>> sorted(paths_in_head(b'{"data": [{"id": 1}, {"id'))
    ['data', 'data.item', 'data.item.id']
    """
    return frozenset(_events(head))


def values_in_head(head: bytes, path: str) -> tuple[str, ...]:
    """The texts at a path, in order.

    >>> values_in_head(b'[{"id": "a"}, {"id": "b"}, {"id', "item.id")
    ('a', 'b')
    """
    return _events(head).get(path, ())


@lru_cache(maxsize=4)
def _events(head: bytes) -> dict[str, tuple[str, ...]]:
    if not head.startswith((b"{", b"[")):
        return {}
    events = ijson.sendable_list()
    parsing = ijson.parse_coro(events, multiple_values=True)
    try:
        parsing.send(head[: _shallow(head)])
        parsing.close()
    except (ijson.JSONError, StopIteration, UnicodeDecodeError):
        pass
    found: dict[str, list[str]] = {}
    for prefix, event, value in events:
        if prefix and event != "map_key":
            texts = found.setdefault(prefix, [])
            if event == "string":
                texts.append(value)
    return {path: tuple(texts) for path, texts in found.items()}


def _shallow(head: bytes) -> int:
    """How many bytes come before nesting passes ``DEEPEST``: paths of deep ones would grow without measure."""
    depth = 0
    for match in _STRUCTURE.finditer(head):
        sign = match[0]
        depth += (sign in (b"{", b"[")) - (sign in (b"}", b"]"))
        if depth > DEEPEST:
            return match.start()
    return len(head)

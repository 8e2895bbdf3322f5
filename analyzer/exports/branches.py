"""Which message opens the conversation in which each message stands, told from what replies to what."""

from __future__ import annotations

from collections.abc import Container, Mapping


def openers(above: Mapping[str, str | None], of_brand: Container[str]) -> dict[str, str]:
    """The opening message of every message: the topmost one that is there.

    Where the brand says something to nobody, each reply of somebody else opens a conversation of its own.

    Args:
        above: A message to the one it replies to, which may be missing.
        of_brand: Messages that the brand wrote.
    """
    found: dict[str, str] = {}
    for start in above:
        trail = {start: None}
        key = start
        while key not in found:
            parent = above[key]
            if parent is None or parent not in above or parent in trail:
                break
            if parent in of_brand and key not in of_brand and above[parent] is None:
                break
            trail[parent] = None
            key = parent
        opening = found.get(key, key)
        found.update(dict.fromkeys(trail, opening))
    return found

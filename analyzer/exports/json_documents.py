"""Records of an API's JSON as people save it: one object, a list, pages, lists of pages, or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from analyzer.exports.files import OpenedInput
from analyzer.exports.json_items import json_items, json_lines
from analyzer.threads import Source


def json_records(opened: OpenedInput, *pages: str) -> Iterator[tuple[Source, Any]]:
    """Every record with its place, or a ``Reject`` where the text is no JSON.

    Args:
        opened: The file.
        pages: Keys under which a page holds its records.
    """
    paths = opened.json_paths
    if is_json_lines(opened):
        found = json_lines(opened)
    elif "item" in paths:
        found = json_items(opened, "item")
    else:
        page = next((f"{key}.item" for key in pages if f"{key}.item" in paths), "")
        found = json_items(opened, page)
    for source, value in found:
        page_key = next((key for key in pages if isinstance(value, dict) and isinstance(value.get(key), list)), None)
        if page_key is None:
            yield source, value
        else:
            yield from ((source, record) for record in value[page_key])


def is_json_lines(opened: OpenedInput) -> bool:
    """Whether the first line with something on it is an object by itself and another one follows."""
    first, _, rest = opened.head_text.lstrip("\ufeff \t\r\n").partition("\n")
    if not (first.startswith("{") and rest.lstrip()[:1] == "{"):
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return True


def record_paths(opened: OpenedInput, *pages: str) -> frozenset[str]:
    """Paths inside the first records, wherever records stand: ``id``, ``source.author``, …."""
    prefixes = ["item.", *(f"{key}.item." for key in pages), *(f"item.{key}.item." for key in pages)]
    paths = opened.json_paths
    inside = {path.removeprefix(prefix) for prefix in prefixes for path in paths if path.startswith(prefix)}
    return frozenset(inside | paths)

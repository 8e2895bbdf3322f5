"""Records of JSON files of any size: one built at a time, nesting bounded, what is broken rejected in its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from analyzer.errors import UnreadableInputError
from analyzer.exports.files import OpenedInput
from analyzer.exports.json_text import BrokenJsonError, JsonText
from analyzer.exports.reading import Reject
from analyzer.threads import Source

_JSON_SPACE = b" \t\r\n"
_DECODE = msgspec.json.Decoder().decode


def json_lines(opened: OpenedInput) -> Iterator[tuple[Source, Any]]:
    """One value for each line that is not blank, or a ``Reject`` where the line is no JSON."""
    for source, line in lines_of(opened):
        yield source, json_line(line, source)


def lines_of(opened: OpenedInput) -> Iterator[tuple[Source, bytes]]:
    """The lines that are not blank, each with its place."""
    for number, line in opened.lines():
        if line.strip(_JSON_SPACE):
            yield Source(opened.name, number), line


def json_line(line: bytes, source: Source) -> Any:
    """The value of one line, or a ``Reject`` where it is no JSON."""
    try:
        return _DECODE(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Reject(source, f"not valid JSON: {error}")


def json_items(opened: OpenedInput, *wanted: str) -> Iterator[tuple[Source, Any]]:
    """The values at the wanted paths, in order, each with its number in the file.

    Memory holds one value at a time. Where the text stops being JSON, or breaks off, comes a ``Reject`` last.

    Args:
        opened: The file; several documents one after the other are read as well.
        wanted: Dotted paths as ``json_paths`` names them: ``item``, ``data.item``, or ``""`` for whole documents.
    """
    number = 0
    text = JsonText(opened.text_chunks())
    try:
        for number, value in enumerate(_values(text, frozenset(wanted)), start=1):
            yield Source(opened.name, item=number), value
    except (BrokenJsonError, UnreadableInputError) as error:
        source = Source(opened.name, item=number + 1)
        yield source, Reject(source, error.what if isinstance(error, UnreadableInputError) else str(error))


def _values(text: JsonText, wanted: frozenset[str]) -> Iterator[Any]:
    ways = frozenset(path[:end] for path in wanted for end in range(len(path)) if not end or path[end] == ".")
    while text.peek():
        yield from _below(text, "", wanted, ways)


def _below(text: JsonText, path: str, wanted: frozenset[str], ways: frozenset[str]) -> Iterator[Any]:
    """The wanted values in the one that begins here; the paths in ``ways`` lead to wanted ones."""
    if path in wanted:
        yield text.value()
        return
    sign = text.peek()
    if path not in ways or sign not in ("{", "["):
        text.skip()
        return
    closing = "}" if text.take("{", "[") == "{" else "]"
    if text.peek() == closing:
        text.take(closing)
        return
    inside = f"{path}.item" if path else "item"
    while True:
        if closing == "}":
            if text.peek() != '"':
                text.take('"')
            key = text.value()
            inside = f"{path}.{key}" if path else key
            text.take(":")
        if inside in wanted:
            yield text.value()
        else:
            yield from _below(text, inside, wanted, ways)
        if text.take(",", closing) == closing:
            return

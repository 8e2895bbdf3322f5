"""Records of JSON files of any size: one built at a time, nesting bounded, what is broken rejected in its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ijson
import msgspec

from analyzer.errors import UnreadableInputError
from analyzer.exports.files import OpenedInput
from analyzer.exports.json_paths import DEEPEST
from analyzer.exports.reading import Reject
from analyzer.threads import Source

_JSON_SPACE = b" \t\r\n"
_OPENS = {"start_map": dict, "start_array": list}


class _BrokenJsonError(ValueError):
    """The text is not JSON from some place on."""


def json_lines(opened: OpenedInput) -> Iterator[tuple[Source, Any]]:
    """One value for each line that is not blank, or a ``Reject`` where the line is no JSON."""
    decode = msgspec.json.Decoder().decode
    for number, line in opened.lines():
        if not line.strip(_JSON_SPACE):
            continue
        source = Source(opened.name, number)
        try:
            yield source, decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield source, Reject(source, f"not valid JSON: {error}")


def json_items(opened: OpenedInput, *wanted: str) -> Iterator[tuple[Source, Any]]:
    """The values at the wanted paths, in order, each with its number in the file.

    Memory holds one value at a time. Where the text stops being JSON, or breaks off, comes a ``Reject`` last.

    Args:
        opened: The file; several documents one after the other are read as well.
        wanted: Dotted paths as ``json_paths`` names them: ``item``, ``data.item``, or ``""`` for whole documents.
    """
    number = 0
    try:
        for number, value in enumerate(_values(opened, frozenset(wanted)), start=1):
            yield Source(opened.name, item=number), value
    except (_BrokenJsonError, UnreadableInputError) as error:
        source = Source(opened.name, item=number + 1)
        yield source, Reject(source, error.what if isinstance(error, UnreadableInputError) else str(error))


def _values(opened: OpenedInput, wanted: frozenset[str]) -> Iterator[Any]:
    path: list[str] = []
    building: list[Any] = []
    keys: list[str] = []
    for event, value in _events(opened):
        if event == "map_key":
            (keys if building else path)[-1] = value
            continue
        if event in _OPENS:
            if len(path) + len(building) > DEEPEST:
                raise _BrokenJsonError(f"nested deeper than {DEEPEST}")
            if not building and ".".join(path) not in wanted:
                path.append("item" if event == "start_array" else "")
                continue
            made: Any = _OPENS[event]()
            if building:
                _attach(building[-1], keys[-1], made)
            building.append(made)
            keys.append("")
        elif event in ("end_map", "end_array"):
            if not building:
                path.pop()
                continue
            keys.pop()
            done = building.pop()
            if not building:
                yield done
        elif building:
            _attach(building[-1], keys[-1], value)
        elif ".".join(path) in wanted:
            yield value


def _attach(container: Any, key: str, value: Any) -> None:
    if isinstance(container, list):
        container.append(value)
    else:
        container[key] = value


def _events(opened: OpenedInput) -> Iterator[tuple[str, Any]]:
    events = ijson.sendable_list()
    parsing = ijson.basic_parse_coro(events, multiple_values=True, use_float=True)
    broken: Exception | None = None
    try:
        for chunk in opened.utf8_chunks():
            parsing.send(chunk)
            yield from events
            del events[:]
        parsing.close()
    except ijson.JSONError as error:
        broken = error
    yield from events
    if broken is not None:
        reason = "breaks off" if isinstance(broken, ijson.IncompleteJSONError) and "EOF" in str(broken) else "malformed"
        raise _BrokenJsonError(f"not valid JSON: {reason}")

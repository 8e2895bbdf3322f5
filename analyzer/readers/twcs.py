"""Kaggle's Customer Support on Twitter (``twcs.csv``): public tweets, sides explicit, replies by id."""

from __future__ import annotations

import html
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from analyzer.exports.csv_rows import csv_header
from analyzer.exports.headed_rows import HeadedRow, headed_rows
from analyzer.exports.spool import Spool
from analyzer.exports.times import english_time
from analyzer.exports.trees import places_of, trees
from analyzer.readers.base import ExportFile, Items, OpenedInput, Reader, ReadOptions, Reject
from analyzer.readers.presets import TWCS, has_columns
from analyzer.readers.twcs_threads import Tweet, threads_of_tree
from analyzer.threads import Source

_LONGEST_ID = 18
_SIDES = {"true": True, "false": False}


def _read(files: Sequence[ExportFile], options: ReadOptions) -> Items:
    ids, parents = array("q"), array("q")
    with Spool() as spool:
        for found in _tweets(files):
            if isinstance(found, Reject):
                yield found
                continue
            ids.append(int(found["id"]))
            parents.append(int(found["parent"] or -1))
            spool.add(found)
        known = np.array(ids, np.int64)
        first = places_of(known, known)
        above = places_of(known, np.array(parents, np.int64))
        again = np.flatnonzero(first != np.arange(len(known)))
        above[again] = first[again]
        for tree in trees(above):
            yield from threads_of_tree([_tweet(record, files) for record in spool.records(tree)])


def _tweets(files: Sequence[ExportFile]) -> Iterator[dict[str, Any] | Reject]:
    for place, file in enumerate(files):
        with file.opened() as opened:
            for row in headed_rows(opened, TWCS):
                try:
                    record = _checked(row)
                except ValueError as error:
                    yield Reject(Source(opened.name, row.line), str(error))
                    continue
                record["file"], record["line"] = place, row.line
                yield record


def _checked(row: HeadedRow) -> dict[str, Any]:
    if row.fault:
        raise ValueError(row.fault)
    cells = row.cells
    identity, author = _id(cells["tweet_id"]), cells["author_id"].strip()
    if identity is None or not author:
        raise ValueError("no tweet id or author")
    inbound = _SIDES.get(cells["inbound"].strip().casefold())
    if inbound is None:
        raise ValueError("inbound is neither True nor False")
    return {
        "id": identity,
        "author": author,
        "inbound": inbound,
        "sent_at": english_time(cells["created_at"]),
        "text": html.unescape(cells["text"]),
        "parent": _id(cells["in_response_to_tweet_id"]),
    }


def _tweet(record: Mapping[str, Any], files: Sequence[ExportFile]) -> Tweet:
    said = {name: record[name] for name in ("id", "author", "inbound", "sent_at", "text", "parent")}
    return Tweet(Source(files[record["file"]].name, record["line"]), **said)


def _id(cell: str) -> str | None:
    """The id as text; the point that a spreadsheet or pandas adds is taken off, digits it has rounded away are told.

    Raises:
        ValueError: The id is no whole number any more, or no tweet's.
    """
    if len(cell) <= _LONGEST_ID and cell.isascii() and cell.isdecimal():
        return cell
    text = cell.strip().removesuffix(".0")
    if text.casefold() in ("", "nan"):
        return None
    if not (text.isascii() and text.isdecimal()):
        raise ValueError("a tweet id has lost its digits in a spreadsheet")
    if len(text) > _LONGEST_ID:
        raise ValueError("too long for a tweet id")
    return text


def _recognises(opened: OpenedInput) -> bool:
    return has_columns(csv_header(opened), TWCS)


READER = Reader("twcs", "Customer Support on Twitter (twcs.csv)", _recognises, _read, together=True)

"""The threads that can be opened in the report: all of a small audit, else a sample for every figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import numpy as np
import pandas as pd

from analyzer.report.plain_text import plain, plain_or_none
from analyzer.report.summary import AuditSummary
from analyzer.report.tables import AuditTables
from analyzer.report.threads_behind import Behind

MOST_DETAILS = 2_000
MOST_BYTES = 9_000_000
LONGEST_TEXT = 4_000
SEED = 20_150_127
_FINDING_COLUMNS = (
    "code", "message", "start", "end", "quote", "confidence", "slot", "rests_on_kind", "rests_on_message",
    "rests_on_start", "rests_on_end", "rests_on_quote", "explanation",
)  # fmt: skip
_REPLY_COLUMNS = ("message", "kind", "acts", "handoff", "promises")


def chosen_rows(
    threads: pd.DataFrame, figures: Mapping[str, Behind], summary: AuditSummary, changed: Iterable[int] = ()
) -> list[int]:
    """The rows of the threads to show, most wanted first; at most ``MOST_DETAILS``.

    Args:
        threads: Lines of ``scores``, indexed by row.
        figures: The threads behind each figure.
        summary: The audit's figures.
        changed: Rows that a comparison names.
    """
    if len(threads) <= MOST_DETAILS:
        return [int(row) for row in threads.index]
    chance = np.random.default_rng(SEED)
    wanted: dict[int, None] = dict.fromkeys(listed.row for listed in (*summary.worst, *summary.best))
    wanted.update(dict.fromkeys(changed))
    for figure in sorted(figures.values(), key=lambda each: len(each.rows)):
        held = np.isin(figure.rows, list(wanted))
        wanted.update(dict.fromkeys(_some(figure.rows[~held], max(0, figure.wanted - int(held.sum())), chance)))
    wanted.update(dict.fromkeys(_some(threads.index.to_numpy(), MOST_DETAILS, chance)))
    return list(wanted)[:MOST_DETAILS]


def _some(rows: Any, most: int, chance: np.random.Generator) -> list[int]:
    if len(rows) > most:
        rows = np.sort(chance.choice(rows, most, replace=False))
    return [int(row) for row in rows]


def details(tables: AuditTables, rows: Iterable[int]) -> list[dict[str, Any]]:
    """What the page knows of each thread, in the order of the rows; those after ``MOST_BYTES`` are left out.

    Args:
        tables: The audit's tables.
        rows: Of the threads to show, most wanted first.
    """
    wanted = list(rows)
    found = {int(row["row"]): _thread(row) for row in tables.of_threads("scores", wanted)}
    for line in tables.of_threads("findings", wanted, _FINDING_COLUMNS):
        found[line["row"]]["e"].append(_finding(line))
    for line in tables.of_threads("replies", wanted, _REPLY_COLUMNS):
        _add_reply(found[line["row"]], line)
    kept, size = [], 0
    for row in wanted:
        size += len(msgspec.json.encode(found[row]))
        if size > MOST_BYTES:
            break
        kept.append(found[row])
    return sorted(kept, key=lambda thread: thread["r"])


def _thread(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "r": int(row["row"]),
        "id": plain(row["thread_id"]),
        "src": plain(row["source"]),
        "channel": plain_or_none(row["channel"]),
        "brand": plain_or_none(row["brand"]),
        "language": plain_or_none(row["language"]),
        "score": row["score"],
        "label": row["label"],
        "reason": row["not_scorable"],
        "codes": sorted({code for code in (row["findings"] or "").split(";") if code}),
        "day": row["day"].isoformat() if row["day"] else None,
        "handle": list(map(plain, row["handles"])),
        "signature": list(map(plain, row["signatures"])),
        "m": [_message(message) for message in row["conversation"]],
        "e": [],
    }


def _message(message: dict[str, Any]) -> dict[str, Any]:
    text = message["text"]
    return {
        "id": message["id"],
        "role": message["role"],
        "author": message["author"],
        "at": message["sent_at"],
        "seen": message["visibility"],
        "text": text if text is None else text[:LONGEST_TEXT],
    }


def _finding(line: dict[str, Any]) -> dict[str, Any]:
    found = {
        "k": line["code"],
        "m": line["message"],
        "s": int(line["start"]),
        "t": int(line["end"]),
        "q": line["quote"],
        "c": line["confidence"],
        "x": line["explanation"],
    }
    if line["rests_on_message"]:
        found["on"] = {
            "k": line["rests_on_kind"],
            "m": line["rests_on_message"],
            "s": int(line["rests_on_start"]),
            "t": int(line["rests_on_end"]),
            "q": line["rests_on_quote"],
        }
    return found


def _add_reply(thread: dict[str, Any], line: dict[str, Any]) -> None:
    for message in thread["m"]:
        if message["id"] == line["message"]:
            message["acts"], message["kind"] = list(line["acts"]), line["kind"]
    outcomes = [("handoff", line["handoff"])] if isinstance(line["handoff"], dict) else []
    outcomes += [("promise", promise) for promise in (() if line["promises"] is None else line["promises"])]
    for kind, entry in outcomes:
        found = {
            "k": kind, "m": line["message"], "s": int(entry["start"]), "t": int(entry["end"]), "q": entry["quote"],
            "o": entry["outcome"],
        }  # fmt: skip
        if entry.get("deadline_quote"):
            found["by"] = entry["deadline_quote"]
        if entry["shown_by_message"]:
            found["on"] = {
                "k": entry["outcome"],
                "m": entry["shown_by_message"],
                "s": int(entry["shown_by_start"]),
                "t": int(entry["shown_by_end"]),
                "q": entry["shown_by_quote"],
            }
        thread["e"].append(found)

"""The threads that can be opened in the report: all of a small audit, else a sample for every figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import numpy as np
import pandas as pd

from analyzer.codebook import Code, HandoffOutcome, Label, PromiseOutcome
from analyzer.report.group_figures import COLUMNS, MOST_GROUPS, grouped
from analyzer.report.plain_text import plain, plain_or_none
from analyzer.report.summary import AuditSummary
from analyzer.report.tables import AuditTables

MOST_DETAILS = 2_000
MOST_BYTES = 9_000_000
A_FINDING, A_GROUP, A_DAY = 40, 8, 4
LONGEST_TEXT = 4_000
SEED = 20_150_127
_FINDING_COLUMNS = (
    "code", "message", "start", "end", "quote", "confidence", "slot", "rests_on_kind", "rests_on_message",
    "rests_on_start", "rests_on_end", "rests_on_quote", "explanation",
)  # fmt: skip
_REPLY_COLUMNS = ("message", "kind", "signature", "acts", "template", "handoff", "promises")


def chosen_rows(threads: pd.DataFrame, findings: pd.DataFrame, summary: AuditSummary) -> list[int]:
    """The rows of the threads to show, most wanted first; at most ``MOST_DETAILS``."""
    if len(threads) <= MOST_DETAILS:
        return [int(row) for row in threads.index]
    chance = np.random.default_rng(SEED)
    wanted: dict[int, None] = dict.fromkeys(listed.row for listed in (*summary.worst, *summary.best))
    for rows, most in _behind_figures(threads, findings):
        wanted.update(dict.fromkeys(_some(rows, most, chance)))
    wanted.update(dict.fromkeys(_some(threads.index.to_numpy(), MOST_DETAILS, chance)))
    return list(wanted)[:MOST_DETAILS]


def _behind_figures(threads: pd.DataFrame, findings: pd.DataFrame) -> Iterator[tuple[Any, int]]:
    for code in Code:
        yield findings.loc[findings["code"] == code, "row"].unique(), A_FINDING
    for label in Label:
        yield threads.index[threads["label"] == label].to_numpy(), A_FINDING
    yield threads.index[threads["failed"].eq(True)].to_numpy(), A_FINDING
    yield threads.index[threads["not_scorable"].notna()].to_numpy(), A_FINDING
    for kind, outcomes in (("handoffs", HandoffOutcome), ("promises", PromiseOutcome)):
        for outcome in outcomes:
            yield threads.index[threads[f"{kind}_{outcome}"] > 0].to_numpy(), A_FINDING
    for by in COLUMNS:
        for index in list(grouped(threads, by).values())[:MOST_GROUPS]:
            yield index.to_numpy(), A_GROUP
    for index in threads.groupby("day").groups.values():
        yield index.to_numpy(), A_DAY


def _some(rows: Any, most: int, chance: np.random.Generator) -> list[int]:
    if len(rows) > most:
        rows = np.sort(chance.choice(rows, most, replace=False))
    return [int(row) for row in rows]


def details(tables: AuditTables, rows: Iterable[int], templates: Iterable[str]) -> list[dict[str, Any]]:
    """What the page knows of each thread, in the order of the rows; those after ``MOST_BYTES`` are left out.

    Args:
        tables: The audit's tables.
        rows: Of the threads to show, most wanted first.
        templates: Keys of the canned replies that can be asked for.
    """
    wanted, listed = list(rows), set(templates)
    found = {int(row["row"]): _thread(row) for row in tables.of_threads("scores", wanted)}
    for line in tables.of_threads("findings", wanted, _FINDING_COLUMNS):
        found[line["row"]]["e"].append(_finding(line))
    for line in tables.of_threads("replies", wanted, _REPLY_COLUMNS):
        _add_reply(found[line["row"]], line, listed)
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
        "failed": row["failed_because"],
        "day": row["day"].isoformat() if row["day"] else None,
        "handle": list(map(plain, row["handles"])),
        "signature": list(map(plain, row["signatures"])),
        "topic": list(map(plain, row["topics"])),
        "handoff": [outcome.value for outcome in HandoffOutcome if row[f"handoffs_{outcome}"]],
        "promise": [outcome.value for outcome in PromiseOutcome if row[f"promises_{outcome}"]],
        "question": int(row["questions_unanswered"]),
        "canned": [],
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


def _add_reply(thread: dict[str, Any], line: dict[str, Any], listed: set[str]) -> None:
    for message in thread["m"]:
        if message["id"] == line["message"]:
            message["acts"], message["kind"] = list(line["acts"]), line["kind"]
    if line["template"] in listed and line["template"] not in thread["canned"]:
        thread["canned"].append(line["template"])
    outcomes = [("handoff", line["handoff"])] if isinstance(line["handoff"], dict) else []
    outcomes += [("promise", promise) for promise in (() if line["promises"] is None else line["promises"])]
    for kind, entry in outcomes:
        found = {
            "k": kind, "m": line["message"], "s": int(entry["start"]), "t": int(entry["end"]), "q": entry["quote"],
            "o": entry["outcome"],
        }  # fmt: skip
        if entry["shown_by_message"]:
            found["on"] = {
                "k": entry["outcome"],
                "m": entry["shown_by_message"],
                "s": int(entry["shown_by_start"]),
                "t": int(entry["shown_by_end"]),
                "q": entry["shown_by_quote"],
            }
        thread["e"].append(found)

"""Tasks as rows of a spreadsheet, and filled rows back.

A thread is one row to label, then one row a message, to name its acts, then one row a finding of the machine, to call
right or wrong. Rows may be added for findings that are missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analyzer.codebook import Act, Code, Label, Role, Slot, Verdict
from analyzer.exports.reading import Reject
from analyzer.labelling.judgements import Judgement
from analyzer.labelling.marking import Checked
from analyzer.labelling.tasks import Task, region_name
from analyzer.threads import Correction, GoldFinding, Source

COLUMNS = (
    "row", "thread", "reason", "who", "message", "text", "label", "acts", "finding", "verdict", "gone_through",
    "annotator", "note", "key",
)  # fmt: skip
THREAD, MESSAGE, FINDING = "thread", "message", "finding"
GONE_THROUGH = {
    "acts": (Checked.ACTS,),
    "findings": (Checked.FINDINGS,),
    "acts and findings": (Checked.ACTS, Checked.FINDINGS),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A filled row: its line in the sheet and its cells by column."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The cell without white space around it; empty where there is none."""
        return self.cells.get(column, "").strip()


class _MalformedRowError(ValueError):
    """A cell holds what the codebook does not know."""


def rows_of(tasks: Iterable[Task]) -> Iterator[dict[str, str]]:
    """The rows of all tasks, to be filled."""
    for task in tasks:
        thread = task.thread
        common = {"thread": thread.id, "key": task.key}
        who = " · ".join(part for part in (thread.brand, thread.channel) if part)
        yield {**common, "row": THREAD, "reason": task.reason, "text": task.words, "who": who}
        for message in thread.messages:
            hidden = " (internal)" if message.visibility == "internal" else ""
            said = {"message": message.id, "who": f"{message.role}{hidden}", "text": message.text}
            yield {**common, "row": MESSAGE, **said}
        texts = {message.id: message.text for message in thread.messages}
        for region in task.regions:
            if region.code:
                about = f" ({region.slot})" if region.slot else ""
                text = texts[region.message]
                quote = text if region.start is None else text[region.start : region.end]
                name = region_name(region.code) + about
                yield {**common, "row": FINDING, "message": region.message, "text": quote, "finding": name}


def judgements_of(rows: Iterable[Row], name: str) -> Iterator[Judgement | Reject]:
    """What people filled in; threads nobody wrote anything for are left out.

    Args:
        rows: In the order of the sheet.
        name: The file, for messages.
    """
    threads: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["thread"]:
            threads.setdefault((row["key"], row["thread"]), []).append(row)
        elif any(value.strip() for value in row.cells.values()):
            yield Reject(Source(name, row.line), "the row names no thread")
    for (key, thread), filled in threads.items():
        source = Source(name, filled[0].line)
        try:
            judgement = _judgement(source, key, thread, filled)
        except _MalformedRowError as error:
            yield Reject(source, f"thread {thread!r}: {error}")
            continue
        if not judgement.is_empty:
            yield judgement


def _judgement(source: Source, key: str, thread: str, rows: Sequence[Row]) -> Judgement:
    heads = [row for row in rows if row["row"] == THREAD]
    head = heads[0] if heads else Row(source.line or 0, {})
    label, through = head["label"].lower(), head["gone_through"].lower()
    if label and label not in list(Label):
        raise _MalformedRowError(f"row {head.line}: the label is not one of {', '.join(Label)}")
    if through and through not in GONE_THROUGH:
        raise _MalformedRowError(f"row {head.line}: gone_through is not one of {', '.join(GONE_THROUGH)}")
    checked = GONE_THROUGH.get(through, ())
    known = {row["message"] for row in rows if row["row"] == MESSAGE}
    corrections = tuple(_correction(row, known) for row in rows if row["row"] == FINDING and row["verdict"])
    held = [each for each in corrections if each.verdict is not Verdict.WRONG]
    open_rows = [row for row in rows if row["row"] == FINDING and row["finding"] and not row["verdict"]]
    if Checked.FINDINGS in checked and open_rows:
        raise _MalformedRowError(
            f"row {open_rows[0].line}: no verdict, though the findings are said to be gone through"
        )
    notes = [row["note"] for row in rows if row["note"]]
    names = [row["annotator"] for row in rows if row["annotator"]]
    return Judgement(
        key=key,
        thread_id=thread,
        annotator=names[0] if names else "",
        label=Label(label) if label else None,
        acts=_acts(rows) if Checked.ACTS in checked else None,
        findings=_gold(held) if Checked.FINDINGS in checked else None,
        corrections=corrections,
        note="\n".join(notes),
        source=source,
    )


def _gold(held: Sequence[Correction]) -> tuple[GoldFinding, ...]:
    return tuple(dict.fromkeys(GoldFinding(each.code, each.message, each.slot) for each in held if each.code))


def _acts(rows: Sequence[Row]) -> dict[str, tuple[Act, ...]]:
    said: dict[str, tuple[Act, ...]] = {}
    for row in rows:
        if row["row"] != MESSAGE or row["who"] != Role.BRAND:
            continue
        words = [word.strip().lower() for word in row["acts"].replace(",", ";").split(";") if word.strip()]
        if unknown := [word for word in words if word not in list(Act)]:
            raise _MalformedRowError(f"row {row.line}: {unknown[0][:40]!r} is no act; acts are {', '.join(Act)}")
        said[row["message"]] = tuple(act for act in Act if act in words)
    return said


def _correction(row: Row, known: set[str]) -> Correction:
    code, _, rest = row["finding"].partition(" ")
    if code.upper() not in list(Code):
        raise _MalformedRowError(f"row {row.line}: {code[:40]!r} is no code")
    if row["verdict"].lower() not in list(Verdict):
        raise _MalformedRowError(f"row {row.line}: the verdict is not one of {', '.join(Verdict)}")
    if row["message"] not in known:
        raise _MalformedRowError(f"row {row.line}: the thread has no message {row['message'][:40]!r}")
    slot = rest.rpartition("(")[2].rstrip(")")
    return Correction(
        row["message"],
        Verdict(row["verdict"].lower()),
        code=Code(code.upper()),
        slot=Slot(slot) if slot in list(Slot) else None,
    )


def texts_of(cells: Sequence[Any]) -> list[str]:
    """Cells as texts."""
    return ["" if cell is None else str(cell) for cell in cells]

"""An Excel workbook with drop-downs; its library is an extra."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from analyzer.codebook import Act, Code, Label, Slot, Verdict
from analyzer.errors import UsageError
from analyzer.exports.files import OpenedInput
from analyzer.exports.sheets import is_workbook, workbook_rows
from analyzer.labelling.formats.base import Judged, LabellingTool
from analyzer.labelling.formats.sheet_rows import (
    COLUMNS,
    FINDING,
    GONE_THROUGH,
    MESSAGE,
    THREAD,
    Row,
    judgements_of,
    rows_of,
    texts_of,
)
from analyzer.labelling.tasks import Task, region_name

_TASKS, _WORDS = "tasks", "codebook"
_WIDTHS = {"text": 90, "reason": 18, "who": 16, "label": 14, "acts": 24, "finding": 28, "note": 30, "gone_through": 18}
_LONGEST_CELL = 32_767
_SPARE_ROWS = 200


def _write(tasks: Sequence[Task], stream: BinaryIO) -> None:
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        mend = "install reply-quality-analyzer[excel], or use --format csv"
        raise UsageError("workbooks need an extra", "--format xlsx", mend) from error
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        rows = list(rows_of(tasks))
        sheet = workbook.add_worksheet(_TASKS)
        _fill(sheet, workbook, rows)
        words = workbook.add_worksheet(_WORDS)
        for place, (title, values) in enumerate(_lists().items()):
            words.write_column(0, place, [title, *values])
            words.set_column(place, place, 32)
        _add_choices(sheet, len(rows))
    stream.write(content.getvalue())


def _fill(sheet: Any, workbook: Any, rows: Sequence[dict[str, str]]) -> None:
    head = workbook.add_format({"bold": True, "bottom": 1})
    styles = {
        THREAD: {"bold": True, "bg_color": "#dfe7f1"},
        MESSAGE: {},
        FINDING: {"italic": True, "font_color": "#555555"},
    }
    kept = {kind: workbook.add_format({"text_wrap": True, "valign": "top", **style}) for kind, style in styles.items()}
    for place, column in enumerate(COLUMNS):
        sheet.write_string(0, place, column, head)
        sheet.set_column(place, place, _WIDTHS.get(column, 11), None, {"hidden": column == "key"})
    for line, row in enumerate(rows, start=1):
        for place, column in enumerate(COLUMNS):
            sheet.write_string(line, place, row.get(column, "")[:_LONGEST_CELL], kept[row["row"]])
    sheet.freeze_panes(1, 2)


def _lists() -> dict[str, list[str]]:
    return {
        "label": [str(label) for label in Label],
        "acts": [str(act) for act in Act],
        "finding": [region_name(code) for code in Code],
        "verdict": [str(verdict) for verdict in Verdict],
        "gone_through": list(GONE_THROUGH),
        "data items": [str(slot) for slot in Slot],
    }


def _add_choices(sheet: Any, rows: int) -> None:
    """Drop-downs; acts and findings may also be written, for several acts or a data item in parentheses."""
    for place, (column, values) in enumerate(_lists().items()):
        if column in COLUMNS:
            letter = chr(ord("A") + place)
            free = column in ("acts", "finding")
            where = COLUMNS.index(column)
            source = f"={_WORDS}!${letter}$2:${letter}${len(values) + 1}"
            sheet.data_validation(
                1,
                where,
                rows + _SPARE_ROWS,
                where,
                {"validate": "list", "source": source, "error_type": "information" if free else "stop"},
            )


def _recognises(opened: OpenedInput) -> bool:
    return is_workbook(opened.head)


def _read(opened: OpenedInput) -> Judged:
    for name, rows in workbook_rows(opened):
        header = texts_of(rows[0]) if rows else []
        if {"row", "thread", "verdict"} <= set(header):
            yield from judgements_of(_filled(header, rows), f"{opened.name}/{name}")


def _filled(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[Row]:
    for line, cells in enumerate(rows[1:], start=2):
        yield Row(line, dict(zip(header, texts_of(cells), strict=False)))


TOOL = LabellingTool("xlsx", "an Excel workbook with drop-downs", (".xlsx",), _write, _recognises, _read)

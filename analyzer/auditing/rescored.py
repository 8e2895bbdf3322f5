"""An earlier audit done again with this model, so that two months are compared like with like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from analyzer.auditing.intake import expanded
from analyzer.auditing.requests import AuditRequest
from analyzer.auditing.run_record import RunRecord, input_records
from analyzer.auditing.thread_rows import Shown
from analyzer.errors import UnreadableInputError, UsageError
from analyzer.exports.column_maps import ColumnMapping
from analyzer.exports.reading import DateOrder
from analyzer.readers import ReadOptions
from analyzer.scores import ModelStamp


def folder_rescored(other: Path, stamp: ModelStamp) -> Path:
    """Where an audit is kept that was done again with a model: beside the first, named after both."""
    return other.with_name(f"{other.name}-{stamp.name}-{stamp.sha256[:12]}")


def request_rescored(request: AuditRequest, other: Path, record: RunRecord, stamp: ModelStamp) -> AuditRequest:
    """How an earlier audit is done again: its inputs, read and shown as then, with this model and this policy.

    Args:
        request: This audit.
        other: The earlier audit's folder.
        record: What it holds of its run.
        stamp: This model.

    Raises:
        UsageError: The inputs are not there any more, or have changed.
    """
    mend = "run in the folder where that audit was run, or audit them again yourself"
    try:
        found = input_records(expanded(record.paths))
    except UnreadableInputError as error:
        raise UsageError(f"its inputs are not there ({error})", str(other), mend) from None
    if not record.paths or found != record.inputs:
        raise UsageError("its inputs have changed since", str(other), mend)
    settings = record.settings
    zone, order = settings["time_zone"], settings["date_order"]
    return replace(
        request,
        paths=record.paths,
        output=folder_rescored(other, stamp),
        options=ReadOptions(
            brand=tuple(settings["brand"]),
            language=settings["language"],
            time_zone=ZoneInfo(zone) if zone else None,
            date_order=DateOrder(order) if order else None,
            columns=msgspec.convert(settings["columns"], ColumnMapping),
        ),
        input_format=settings["input_format"],
        shown=Shown(settings["include_text"], settings["show_data"]),
        compare=None,
        rescore=False,
    )


def like_compared(
    request: AuditRequest, record: RunRecord | None, stamp: ModelStamp, audited: Callable[[AuditRequest], object]
) -> AuditRequest:
    """The request, comparing with an audit of the same model where that is asked for.

    Args:
        request: This audit.
        record: The run it is compared with.
        stamp: This model.
        audited: Does an audit.
    """
    other = request.compare
    if other is None or record is None or not request.rescore or record.model == stamp:
        return request
    audited(request_rescored(request, other, record, stamp))
    return replace(request, compare=folder_rescored(other, stamp), rescore=False)

"""Rows of workbooks (Excel, OpenDocument) and of Parquet files; their libraries are extras."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from analyzer.errors import UnreadableInputError
from analyzer.exports.files import OpenedInput

_LARGEST_UNPACKED = 1024**3
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARQUET = b"PAR1"
_ROWS_AT_ONCE = 4_096


def is_workbook(head: bytes) -> bool:
    """Whether a file begins as Excel's or OpenDocument's do."""
    return head.startswith(_OLD_WORKBOOK) or (
        head.startswith(b"PK\x03\x04") and any(sign in head for sign in (b"xl/", b"[Content_Types].xml", b"mimetype"))
    )


def is_parquet(head: bytes) -> bool:
    """Whether a file begins as Parquet does."""
    return head.startswith(_PARQUET)


def workbook_rows(opened: OpenedInput) -> list[tuple[str, list[list[Any]]]]:
    """Each sheet's name and its rows; empty rows keep their place.

    Raises:
        UnreadableInputError: The extra is not installed, or the workbook is damaged, locked or too large.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        mend = "install reply-quality-analyzer[excel], or save it as CSV"
        raise UnreadableInputError("workbooks need an extra", opened.name, mend) from error
    content = opened.stream.read(_LARGEST_UNPACKED)
    if _unpacked(content) >= _LARGEST_UNPACKED:
        raise UnreadableInputError("too large for a workbook", opened.name, "save it as CSV")
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            (name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in workbook.sheet_names
        ]
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableInputError("damaged or locked workbook", opened.name, "save it as CSV") from error


def parquet_rows(opened: OpenedInput) -> Iterator[dict[str, Any]]:
    """The rows as dictionaries, some thousands of them in memory at a time.

    Raises:
        UnreadableInputError: The extra is not installed, or the file is damaged.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        mend = "install reply-quality-analyzer[parquet], or save it as CSV"
        raise UnreadableInputError("Parquet needs an extra", opened.name, mend) from error
    try:
        with parquet.ParquetFile(_seekable(opened.stream)) as file:
            for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE):
                yield from batch.to_pylist()
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise UnreadableInputError("damaged Parquet file", opened.name, "write it again") from error


def _seekable(stream: BinaryIO) -> BinaryIO:
    return stream if stream.seekable() else io.BytesIO(stream.read())


def _unpacked(content: bytes) -> int:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        return len(content)

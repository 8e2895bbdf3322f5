"""The report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analyzer.report.summary import AuditSummary


def write_report(folder: Path, summary: AuditSummary, record: Any, language: str | None) -> None:
    """Writes ``report.html``."""
    (folder / "report.html").write_text("", encoding="utf-8")

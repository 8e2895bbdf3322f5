"""What is asked of an audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from analyzer.auditing.backends import Workers
from analyzer.auditing.policy import AuditPolicy
from analyzer.auditing.shards import MESSAGES_A_SHARD
from analyzer.auditing.thread_rows import Shown
from analyzer.readers import ReadOptions


@dataclass(frozen=True, slots=True)
class AuditRequest:
    """What to audit and how.

    Attributes:
        paths: Files, folders, zips and globs.
        output: The folder to make.
        shown: What of the texts the results keep.
        report_language: ``it`` or ``en``; None for the language of most threads.
        strict: Whether the first rejected record ends the run.
        compare: Folder of an earlier audit to set this one against.
        rescore: Whether that audit's inputs are first audited again, if its model was another.
    """

    paths: Sequence[str]
    output: Path
    model: str = "default"
    options: ReadOptions = field(default_factory=ReadOptions)
    input_format: str | None = None
    policy: AuditPolicy = field(default_factory=AuditPolicy)
    shown: Shown = field(default_factory=Shown)
    workers: Workers = field(default_factory=Workers)
    report_language: str | None = None
    strict: bool = False
    messages_a_shard: int = MESSAGES_A_SHARD
    compare: Path | None = None
    rescore: bool = False

    @property
    def settings(self) -> dict[str, Any]:
        """What results depend on besides model, versions and inputs."""
        options = self.options
        return {
            "brand": options.brand,
            "language": options.language,
            "time_zone": str(options.time_zone) if options.time_zone else None,
            "date_order": options.date_order,
            "columns": asdict(options.columns),
            "input_format": self.input_format,
            "include_text": self.shown.texts,
            "show_data": self.shown.data,
            "messages_a_shard": self.messages_a_shard,
            **asdict(self.policy),
            "critical": sorted(self.policy.critical),
            "fail_on": sorted(self.policy.fail_on),
        }

"""``python -m benchmarks.report``: the report of a large audit: how long it takes to make, its size, how fast it opens.

A month is audited, its tables are written again and again with new rows and ids until there are enough threads, and the
figures and the report are made from them. The page is opened in headless Chromium, from navigation to the second frame
after its load event, each time in an empty tab.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analyzer.auditing.known_model import known_model
from analyzer.auditing.policy import DEFAULT_WEIGHTS
from analyzer.auditing.requests import AuditRequest
from analyzer.auditing.running import Progress, audit
from analyzer.auditing.thread_rows import Shown
from analyzer.report.canned_replies import repeated_templates
from analyzer.report.columns import TABLES
from analyzer.report.figures import Accounted, summarised
from analyzer.report.html import write_report
from analyzer.report.tables import AuditTables
from benchmarks.month import write_month
from benchmarks.resident import peak
from tests.report.browser import opened_browser

PAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"


class _Quiet:
    def say(self, line: str) -> None: ...

    def progress(self, done: Progress) -> None: ...


def multiplied(few: Path, many: Path, threads: int) -> int:
    """Tables with at least so many threads, from those of an audit; how many there are."""
    each = pq.read_metadata(few / "scores.parquet").num_rows
    copies = -(-threads // each)
    for name, schema in TABLES.items():
        table = pq.read_table(few / f"{name}.parquet")
        with pq.ParquetWriter(many / f"{name}.parquet", schema, compression="zstd") as writer:
            for copy in range(copies):
                row = pc.add(table["row"], pa.scalar(copy * each, pa.int64()))
                ids = pc.binary_join_element_wise(table["thread_id"], pa.scalar(str(copy)), "-")
                fresh = table.set_column(table.schema.get_field_index("row"), schema.field("row"), row)
                place = table.schema.get_field_index("thread_id")
                writer.write_table(fresh.set_column(place, schema.field("thread_id"), ids))
    return copies * each


def made(folder: Path, threads: int) -> tuple[float, float]:
    """Seconds for the figures and for the page."""
    tables = AuditTables(folder)
    start = time.perf_counter()
    wanted = repeated_templates(tables)
    words: dict[str, str] = {}
    for batch in tables.batches("replies", ["template", "text"]):
        for template, text in zip(batch["template"].to_pylist(), batch["text"].to_pylist(), strict=True):
            if template in wanted:
                words.setdefault(template, text[:200])
    summary = summarised(tables, Accounted(1, threads, 0), DEFAULT_WEIGHTS, False, words)
    figures = time.perf_counter()
    write_report(folder, summary, known_model("default").stamp, shows_text=True, shows_data=False)
    return figures - start, time.perf_counter() - figures


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report", description=__doc__)
    parser.add_argument("--threads", type=int, default=100_000)
    parser.add_argument("--audit", type=Path, help="a finished audit with --include-text to take instead of a new one")
    parser.add_argument("--messages", type=int, default=20_000, help="audited before the tables are multiplied")
    parser.add_argument("--rounds", type=int, default=5, help="how often the page is opened")
    options = parser.parse_args()
    known_model("default")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        few, many = options.audit or Path(name) / "few", Path(name) / "many"
        many.mkdir()
        if options.audit is None:
            write_month(Path(name) / "month.jsonl", options.messages)
            audit(AuditRequest([f"{name}/month.jsonl"], few, shown=Shown(texts=True)), _Quiet())
        threads = multiplied(few, many, options.threads)
        figures, page = made(many, threads)
        report = many / "report.html"
        print(f"{threads:,} threads: figures {figures:.1f} s, page {page:.1f} s, peak {peak():.0f} MiB")
        print(f"report.html: {report.stat().st_size / 1e6:.1f} MB")
        with opened_browser(Path(name) / "profile") as tab:
            tab.sized(1400)
            seconds = []
            for _ in range(options.rounds):
                tab.visit(report)
                seconds.append(tab.ask(PAINTED) / 1000)
            print(f"opens in {statistics.median(seconds):.2f} s ({min(seconds):.2f}-{max(seconds):.2f})")
            before = time.perf_counter()
            tab.click('[data-figure="codes:U402"]')
            tab.ask(PAINTED)
            print(f"a click on a figure shows its threads after {time.perf_counter() - before:.2f} s")
            print(tab.text("#status"))


if __name__ == "__main__":
    main()

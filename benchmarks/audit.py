"""``python -m benchmarks.audit``: how fast a month is audited: by size, processes and Dask workers.

Each audit is a command of its own. What a start costs is measured with a month of a single thread and taken off the
processor time a message; wall times hold it. The processor time of Dask workers is not that of the command.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.alternatives import Alternative
from benchmarks.clock import ONE_THREAD
from benchmarks.cluster import dask_cluster
from benchmarks.month import write_month

_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Run:
    """One audit; seconds, and MiB of the largest of its processes."""

    messages: int
    workers: str
    wall: float
    processor: float
    peak: float

    def row(self, start: float) -> str:
        """A line of the table; ``start`` is the processor time of a start."""
        each = "" if "Dask" in self.workers else f"{(self.processor - start) / self.messages * 1e6:.0f}"
        rate = self.messages / self.wall
        return (
            f"| {self.messages:,} | {self.workers} | {self.wall:.1f} | {self.processor:.1f} | {rate:,.0f} | "
            f"{each} | {self.peak:.0f} |"
        )


def audited(path: Path, messages: int, output: Path, options: Sequence[str], workers: str) -> Run:
    """The command on a month, in a process of its own."""
    command = [sys.executable, "-m", "analyzer", "audit", str(path), "--output", str(output), *options]
    start = time.monotonic()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=_ROOT, env={**os.environ, **ONE_THREAD}, stdout=quiet, stderr=quiet)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the audit ended with exit code {process.returncode}")
    return Run(messages, workers, wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def compared(path: Path) -> list[Alternative]:
    """The alternatives over the same messages, in a process of their own."""
    command = [sys.executable, "-m", "benchmarks.alternatives", str(path)]
    printed = subprocess.run(
        command, cwd=_ROOT, check=True, capture_output=True, env={**os.environ, **ONE_THREAD}
    ).stdout
    return [Alternative(**each) for each in json.loads(printed)]


def _ways(jobs: Sequence[int], dask: Sequence[int], folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Names and options of every way to run; a cluster is up while its turn lasts."""
    for count in jobs:
        yield f"{count} process{'es' if count > 1 else ''}", ["--jobs", str(count)]
    for count in dask:
        with dask_cluster(count, folder) as address:
            yield f"Dask, {count} worker{'s' if count > 1 else ''}", ["--dask-scheduler", address]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit", description=__doc__)
    parser.add_argument("--messages", type=int, nargs="+", default=[10_000, 100_000], help="sizes of the months")
    parser.add_argument("--jobs", type=int, nargs="*", default=[1, 2], help="numbers of processes")
    parser.add_argument("--dask", type=int, nargs="*", default=[], help="numbers of Dask workers on this machine")
    parser.add_argument("--without-alternatives", action="store_true", help="the audit alone")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {_processor()}\n")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        write_month(folder / "start.jsonl", 1)
        start = audited(folder / "start.jsonl", 1, folder / "start", ["--jobs", "1"], "start")
        print(f"A start: {start.wall:.1f} s wall, {start.processor:.1f} s processor, {start.peak:.0f} MiB\n")
        print("| messages | workers | wall s | processor s | messages/s | µs a message beyond the start | peak MiB |")
        print("|---|---|---|---|---|---|---|", flush=True)
        each = {}
        for wanted in sorted(options.messages):
            path = folder / f"month-{wanted}.jsonl"
            messages = write_month(path, wanted)
            for place, (workers, flags) in enumerate(_ways(options.jobs, options.dask, folder)):
                run = audited(path, messages, folder / f"out-{wanted}-{place}", flags, workers)
                print(run.row(start.processor), flush=True)
                if flags == ["--jobs", "1"]:
                    each[wanted] = (run.processor - start.processor) / messages
        if not options.without_alternatives and each:
            size = max(each)
            print("\n| on the same messages, one process | messages/s | µs a message | audit costs × |")
            print("|---|---|---|---|")
            for found in compared(folder / f"month-{size}.jsonl"):
                cost = found.seconds / found.messages
                times = each[size] / cost
                print(f"| {found.name} | {1 / cost:,.0f} | {cost * 1e6:.0f} | {times:.1f} |")


def _processor() -> str:
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return names[0].partition(": ")[2] if names else platform.machine()


if __name__ == "__main__":
    main()

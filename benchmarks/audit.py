"""``python -m benchmarks.audit``: how fast a month is audited, by its size and by the number of processes."""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.month import write_month

_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Run:
    """One audit; seconds, and MiB of the largest of its processes."""

    messages: int
    jobs: int
    wall: float
    processor: float
    peak: float


def audited(path: Path, messages: int, jobs: int, folder: Path) -> Run:
    """The command on a month, in a process of its own."""
    output = folder / f"out-{messages}-{jobs}"
    command = [sys.executable, "-m", "analyzer", "audit", str(path), "--output", str(output), "--jobs", str(jobs)]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, cwd=_ROOT, check=True, capture_output=True)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(messages, jobs, wall, processor, after.ru_maxrss / 1024)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit", description=__doc__)
    parser.add_argument("--messages", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    print("| messages | jobs | wall s | processor s | messages/s | µs a message | peak MiB so far |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for wanted in sorted(options.messages):
            path = folder / f"month-{wanted}.jsonl"
            messages = write_month(path, wanted)
            for jobs in options.jobs:
                run = audited(path, messages, jobs, folder)
                print(
                    f"| {run.messages:,} | {run.jobs} | {run.wall:.1f} | {run.processor:.1f} | "
                    f"{run.messages / run.wall:,.0f} | {run.processor / run.messages * 1e6:.0f} | {run.peak:.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()

"""``python -m benchmarks.faults``: audits killed at random moments and resumed, against one that nobody disturbed.

Every audit runs in a process of its own, forked from one that has everything loaded, so that the moments fall on
reading, scoring, keeping, merging and the report, not on the start of Python. It is killed (SIGKILL) one to three
times, each after a random part of the time that an undisturbed run takes, then left to end. After each kill the
output must not be there, or be whole; at the end every file must hold the bytes of the undisturbed run, and nothing
else may be left.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from analyzer.auditing.backends import Workers
from analyzer.auditing.running import AuditRequest, Progress, audit
from analyzer.auditing.shards import in_shards
from analyzer.readers import read_threads
from analyzer.threads import Thread

_CORPUS = Path(__file__).parent.parent / "data" / "labelled"
_MESSAGES_A_SHARD = 10
_MOST_KILLS = 3


class _Deaf:
    def say(self, line: str) -> None:
        pass

    def progress(self, done: Progress) -> None:
        pass


@dataclass(frozen=True)
class Trial:
    """What is audited, over and over.

    Attributes:
        source: The threads.
        folder: Where the audits go.
        jobs: Processes of each audit.
    """

    source: Path
    folder: Path
    jobs: int

    def run(self, output: Path, seconds: float | None) -> bool:
        """Audits into a folder, killed after so many seconds; says whether it came to its end."""
        child = os.fork()
        if not child:
            try:
                self.audit(output)
                os._exit(0)
            finally:
                os._exit(1)
        begun = time.monotonic()
        while True:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                if status:
                    raise SystemExit(f"an audit ended with {os.waitstatus_to_exitcode(status)}")
                return True
            if seconds is not None and time.monotonic() - begun >= seconds:
                os.kill(child, signal.SIGKILL)
                return not os.waitpid(child, 0)[1]
            time.sleep(0.002)

    def audit(self, output: Path) -> None:
        """Audits into a folder, in this process."""
        workers = Workers(self.jobs, fewest_messages=0)
        audit(AuditRequest([str(self.source)], output, messages_a_shard=_MESSAGES_A_SHARD, workers=workers), _Deaf())


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of every file of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def stage(output: Path, shards: int) -> str:
    """Where an audit was when it was killed, by what it left."""
    partial = output.with_name(f"{output.name}.partial")
    if output.exists():
        return "finished, not tidied up" if partial.exists() else "finished"
    if not partial.exists():
        return "before the first file"
    kept = len(list((partial / "shards").glob("*.shard")))
    if not kept:
        return "before the first shard was kept"
    if kept < shards:
        return "between the first shard and the last"
    return "merging and reporting"


def main() -> int:
    """Runs the trials and prints the counts; 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--threads", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="processes of each audit (default %(default)s)")
    told = parser.parse_args()
    chance = random.Random(told.seed)
    stages: Counter[str] = Counter()
    different = halves = leftovers = killed = 0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        lines = [line for name in ("it", "en") for line in (_CORPUS / f"{name}.jsonl").read_text("utf-8").splitlines()]
        source = folder / "month.jsonl"
        source.write_text("\n".join([*chance.sample(lines, told.threads), "{broken"]) + "\n", encoding="utf-8")
        trial = Trial(source, folder, told.jobs)
        threads = (item for item in read_threads([source]) if isinstance(item, Thread))
        shards = sum(1 for _ in in_shards(threads, _MESSAGES_A_SHARD))
        Trial(source, folder, 1).audit(folder / "loads_everything")
        gc.freeze()
        begun = time.monotonic()
        trial.run(folder / "whole", None)
        seconds = time.monotonic() - begun
        whole = contents(folder / "whole")
        for number in range(told.runs):
            output = folder / f"run{number}"
            for _ in range(chance.randint(1, _MOST_KILLS)):
                ended = trial.run(output, chance.uniform(0, seconds))
                if not ended:
                    killed += 1
                    stages[stage(output, shards)] += 1
                halves += output.exists() and contents(output) != whole
            trial.run(output, None)
            different += contents(output) != whole
            leftovers += output.with_name(f"{output.name}.partial").exists()
            shutil.rmtree(output)
            if sys.stderr.isatty():
                print(f"\r{number + 1}/{told.runs}", end="", file=sys.stderr)
    print(
        json.dumps(
            {
                "runs": told.runs, "jobs": told.jobs, "threads": told.threads, "shards": shards, "seed": told.seed,
                "seconds_undisturbed": round(seconds, 2), "killed": killed, "killed_while": dict(stages.most_common()),
                "outputs_half_there_after_a_kill": halves, "results_that_differ": different, "leftovers": leftovers,
            },
            indent=1,
        )
    )  # fmt: skip
    return int(bool(halves or different or leftovers))


if __name__ == "__main__":
    sys.exit(main())

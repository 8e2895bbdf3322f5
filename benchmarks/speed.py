"""``python -m benchmarks.speed``: the whole analysis against the bare tokenizer, start-up and memory, on one core."""

from __future__ import annotations

import argparse
import gc
import platform
import tempfile
from dataclasses import dataclass
from pathlib import Path

import msgspec
import spacy

from analyzer.modeling.artifact import load_model
from benchmarks.clock import on_one_core
from benchmarks.corpus import distinct, repeated
from benchmarks.memory import Memory, peak_memory
from benchmarks.ratio import Comparison, analyse, compare
from benchmarks.stages import stage_seconds
from benchmarks.startup import StartUp, start_ups


@dataclass(frozen=True, slots=True)
class Report:
    """Everything measured in one run; times in seconds, memory in MiB."""

    python: str
    spacy: str
    rounds: int
    distinct: Comparison
    repeated: Comparison
    stages: dict[str, float]
    start_up: dict[str, StartUp]
    memory: Memory


def measure(threads: int, rounds: int) -> Report:
    """All measurements over corpora of ``threads`` threads."""
    model = load_model()
    with tempfile.TemporaryDirectory() as folder:
        fresh = distinct(threads, Path(folder) / "distinct.jsonl")
        same = repeated(threads, Path(folder) / "repeated.jsonl")
        analyse(distinct(20, Path(folder) / "warm-up.jsonl", seed=0), model)
        gc.collect()
        gc.freeze()  # as the command line does once it is ready to score
        return Report(
            platform.python_version(),
            spacy.__version__,
            rounds,
            compare(fresh, model, rounds),
            compare(same, model, rounds),
            stage_seconds(fresh, model),
            start_ups(rounds),
            peak_memory(fresh),
        )


def in_words(report: Report) -> str:
    """The report for a terminal; every figure is a median with the lowest and highest round."""
    lines = [f"Python {report.python}, spaCy {report.spacy}, one core, {report.rounds} rounds: median (lowest-highest)"]
    for name, found in (("distinct", report.distinct), ("repeated", report.repeated)):
        rate = found.messages / found.analysis_processor.median
        lines += [
            f"\n{found.messages} messages in {found.threads} threads, {found.distinct_share:.0%} distinct ({name})",
            f"  bare tokenizer   processor {found.tokenizer_processor} s   wall {found.tokenizer_wall} s",
            f"  whole analysis   processor {found.analysis_processor} s   wall {found.analysis_wall} s",
            f"  times tokenizer  processor {found.times_processor}     wall {found.times_wall}",
            f"  whole analysis   {rate:,.0f} messages a second",
        ]
    lines.append("\nstages (distinct, one run, processor time)")
    for name, seconds in report.stages.items():
        lines.append(f"  {name:<20} {seconds:6.2f} s   {seconds / report.distinct.messages * 1e6:6.1f} µs a message")
    lines.append("\nstart-up")
    for command, took in report.start_up.items():
        lines.append(f"  {command:<16} processor {took.processor} s   wall {took.wall} s")
    memory = report.memory
    lines += [
        f"\npeak memory over {memory.threads} threads",
        f"  ready {memory.ready:.0f} MiB, after a fifth {memory.after_a_fifth:.0f}, after all {memory.after_all:.0f}",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--threads", type=int, default=5000, help="threads in each corpus (default %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (default %(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of words")
    options = parser.parse_args()
    on_one_core()
    report = measure(options.threads, options.rounds)
    print(msgspec.json.encode(report).decode() if options.json else in_words(report))


if __name__ == "__main__":
    main()

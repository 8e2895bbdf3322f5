"""How much memory scoring takes, and whether it grows with the length of the input."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec

from analyzer.modeling.artifact import load_model
from analyzer.readers import read_threads
from analyzer.scoring import score_threads
from analyzer.threads import Thread
from benchmarks.corpus import Corpus
from benchmarks.resident import peak

_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Memory:
    """Peak resident megabytes: ready to score, after a fifth of the threads, after all of them."""

    threads: int
    ready: float
    after_a_fifth: float
    after_all: float


def peak_memory(corpus: Corpus) -> Memory:
    """The peaks of a process of its own that scores the corpus, thread after thread."""
    command = [sys.executable, "-m", "benchmarks.memory", str(corpus.path), str(corpus.threads)]
    printed = subprocess.run(command, cwd=_ROOT, check=True, capture_output=True).stdout
    return msgspec.json.decode(printed, type=Memory)


def measure(path: Path, count: int) -> Memory:
    """Scores a file and keeps nothing; the peaks of this process."""
    model = load_model()
    ready = fifth = peak()
    threads = (item for item in read_threads([path]) if isinstance(item, Thread))
    for number, _ in enumerate(score_threads(threads, model), start=1):
        if number == count // 5:
            fifth = peak()
    return Memory(count, ready, fifth, peak())


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(measure(Path(sys.argv[1]), int(sys.argv[2]))))

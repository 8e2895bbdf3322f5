"""How long the command line takes to start, against importing the libraries it stands on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clock import Seconds, Spread, spread

_ROOT = Path(__file__).parent.parent
_COMMANDS = {
    "libraries": ("-c", "import spacy, sklearn, pandas"),
    "help": ("-m", "analyzer", "--help"),
    "one_thread": ("-m", "analyzer", "score", "data/samples/unwanted_calls.jsonl", "--format", "jsonl"),
}


@dataclass(frozen=True, slots=True)
class StartUp:
    """Processor and wall seconds from starting a process to its end."""

    processor: Spread
    wall: Spread


def start_ups(rounds: int) -> dict[str, StartUp]:
    """Each command by turns, ``rounds`` times; the files are in the cache, as this process has read them."""
    runs = [{name: _run(command) for name, command in _COMMANDS.items()} for _ in range(rounds)]
    return {
        name: StartUp(
            spread([run[name].processor for run in runs]),
            spread([run[name].wall for run in runs]),
        )
        for name in _COMMANDS
    }


def _run(arguments: Sequence[str]) -> Seconds:
    wall, before = time.perf_counter(), os.times()
    subprocess.run([sys.executable, *arguments], cwd=_ROOT, check=True, capture_output=True)
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Seconds(time.perf_counter() - wall, processor)

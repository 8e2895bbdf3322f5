"""``python -m benchmarks.reading``: every format read, against the bare parser over the same file; peak memory."""

from __future__ import annotations

import argparse
import csv
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import ijson

from analyzer.readers import ReadOptions, read_threads
from analyzer.threads import Thread
from benchmarks.clock import Spread, on_one_core, spread, timed
from benchmarks.exports import BRAND, EXPORTS, written_export
from benchmarks.resident import peak

_ROOT = Path(__file__).parent.parent
_FEW = 200
_LARGE = ("table", "canonical", "zendesk", "intercom")
_MESSAGE_LINE = re.compile(r"(?:\[(\d+)/(\d+)/(\d+), (\d+):(\d+):(\d+)\] )?([^:\n]{1,60}): (.*)\n?")


@dataclass(frozen=True, slots=True)
class Reading:
    """One format: file size, processor seconds of the bare parser and of the reader, how many times that is."""

    name: str
    megabytes: float
    messages: int
    floor: str
    bare: Spread
    reading: Spread
    times: Spread


@dataclass(frozen=True, slots=True)
class PeakOfReading:
    """Peak resident MiB of a process that reads a file of this format and keeps nothing."""

    name: str
    megabytes: float
    threads: int
    ready: float
    peak: float


def measure(name: str, threads: int, rounds: int) -> Reading:
    """Bare parser and reader by turns, once everything is imported."""
    with tempfile.TemporaryDirectory() as folder:
        read(written_export(name, Path(folder), _FEW))
        path = written_export(name, Path(folder), threads)
        floor = floor_of(path)
        pairs = []
        for _ in range(rounds):
            bare = timed(partial(_parse, path, floor)).processor
            pairs.append((bare, timed(partial(read, path)).processor))
        return Reading(
            name,
            path.stat().st_size / 1e6,
            threads * 4,
            floor,
            spread([bare for bare, _ in pairs]),
            spread([whole for _, whole in pairs]),
            spread([whole / bare for bare, whole in pairs]),
        )


def peak_of(name: str, megabytes: int) -> PeakOfReading:
    """The peak of a process of its own that reads a fresh file of about this size."""
    with tempfile.TemporaryDirectory() as folder:
        few = written_export(name, Path(folder), _FEW).stat().st_size / _FEW
        threads = int(megabytes * 1e6 / few)
        path = written_export(name, Path(folder), threads)
        command = [sys.executable, "-m", "benchmarks.reading", "--only-read", str(path)]
        ready, most = json.loads(subprocess.run(command, cwd=_ROOT, check=True, capture_output=True).stdout)
        return PeakOfReading(name, path.stat().st_size / 1e6, threads, ready, most)


def read(path: Path) -> int:
    """How many threads the file holds; reads all of it and keeps nothing."""
    return sum(isinstance(item, Thread) for item in read_threads([path], ReadOptions(brand=BRAND)))


def floor_of(path: Path) -> str:
    """The bare parser of a file: csv, json (a line at a time), ijson, html.parser, or one pattern a line of text."""
    floors = {".csv": "csv", ".jsonl": "json", ".ndjson": "json", ".json": "ijson", ".js": "ijson", ".html": "html"}
    return floors.get(path.suffix, "lines")


def _parse(path: Path, floor: str) -> None:
    if floor == "html":
        parser = _Events()
        parser.feed(path.read_text(encoding="utf-8"))
        parser.close()
        return
    if floor == "ijson":
        with path.open("rb") as stream:
            begin = stream.read(64)
            stream.seek(begin.index(b"=") + 1 if begin.startswith(b"window.") else 0)
            for _ in ijson.items(stream, _list_in(path)):
                pass
        return
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.reader(stream) if floor == "csv" else stream:
            if floor == "json":
                json.loads(row)
            elif floor == "lines":
                _MESSAGE_LINE.fullmatch(row)


class _Events(HTMLParser):
    """The standard library's parser, its events kept as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[tuple[str, object]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.events.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.events.append((tag, None))

    def handle_data(self, data: str) -> None:
        self.events.append(("", data))


def _list_in(path: Path) -> str:
    lists = {"message_1": "messages.item", "result": "messages.item", "conversations": "data.item"}
    return {**lists, "hubspot": "results.item"}.get(path.stem, "item")


def in_words(found: list[Reading], peaks: list[PeakOfReading]) -> str:
    """The figures for a terminal."""
    lines = ["format              file      floor  bare s           reading s        times           messages/s"]
    for one in found:
        rate = one.messages / one.reading.median
        lines.append(
            f"{one.name:18} {one.megabytes:5.1f} MB  {one.floor:6} {one.bare!s:16} {one.reading!s:16} {one.times!s:15}"
            f" {rate:,.0f}"
        )
    lines += [
        f"peak of {one.name}: {one.peak:.0f} MiB over {one.megabytes:.0f} MB ({one.ready:.0f} MiB before reading)"
        for one in peaks
    ]
    return "\n".join(lines)


def main() -> None:
    """Parses the command line and prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--formats", nargs="*", help="which formats; all, and for memory one of each kind")
    parser.add_argument("--threads", type=int, default=5_000, help="threads a file, of four messages each")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peak", type=int, metavar="MEGABYTES", help="measure memory over files of this size instead")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only-read", type=Path, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.only_read is not None:
        ready = peak()
        read(told.only_read)
        sys.stdout.write(json.dumps([ready, peak()]))
        return
    on_one_core()
    found = [] if told.peak else [measure(name, told.threads, told.rounds) for name in told.formats or EXPORTS]
    peaks = [peak_of(name, told.peak) for name in told.formats or _LARGE] if told.peak else []
    if told.json:
        sys.stdout.write(
            json.dumps({"reading": [asdict(one) for one in found], "peaks": [asdict(one) for one in peaks]})
        )
    else:
        sys.stdout.write(in_words(found, peaks) + "\n")


if __name__ == "__main__":
    main()

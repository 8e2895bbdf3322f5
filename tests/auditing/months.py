"""Small months of threads for the tests."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analyzer.auditing.backends import Workers
from analyzer.auditing.requests import AuditRequest
from analyzer.auditing.running import Progress

CANNED = "Ciao {name}, ci dispiace per il disagio, scrivici in privato e ti aiuteremo. ^MR"
HOSTILE = '<script>document.title="broken"</script><img src=x onerror=alert(1)>\u202e"}]</script>'


@dataclass
class Heard:
    """Keeps what an audit says."""

    lines: list[str] = field(default_factory=list)
    steps: list[Progress] = field(default_factory=list)

    def say(self, line: str) -> None:
        self.lines.append(line)

    def progress(self, done: Progress) -> None:
        self.steps.append(done)


def thread(number: int, **others: Any) -> dict[str, Any]:
    """A thread in which the number given is asked for again, or one that is solved."""
    day = f"2026-03-{1 + number % 28:02}"
    question = {"role": "customer", "text": "Il mio telefono è muto da ieri, perché? Il numero è 02 3293 451."}
    asked = {"role": "brand", "author": "Telvia", "text": "Ciao, potresti comunicarci il numero di telefono? ^MR"}
    solved = {"role": "brand", "author": "Telvia", "text": "Abbiamo riparato la linea: ora funziona. ^AB"}
    messages = [question, asked if number % 3 == 0 else solved]
    if number % 4 == 1:
        messages = [question, {"role": "brand", "author": "Telvia", "text": CANNED.format(name=f"Marco{number}")}]
    for place, message in enumerate(messages):
        message["sent_at"] = f"{day}T{9 + place * (1 + number % 3):02}:00:00+01:00"
    return {
        "id": f"t{number}", "brand": "Telvia", "channel": ("facebook", "x")[number % 2], "language": "it",
        "messages": messages, **others,
    }  # fmt: skip


def month(path: Path, count: int = 40, broken: int = 0, more: list[dict[str, Any]] | None = None) -> Path:
    """A file of threads, and of lines that are none."""
    lines = [json.dumps(record, ensure_ascii=False) for record in [*map(thread, range(count)), *(more or [])]]
    path.write_text("\n".join([*lines, *["{broken"] * broken]) + "\n", encoding="utf-8")
    return path


def request(path: Path, output: Path, **others: Any) -> AuditRequest:
    """An audit in small shards, in this process."""
    return AuditRequest([str(path)], output, **{"messages_a_shard": 20, "workers": Workers(1), **others})


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of every file of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

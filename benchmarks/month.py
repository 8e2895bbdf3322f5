"""``python -m benchmarks.month``: a month of threads of any size, made from the labelled corpus, seeded."""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.corpus import labelled, renewed

FIRST = datetime(2026, 3, 1, 8, tzinfo=UTC)
DAYS = 31
CHANNELS = ("facebook", "x", "instagram", "whatsapp", "app_store")


def month(messages: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Threads with at least so many messages in all, no two messages the same, with fresh names, numbers and typos.

    Each thread of the corpus is taken in turn, again and again; it begins on a day of March 2026, and the messages
    follow each other after minutes or hours.
    """
    chance, seen = random.Random(seed), set[str]()
    records, made = labelled(), 0
    for number in count():
        if made >= messages:
            return
        seen.clear()
        record = renewed(records[number % len(records)], chance, seen)
        at = FIRST + timedelta(minutes=chance.randrange(DAYS * 24 * 60))
        for message in record["messages"]:
            message["sent_at"] = at.isoformat()
            at += timedelta(minutes=chance.choice((2, 9, 25, 50, 130, 600, 1500)))
        made += len(record["messages"])
        yield {**record, "id": f"{record['id']}-{number}", "channel": chance.choice(CHANNELS)}


def write_month(path: Path, messages: int, seed: int = 1) -> int:
    """Writes the month as canonical JSON Lines; says how many messages it holds."""
    made = 0
    with path.open("w", encoding="utf-8") as stream:
        for record in month(messages, seed):
            made += len(record["messages"])
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    return made


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.month", description=__doc__)
    parser.add_argument("messages", type=int)
    parser.add_argument("output", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(f"{write_month(options.output, options.messages, options.seed)} messages in {options.output}")


if __name__ == "__main__":
    main()

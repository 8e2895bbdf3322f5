"""Threads to measure on: the labelled corpus with fresh names, numbers and misspellings, so that no message recurs."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

LABELLED = Path(__file__).parent.parent / "data" / "labelled"
MISSPELT_SHARE = 0.04
_GOLD = ("label", "acts", "requested", "findings", "disputed")
_SYLLABLES = ("ba", "co", "du", "fe", "gri", "lo", "mar", "ne", "pi", "ran", "so", "tel", "ul", "vi", "zan")
_WORD = re.compile(r"[^\W\d_]{5,}")
_NAME = re.compile(r"[^\W\d_]{3,}")
_DIGITS = re.compile(r"\d{3,}")


@dataclass(frozen=True, slots=True)
class Corpus:
    """A file of threads.

    Attributes:
        path: Canonical JSON Lines.
        texts: Language and text of every message, in order.
        threads: How many threads the file holds.
    """

    path: Path
    texts: tuple[tuple[str, str], ...]
    threads: int

    @property
    def distinct_share(self) -> float:
        """Distinct messages among all messages."""
        return len({text for _, text in self.texts}) / len(self.texts)


def repeated(count: int, path: Path) -> Corpus:
    """``count`` threads of the labelled corpus, taken again from the start when it ends."""
    return _written(islice(cycle(labelled()), count), path)


def distinct(count: int, path: Path, seed: int = 1) -> Corpus:
    """``count`` threads made from the labelled corpus in which no two messages are the same.

    In each thread the names of people and brand become new names, and every number of three digits or more another of
    the same length, throughout the thread; one word in twenty-five of five letters or more is misspelt.
    """
    chance = random.Random(seed)
    seen: set[str] = set()
    return _written((renewed(record, chance, seen) for record in islice(cycle(labelled()), count)), path)


def labelled() -> list[dict[str, Any]]:
    """Both languages in turn, without their gold labels."""
    parts = [
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in sorted(LABELLED.glob("*.jsonl"))
    ]
    mixed = [record for records in zip(*parts, strict=False) for record in records]
    return [{key: value for key, value in record.items() if key not in _GOLD} for record in mixed]


def renewed(record: dict[str, Any], chance: random.Random, seen: set[str]) -> dict[str, Any]:
    names = {
        part
        for name in (record.get("brand"), *(message.get("author") for message in record["messages"]))
        for part in _NAME.findall(name or "")
    }
    fresh = {name: _fresh_name(chance) for name in sorted(names)}
    numbers: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        return numbers.setdefault(found[0], "".join(chance.choice("0123456789") for _ in found[0]))

    def word(found: re.Match[str]) -> str:
        known = fresh.get(found[0])
        return known or (_misspelt(found[0], chance) if chance.random() < MISSPELT_SHARE else found[0])

    messages = []
    for message in record["messages"]:
        text = _DIGITS.sub(number, _WORD.sub(word, message["text"]))
        while text in seen:
            text = f"{text} {_fresh_name(chance)}"
        seen.add(text)
        messages.append({**message, "text": text})
    return {**record, "messages": messages}


def _fresh_name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(3, 4))).capitalize()


def _misspelt(word: str, chance: random.Random) -> str:
    """The word with two letters exchanged, one left out, or one doubled."""
    place = chance.randrange(1, len(word) - 1)
    before, letter, following, after = word[:place], word[place], word[place + 1], word[place + 2 :]
    return before + chance.choice((following + letter, letter, letter + letter + following)) + after


def _written(records: Iterator[dict[str, Any]], path: Path) -> Corpus:
    texts: list[tuple[str, str]] = []
    threads = 0
    with path.open("w", encoding="utf-8") as stream:
        for record in records:
            threads += 1
            texts.extend((record["language"], message["text"]) for message in record["messages"])
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    return Corpus(path, tuple(texts), threads)

"""JSON Lines: one thread a line, as the contract defines it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import msgspec

from analyzer.scoring import ScoredThread
from analyzer.writers.base import Writer, score_record


def _write(scores: Iterable[ScoredThread], stream: BinaryIO) -> None:
    encode = msgspec.json.Encoder().encode
    for scored in scores:
        stream.write(encode(score_record(scored)) + b"\n")
        stream.flush()


WRITER = Writer("jsonl", _write)

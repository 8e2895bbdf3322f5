"""Worker processes that end with the process that started them, however that one ended."""

from __future__ import annotations

import os
import threading
import time
from functools import cache

from analyzer.auditing.shard_scoring import ScoredShard, ScoringTask, score_shard
from analyzer.auditing.shards import Shard

SECONDS_BETWEEN_LOOKS = 1.0


def score_for(parent: int, shard: Shard, task: ScoringTask) -> ScoredShard:
    """As ``score_shard``, in a process that ends soon after its parent.

    Args:
        parent: Process id of the parent.
        shard: What to score.
        task: How.
    """
    _end_with(parent)
    return score_shard(shard, task)


@cache
def _end_with(parent: int) -> None:
    """Starts to watch; a killed parent cannot tell its workers to end, and they would wait for work for minutes."""
    if os.name == "posix":
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    os._exit(1)

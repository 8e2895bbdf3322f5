"""Where shards are scored: in this process, in several on this machine, or on a Dask cluster; results in order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from joblib import Parallel, delayed, parallel_config

from analyzer.auditing.lifeline import score_for
from analyzer.auditing.shard_scoring import ScoredShard, ScoringTask, score_shard
from analyzer.auditing.shards import Shard
from analyzer.errors import AnalyzerError, UsageError

FEWEST_MESSAGES_FOR_PROCESSES = 16_000
"""Below it, starting processes takes longer than they save."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Who scores.

    Attributes:
        jobs: Processes on this machine.
        dask_scheduler: Address of a Dask scheduler to use instead, such as ``tcp://10.0.0.5:8786``.
        fewest_messages: With fewer to score, one process does it all.
    """

    jobs: int = 1
    dask_scheduler: str | None = None
    fewest_messages: int = FEWEST_MESSAGES_FOR_PROCESSES


class _Carried:
    """An iterable whose error is kept for later, since one raised while tasks are handed out would be lost."""

    def __init__(self, shards: Iterable[Shard]) -> None:
        self._shards = shards
        self.error: BaseException | None = None

    def __iter__(self) -> Iterator[Shard]:
        try:
            yield from self._shards
        except Exception as error:  # raised again by whoever drew the last result
            self.error = error


def scored_in_order(shards: Iterable[Shard], task: ScoringTask, workers: Workers) -> Iterator[ScoredShard]:
    """Every shard scored, in the order of the shards; at most a few are held at a time.

    Raises:
        AnalyzerError: The cluster cannot be reached, or loses workers until none is left.
    """
    coming = iter(shards)
    if workers.dask_scheduler is None:
        if workers.jobs == 1:
            yield from (score_shard(shard, task) for shard in coming)
            return
        first, messages = [], 0
        for shard in coming:
            first.append(shard)
            messages += shard.messages
            if messages >= workers.fewest_messages:
                break
        else:
            yield from (score_shard(shard, task) for shard in first)
            return
        coming = chain(first, coming)
    carried = _Carried(coming)
    with ExitStack() as stack:
        if workers.dask_scheduler is None:
            stack.enter_context(parallel_config("loky", n_jobs=workers.jobs, inner_max_num_threads=1))
        else:
            client = stack.enter_context(_client(workers.dask_scheduler))
            stack.enter_context(parallel_config("dask", client=client))
        parallel = Parallel(return_as="generator", batch_size=1, pre_dispatch="2*n_jobs", max_nbytes=None)
        score = delayed(score_shard if workers.dask_scheduler else partial(score_for, os.getpid()))
        with closing(parallel(score(shard, task) for shard in carried)) as results:
            yield from results
    if carried.error is not None:
        raise carried.error


@contextmanager
def _client(address: str) -> Iterator[Any]:
    """A connection to a scheduler, closed at the end."""
    try:
        from distributed import Client
    except ImportError:
        mend = "install reply-quality-analyzer[dask]"
        raise UsageError("a cluster needs dask.distributed", "--dask-scheduler", mend) from None
    try:
        client: Any = Client(address, timeout="10s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        what = f"no scheduler answers ({type(error).__name__})"
        raise AnalyzerError(what, address, "start one with: dask scheduler") from None
    with client:
        yield client

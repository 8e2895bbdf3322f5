"""The same work on several inputs, in as many processes as there are cores where it is long enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from joblib import Parallel, delayed, parallel_config

Result = TypeVar("Result")

FEWEST_ROWS_FOR_PROCESSES = 1_000
"""Below it, starting processes takes longer than they save."""


def side_by_side(work: Callable[..., Result], calls: Sequence[tuple[Any, ...]], rows: int) -> list[Result]:
    """The results in the order of the calls, the same on any number of cores.

    Args:
        work: A function of a module.
        calls: Its arguments, once a call.
        rows: How many rows each call works on, about.
    """
    if rows < FEWEST_ROWS_FOR_PROCESSES or len(calls) < 2:
        return [work(*arguments) for arguments in calls]
    with parallel_config("loky", n_jobs=-1, inner_max_num_threads=1):
        return list(Parallel(batch_size=1)(delayed(work)(*arguments) for arguments in calls))

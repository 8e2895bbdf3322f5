"""A Dask cluster on this machine: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.clock import ONE_THREAD

_ROOT = Path(__file__).parent.parent
SECONDS_TO_START = 120


@contextmanager
def dask_cluster(workers: int, folder: Path) -> Iterator[str]:
    """The scheduler's address; the processes end with the block.

    Args:
        workers: How many, of one thread each.
        folder: Where they may write.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    quiet = subprocess.DEVNULL
    environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": str(_ROOT)}
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    worker = ["worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments], env=environment, cwd=folder, stdout=quiet, stderr=quiet
        )
        for arguments in (scheduler, *[worker] * workers)
    ]
    try:
        _wait_for(address, workers)
        yield address
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def _wait_for(address: str, workers: int) -> None:
    from distributed import Client

    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with Client(address, timeout="5s", set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=SECONDS_TO_START)
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)

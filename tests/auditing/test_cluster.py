"""A Dask scheduler and two workers, each a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from analyzer.auditing.backends import Workers
from analyzer.auditing.running import Progress, audit
from analyzer.errors import AnalyzerError
from tests.auditing.months import Heard, contents, month, request
from tests.conftest import ROOT

pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")
SECONDS_TO_START = 60


@dataclass
class Cluster:
    """Its address and its workers."""

    address: str
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "10"}
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments]
        quiet = subprocess.DEVNULL
        started.append(subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=quiet, stderr=quiet))
        return started[-1]

    start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    worker = ("worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1")
    workers = [start(*worker), start(*worker)]
    try:
        _wait_for(address)
        yield Cluster(address, workers)
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def _wait_for(address: str) -> None:
    from distributed import Client

    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with Client(address, timeout="5s", set_as_default=False) as client:
                client.wait_for_workers(2, timeout=SECONDS_TO_START)
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@dataclass
class Killer(Heard):
    """Kills a worker when the first shard is done."""

    victim: subprocess.Popen[bytes] | None = field(default=None)

    def progress(self, done: Progress) -> None:
        super().progress(done)
        if self.victim is not None:
            self.victim.kill()
            self.victim = None


def test_a_cluster_gives_the_bytes_of_one_machine_though_a_worker_is_killed(cluster: Cluster, tmp_path: Path) -> None:
    source = month(tmp_path / "month.jsonl", 200)
    audit(request(source, tmp_path / "one"), Heard())
    killer = Killer(victim=cluster.workers[0])
    shared = replace(request(source, tmp_path / "many", workers=Workers(1, cluster.address)), paths=[source.as_uri()])
    audit(shared, killer)
    assert cluster.workers[0].poll() is not None
    one, many = contents(tmp_path / "one"), contents(tmp_path / "many")
    for name in ("findings.parquet", "replies.parquet", "intervals.parquet", "rejects.jsonl"):
        assert many[name] == one[name]
    audit(request(source, tmp_path / "same", workers=Workers(1, cluster.address)), Heard())
    assert contents(tmp_path / "same") == one


def test_a_scheduler_that_does_not_answer_is_told_in_a_line(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(AnalyzerError, match="no scheduler answers"):
        audit(request(month(tmp_path / "m.jsonl", 2), tmp_path / "out", workers=Workers(1, nobody)), Heard())

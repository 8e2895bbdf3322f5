"""A real process with real workers, stopped in the middle by a signal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from analyzer.auditing.running import audit
from tests.auditing.months import Heard, contents, month, request
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds worker processes in /proc")
SECONDS = 120


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return month(tmp_path_factory.mktemp("stopped") / "month.jsonl", 600)


@pytest.fixture(scope="module")
def uninterrupted(source: Path) -> dict[str, bytes]:
    audit(request(source, source.parent / "whole"), Heard())
    return contents(source.parent / "whole")


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)])
def test_a_stopped_run_goes_on_and_ends_as_if_it_had_not_been_stopped(
    sent: signal.Signals, code: int, source: Path, uninterrupted: dict[str, bytes], tmp_path: Path
) -> None:
    output = tmp_path / "out"
    command = [sys.executable, "-m", "tests.auditing.small_shards", "audit", str(source), "--output", str(output)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True) as process:
        kept = output.with_name("out.partial") / "shards"
        _until(lambda: len(list(kept.glob("*.shard"))) >= 3 or process.poll() is not None)
        workers = _below(process.pid)
        assert len(workers) >= 2
        if sent is signal.SIGINT:
            os.killpg(process.pid, sent)  # as a terminal does
        else:
            process.send_signal(sent)
        said = process.communicate(timeout=SECONDS)[1].decode()
    assert process.returncode == code
    assert "Traceback" not in said
    assert not output.exists()
    _until(lambda: not any(_alive(worker) for worker in workers))
    heard = Heard()
    audit(request(source, output), heard)
    assert heard.steps[0].resumed >= 60
    assert contents(output) == uninterrupted


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


def _below(process: int) -> list[int]:
    """The processes a process has started, and those that they have; any of them may end while one looks."""
    found = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                found += [child, *_below(child)]
    return found


def _alive(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False

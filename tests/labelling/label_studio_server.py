"""A Label Studio server on the loopback, spoken to through its API as its own screen does."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

VERSION = "1.23.2"
TOKEN = "0123456789abcdef0123456789abcdef01234567"
SECONDS_TO_START = 600
_QUIET = {
    "COLLECT_ANALYTICS": "false",
    "LATEST_VERSION_CHECK": "false",
    "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
}


@dataclass(frozen=True)
class LabelStudio:
    """A running server."""

    url: str

    def project(self, title: str, configuration: str, tasks: Sequence[Mapping[str, Any]]) -> int:
        """A new project with these tasks; returns its id."""
        made = self._ask("/api/projects", {"title": title, "label_config": configuration})
        counted = self._ask(f"/api/projects/{made['id']}/import", tasks)
        assert counted["task_count"] == len(tasks)
        return int(made["id"])

    def tasks(self, project: int) -> list[dict[str, Any]]:
        """The tasks of a project with their predictions."""
        found: list[dict[str, Any]] = self._ask(f"/api/tasks?project={project}&fields=all&page_size=1000")["tasks"]
        return found

    def annotate(self, task: int, result: Sequence[Mapping[str, Any]], skipped: bool = False) -> None:
        """Submits or skips a task."""
        self._ask(f"/api/tasks/{task}/annotations/", {"result": list(result), "was_cancelled": skipped})

    def export(self, project: int, kind: str = "JSON") -> bytes:
        """What a person would download."""
        return self._bytes(f"/api/projects/{project}/export?exportType={kind}&download_all_tasks=true")

    def _ask(self, path: str, said: Any = None) -> Any:
        return json.loads(self._bytes(path, said))

    def _bytes(self, path: str, said: Any = None) -> bytes:
        body = None if said is None else json.dumps(said).encode()
        headers = {"Authorization": f"Token {TOKEN}", "Content-Type": "application/json"}
        with urlopen(Request(self.url + path, body, headers), timeout=120) as answer:
            content: bytes = answer.read()
            return content


@contextmanager
def running(program: str, folder: Path) -> Iterator[LabelStudio]:
    """A server that keeps all it has in a folder, until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        *(program, "start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port)),
        *("--data-dir", str(folder), "--username", "ada@example.org", "--password", "only-for-this-test"),
        *("--user-token", TOKEN),
    ]
    environment = {**os.environ, **_QUIET, "LABEL_STUDIO_BASE_DATA_DIR": str(folder)}
    environment.pop("PYTHONPATH", None)
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            server = LabelStudio(f"http://127.0.0.1:{port}")
            _wait(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(30)


def installed(folder: Path) -> str:
    """Installs the server from the package index into its own virtual environment; returns its program."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    subprocess.run([folder / "bin" / "pip", "install", "--quiet", f"label-studio=={VERSION}"], check=True)
    return str(folder / "bin" / "label-studio")


def _wait(server: LabelStudio, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            server._bytes("/health")
        except (URLError, OSError):
            time.sleep(1)
        else:
            return
    raise TimeoutError("the server did not start")

"""Headless Chromium over its debugging pipe (Chrome DevTools Protocol): nothing but the browser is needed."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_OPTIONS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --remote-debugging-pipe"
)

_WIRED = """
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3]]
for number, end in enumerate(ends, start=3):
    os.dup2(end, number)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Page:
    """One tab."""

    def __init__(self, address: str) -> None:
        self._profile = tempfile.mkdtemp(prefix="profile")
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        ends = [str(theirs_in), str(theirs_out), CHROMIUM or ""]
        command = [sys.executable, "-S", "-c", _WIRED, *ends, *_OPTIONS.split(), f"--user-data-dir={self._profile}"]
        self._browser = subprocess.Popen(
            command, pass_fds=(theirs_in, theirs_out), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._number, self._read, self._session = 0, b"", None
        self.events: list[dict[str, Any]] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Runtime", "Network", "Log", "Page"):
            self.ask(f"{domain}.enable")
        self.ask("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._out)
        self._browser.terminate()
        self._browser.wait(30)
        os.close(self._in)
        shutil.rmtree(self._profile, ignore_errors=True)

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The result of a command of the protocol."""
        self._number += 1
        sent = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            sent["sessionId"] = self._session
        os.write(self._out, json.dumps(sent).encode() + b"\0")
        while (told := self._next()).get("id") != self._number:
            self.events.append(told)
        if "error" in told:
            raise RuntimeError(told["error"]["message"])
        result: dict[str, Any] = told["result"]
        return result

    def value(self, expression: str) -> Any:
        """What an expression of the page gives."""
        told = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in told:
            raise RuntimeError(told["exceptionDetails"]["text"])
        return told["result"].get("value")

    def wait(self, condition: str, seconds: float = 60.0) -> None:
        """Goes on once the condition holds."""
        latest = time.monotonic() + seconds
        while not self.value(f"Boolean({condition})"):
            if time.monotonic() > latest:
                raise TimeoutError(condition)
            time.sleep(0.05)

    def type(self, element: str, text: str) -> None:
        """Types into an element, replacing what is in it."""
        self.value(f"document.getElementById('{element}').focus(), document.getElementById('{element}').select()")
        self.ask("Input.insertText", text=text)

    def text(self, element: str) -> str:
        """The text of an element."""
        return str(self.value(f"document.getElementById('{element}').textContent"))

    def picture(self, path: Path, width: int, height: int = 900) -> None:
        """Writes a screenshot of the whole page."""
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        told = self.ask("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(told["data"]))

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._read:
            part = os.read(self._in, 1 << 16)
            if not part:
                raise RuntimeError("the browser has gone")
            self._read += part
        told, _, self._read = self._read.partition(b"\0")
        message: dict[str, Any] = json.loads(told)
        return message

"""One headless Chromium for all tests of the page, spoken to over its debugging pipe."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
)  # fmt: skip
_KEYS = {"Enter": (13, "\r"), "Tab": (9, ""), " ": (32, " "), "Escape": (27, ""), "ArrowDown": (40, "")}


class Page:
    """A tab; questions are JavaScript, answered as JSON (Chrome DevTools Protocol 1.3)."""

    def __init__(self, orders: int, answers: int) -> None:
        self._orders, self._answers = os.fdopen(orders, "wb", 0), os.fdopen(answers, "rb", 0)
        self._number, self._rest, self._session = 0, b"", {}  # type: int, bytes, dict[str, str]
        self.said: list[dict[str, Any]] = []

    def attached(self) -> Self:
        target = self.order("Target.createTarget", url="about:blank")["targetId"]
        self._session = {"sessionId": self.order("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]}
        for part in ("Page", "Runtime", "Network", "Log"):
            self.order(f"{part}.enable")
        return self

    def order(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters, **self._session}
        self._orders.write(json.dumps(message).encode() + b"\0")
        while (answer := self._heard()).get("id") != self._number:
            self.said.append(answer)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def visit(self, page: Path, fragment: str = "") -> None:
        """Opens the page afresh and waits until it is loaded."""
        for address in ("about:blank", page.as_uri() + fragment):
            self.said.clear()
            self.order("Page.navigate", url=address)
            while not any(each.get("method") == "Page.loadEventFired" for each in self.said):
                self.said.append(self._heard())

    def ask(self, script: str) -> Any:
        answer = self.order("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def text(self, selector: str) -> str:
        return str(self.ask(f"document.querySelector({json.dumps(selector)}).textContent"))

    def focus(self, selector: str) -> None:
        self.ask(f"document.querySelector({json.dumps(selector)}).focus()")

    def click(self, selector: str) -> None:
        self.ask(f"document.querySelector({json.dumps(selector)}).click()")

    def press(self, key: str, times: int = 1) -> None:
        code, text = _KEYS[key]
        for _ in range(times):
            down = {"text": text} if text else {}
            known = {"key": key, "windowsVirtualKeyCode": code}
            self.order("Input.dispatchKeyEvent", type="keyDown", **known, **down)
            self.order("Input.dispatchKeyEvent", type="keyUp", **known)

    def write(self, text: str) -> None:
        self.order("Input.insertText", text=text)

    def sized(self, width: int, height: int = 900, dark: bool = False, media: str = "") -> None:
        self.order(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.order("Emulation.setEmulatedMedia", media=media, features=[scheme])

    def picture(self, path: Path, whole: bool = True) -> None:
        shot = self.order("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(shot["data"]))

    def close(self) -> None:
        self._session = {}
        self.order("Browser.close")
        self._orders.close()
        self._answers.close()

    @property
    def requested(self) -> list[str]:
        """Addresses the page asked for."""
        return [each["params"]["request"]["url"] for each in self.said if each["method"] == "Network.requestWillBeSent"]

    @property
    def problems(self) -> list[str]:
        """What the page threw, and what its policy stopped."""
        thrown = [str(each["params"]) for each in self.said if each["method"] == "Runtime.exceptionThrown"]
        return thrown + [str(each["params"]["entry"]) for each in self.said if each["method"] == "Log.entryAdded"]

    def _heard(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = self._answers.read(1 << 20)
            assert piece, "Chromium ended"
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        heard: dict[str, Any] = json.loads(message)
        return heard


@contextmanager
def opened_browser(profile: Path) -> Iterator[Page]:
    """A tab of a Chromium of its own, which ends with the block."""
    assert CHROMIUM
    orders_in, orders = os.pipe()
    answers, answers_out = os.pipe()

    def wired() -> None:
        high = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (orders_in, answers_out)]
        for place, end in zip((3, 4), high, strict=True):
            os.dup2(end, place)

    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        [CHROMIUM, *_OPTIONS, f"--user-data-dir={profile}"],
        preexec_fn=wired, close_fds=False, stdin=quiet, stdout=quiet, stderr=quiet,
    )  # fmt: skip
    os.close(orders_in)
    os.close(answers_out)
    page = Page(orders, answers)
    try:
        yield page.attached()
    finally:
        page.close()
        process.wait(timeout=30)

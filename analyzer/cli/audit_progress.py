"""How far a long run is: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from analyzer.cli.streams import say
from analyzer.writers.terminal_text import one_line

if TYPE_CHECKING:
    from analyzer.auditing.running import Progress as Done

SECONDS_BETWEEN_LINES = 15.0


class ProgressLine:
    """Tells people on standard error how an audit goes on."""

    def __init__(self) -> None:
        """Nothing is shown yet."""
        self._start = self._said = time.monotonic()
        self._bar: Progress | None = None
        if sys.stderr.isatty():
            columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task("reading", total=1.0)

    def __enter__(self) -> Self:
        """Shows the bar."""
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Takes the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def say(self, line: str) -> None:
        """One line, above the bar."""
        if self._bar is not None:
            self._bar.console.print(one_line(line), markup=False, highlight=False)
        else:
            say(line)

    def progress(self, done: Done) -> None:
        """Moves the bar, or says a line when the last one is long ago."""
        passed = max(1e-6, time.monotonic() - self._start)
        rate = (done.messages - done.resumed) / passed
        words = f"{done.threads} threads, {rate:,.0f} messages/s, {done.rejected} rejected"
        if self._bar is not None:
            self._bar.update(self._task, completed=done.share_read, description=words)
        elif time.monotonic() - self._said >= SECONDS_BETWEEN_LINES:
            self._said = time.monotonic()
            left = passed / done.share_read - passed if done.share_read else 0.0
            say(f"{done.share_read:.0%}, about {left:.0f} s left: {words}")

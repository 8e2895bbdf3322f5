"""A Rich console on a binary stream, and the colours and the scale that every view shares."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from rich.console import Console

from analyzer.codebook import Label

SCALE = "0 unresponsive · 50 partial · 100 responsive"
LABEL_STYLES = {Label.UNRESPONSIVE: "bold red", Label.PARTIAL: "bold yellow", Label.RESPONSIVE: "bold green"}
_WIDTH_WITHOUT_TERMINAL = 100


@contextmanager
def console_on(stream: BinaryIO) -> Iterator[Console]:
    """A console that writes UTF-8 to ``stream``; plain and 100 columns wide where that is no terminal."""
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="replace", write_through=True)
    terminal = stream.isatty()
    width = None if terminal or "COLUMNS" in os.environ else _WIDTH_WITHOUT_TERMINAL
    try:
        yield Console(file=text, force_terminal=terminal, width=width, highlight=False, emoji=False, markup=False)
    finally:
        text.detach()

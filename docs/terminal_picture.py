"""Draws ``docs/terminal.svg``: what ``analyzer score`` shows for the sample thread.

Run from the repository: ``python docs/terminal_picture.py``.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from analyzer import Thread, load_model, read_threads, score_threads
from analyzer.writers.view import show

ROOT = Path(__file__).parent.parent
SAMPLE = "data/samples/unwanted_calls.jsonl"


def main() -> None:
    """Scores the sample and writes the picture beside this file."""
    console = Console(record=True, width=112, file=io.StringIO(), force_terminal=True, highlight=False, markup=False)
    threads = [item for item in read_threads([SAMPLE]) if isinstance(item, Thread)]
    for scored in score_threads(threads, load_model()):
        show(scored, console)
    without_remote_fonts = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    picture = console.export_svg(title=f"analyzer score {SAMPLE}", code_format=without_remote_fonts)
    (ROOT / "docs" / "terminal.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()

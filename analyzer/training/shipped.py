"""The labelled threads that come with the program, by the word that stands for them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analyzer.errors import UnreadableInputError

SHIPPED = "shipped"
_PACKAGE = Path(__file__).parent.parent


def corpus_files(named: Sequence[str]) -> list[str]:
    """The files and folders named, with the folder of the shipped threads in place of their word.

    Raises:
        UnreadableInputError: The shipped threads are not there.
    """
    return [_shipped_folder() if name == SHIPPED else name for name in named]


def _shipped_folder() -> str:
    folders = (_PACKAGE / "_labelled", _PACKAGE.parent / "data" / "labelled")
    for folder in folders:
        if folder.is_dir():
            return str(folder)
    raise UnreadableInputError("no labelled threads come with this copy", SHIPPED, "name files of your own")

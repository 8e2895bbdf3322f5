"""How far a long command is: a bar on a terminal, a line a stage elsewhere, always on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def stages(total: int) -> Iterator[Callable[[str], None]]:
    """A function to call as each of ``total`` stages begins."""
    if not sys.stderr.isatty():
        numbers = iter(range(1, total + 1))
        yield lambda stage: print(f"{next(numbers)}/{total} {stage}", file=sys.stderr, flush=True)  # noqa: T201
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        begun = False

        def begin(stage: str) -> None:
            nonlocal begun
            bar.update(task, description=str(stage), advance=int(begun))
            begun = True

        yield begin

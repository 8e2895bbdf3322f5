"""Figures and tables as a terminal shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from analyzer.modeling.bootstrap import Estimate

UNDEFINED = "–"
Shown = Callable[..., Text]


def with_interval(estimate: Estimate, decimals: int = 2) -> Text:
    """A figure and its interval, a dash where it is not defined.

    >>> with_interval(Estimate(0.5, 0.41, 1.0)).plain
    '0.50  .41–1.0'
    """
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return Text(UNDEFINED, "dim")
    low, high = (_short(number, decimals) for number in (estimate.low, estimate.high))
    return Text.assemble(f"{estimate.value:.{decimals}f} ", (f"{f'{low}–{high}':>8}", "dim"))


def without_interval(estimate: Estimate, decimals: int = 2) -> Text:
    """A figure alone."""
    return Text(UNDEFINED if estimate.value is None else f"{estimate.value:.{decimals}f}")


def _short(number: float, decimals: int) -> str:
    """A share in four characters at most: no zero before the point, and one as ``1.0``."""
    rounded = f"{number:.{decimals}f}".removeprefix("-") if abs(number) < 0.005 else f"{number:.{decimals}f}"
    if decimals != 2:
        return rounded
    return "1.0" if rounded == "1.00" else rounded.replace("0.", ".", 1)


def plain_table(heading: str, columns: Sequence[str], wide_names: bool = False) -> Table:
    """A table without frame: a column of names under ``heading``, then columns of figures."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), collapse_padding=True, show_edge=False, header_style="bold")
    table.add_column(heading, no_wrap=not wide_names, overflow="fold" if wide_names else "ellipsis")
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    return table

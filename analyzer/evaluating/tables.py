"""An evaluation as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from analyzer.codebook import Code
from analyzer.evaluating.agreement import ALL_SLOTS, FEW, GROUPS, Accusation, Agreement, LanguageAgreement
from analyzer.evaluating.cases import Part
from analyzer.evaluating.counterfactuals import CounterfactualFigures
from analyzer.evaluating.evaluation import Evaluation
from analyzer.evaluating.label_tables import label_tables
from analyzer.evaluating.layout import UNDEFINED, Shown, plain_table, with_interval, without_interval
from analyzer.writers.console import console_on
from analyzer.writers.terminal_text import one_line

_WIDTH_WITH_INTERVALS = 98
_TOTALS = frozenset({ALL_SLOTS, *GROUPS})
_PARTS = {Part.ACT: "acts", Part.SLOT: "requested slots", Part.FINDING: "findings"}


def write_tables(evaluation: Evaluation, stream: BinaryIO) -> None:
    """The whole evaluation, laid out for reading; plain text where ``stream`` is no terminal.

    A terminal too narrow for them shows the figures without their intervals.
    """
    with console_on(stream) as console:
        wide = console.width >= _WIDTH_WITH_INTERVALS
        for part in _parts(evaluation, with_interval if wide else without_interval):
            console.print(part)
        console.print()
        intervals = (
            "After each figure its 95 % interval over resampled threads" if wide else "Intervals need a wider line"
        )
        console.print(Text(f"{intervals}; * marks fewer than {FEW}; groups leave U403 out.", "dim"))


def _parts(evaluation: Evaluation, shown: Shown) -> Iterator[RenderableType]:
    yield Text("Evaluation of " + ", ".join(map(one_line, evaluation.files)), style="bold")
    counts = [f"{evaluation.threads} threads"]
    counts += [f"{count} left out, not scorable: {reason}" for reason, count in evaluation.not_scorable.items()]
    yield Text("; ".join(counts))
    for language in evaluation.evidence:
        yield from _language(language, shown)
    if evaluation.label is not None:
        yield from label_tables(evaluation.label, shown)
    if evaluation.counterfactuals is not None:
        yield from _counterfactuals(evaluation.counterfactuals)


def _language(agreement: LanguageAgreement, shown: Shown) -> Iterator[RenderableType]:
    yield Text(f"\nEVIDENCE, {one_line(agreement.language)}", style="bold cyan")
    for part, name in _PARTS.items():
        if agreement.left_out[part]:
            yield Text(f"{agreement.left_out[part]} threads without gold {name} left out", style="yellow")
    threads = agreement.threads
    for kind, part, rows in (
        ("act", Part.ACT, agreement.acts),
        ("requested slot", Part.SLOT, agreement.slots),
        ("finding", Part.FINDING, (*agreement.findings, *agreement.groups)),
    ):
        if rows:
            yield ""
            yield _agreements(f"{kind} ({threads[part]} threads)", rows, shown)
    if threads[Part.FINDING]:
        yield ""
        yield _accusations(agreement.accusations, shown)


def _agreements(heading: str, rows: Sequence[Agreement], shown: Shown) -> Table:
    table = plain_table(heading, ["gold", "tp", "fp", "fn", "precision", "recall", "F1"])
    for row, following in zip(rows, (*rows[1:], None), strict=True):
        support = f"{row.support}*" if row.few else f"{row.support} "
        figures = (shown(row.precision), shown(row.recall), shown(row.f1))
        ends = following is not None and (row.name in _TOTALS) != (following.name in _TOTALS)
        table.add_row(_name(row.name), support, str(row.tp), str(row.fp), str(row.fn), *figures, end_section=ends)
    return table


def _accusations(rows: Sequence[Accusation], shown: Shown) -> Table:
    columns = ["threads\nwithout", "false in\n100 of them", "\ncertain", "\nprecision", "\nlikely", "\nprecision"]
    table = plain_table("\naccusation", columns)
    for row, following in zip(rows, (*rows[1:], None), strict=True):
        table.add_row(
            row.name,
            str(row.threads_without),
            shown(row.false_per_100_threads, 1),
            str(row.certain),
            shown(row.certain_precision),
            str(row.likely),
            shown(row.likely_precision),
            end_section=following is not None and (row.name in _TOTALS) != (following.name in _TOTALS),
        )
    return table


def _counterfactuals(figures: Sequence[CounterfactualFigures]) -> Iterator[RenderableType]:
    yield Text("\nCHANGES THAT MUST NOT MATTER", style="bold cyan")
    for entry in figures:
        yield Text(f"{entry.kind}: {entry.meaning}", "dim")
    table = plain_table("\nchange", ["threads\nchanged", "labels\nflipped", "mean change\nof score", "largest\nchange"])
    for entry in figures:
        moves = (entry.mean_score_change, entry.max_score_change)
        shown = (UNDEFINED if move is None else f"{move:.1f}" for move in moves)
        table.add_row(entry.kind, str(entry.threads_changed), str(entry.labels_flipped), *shown)
    yield ""
    yield table


def _name(name: str) -> str:
    return f"{name} {Code(name).finding_name}" if name in list(Code) else name

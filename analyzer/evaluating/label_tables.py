"""The part of an evaluation about the label, as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from analyzer.evaluating.label_report import LabelReport, Slice
from analyzer.evaluating.layout import UNDEFINED, Shown, plain_table
from analyzer.modeling.calibration import Calibration
from analyzer.modeling.classifier import LABELS
from analyzer.modeling.label_figures import LabelFigures
from analyzer.writers.terminal_text import one_line

FIGURES = {
    "macro-F1": "macro_f1",
    "accuracy": "accuracy",
    "quadratic kappa": "quadratic_kappa",
    "Spearman": "spearman",
    "ROC AUC, unresp.": "roc_auc_unresponsive",
    "Brier score": "brier",
    "calibration error": "ece",
}
_OF_A_SLICE = ("macro_f1", "quadratic_kappa", "roc_auc_unresponsive")


def label_tables(report: LabelReport, shown: Shown) -> Iterator[RenderableType]:
    """Headline figures beside the baselines, then classes, confusion, reliability and slices."""
    model = f"{one_line(report.model.name)} {one_line(report.model.version)}"
    yield Text(f"\nLABEL, model {model}", style="bold cyan")
    counts = [f"{report.threads} threads judged"]
    counts += [f"{report.left_out} without a label left out"] if report.left_out else []
    counts += [f"{report.disputed} with a disputed one left out"] if report.disputed else []
    yield Text("; ".join(counts))
    for table in (
        _headline(report, shown),
        _classes(report.found_evidence, shown),
        _confusion(report.found_evidence, shown),
        _reliability(report.calibration, shown),
        *(_slices(split, list(parts), shown) for split, parts in groupby(report.slices, lambda part: part.split)),
    ):
        yield ""
        yield table


def _headline(report: LabelReport, shown: Shown) -> Table:
    sides: dict[str, LabelFigures | None] = {
        "found\nevidence": report.found_evidence,
        "gold\nevidence": report.gold_evidence,
        **{"\n".join(name.rsplit(" ", 1)): figures for name, figures in report.baselines.items()},
    }
    kept = {name: figures for name, figures in sides.items() if figures is not None}
    table = plain_table("\nfigure", [name if "\n" in name else f"\n{name}" for name in kept])
    for name, attribute in FIGURES.items():
        table.add_row(name, *(shown(getattr(figures, attribute)) for figures in kept.values()))
    return table


def _classes(figures: LabelFigures, shown: Shown) -> Table:
    table = plain_table("label", ["gold", "precision", "recall", "F1"])
    for row in figures.classes:
        table.add_row(row.label, str(row.support), shown(row.precision), shown(row.recall), shown(row.f1))
    return table


def _confusion(figures: LabelFigures, shown: Shown) -> Table:
    table = plain_table("gold \\ predicted", [f"{label}" for label in LABELS])
    for label, row, shares in zip(LABELS, figures.confusion, figures.confusion_shares, strict=True):
        cells = (Text.assemble(f"{count}  ", shown(share)) for count, share in zip(row, shares, strict=True))
        table.add_row(label, *cells)
    return table


def _reliability(calibration: Calibration, shown: Shown) -> RenderableType:
    table = plain_table("probability of the label", ["threads", "mean", "right"])
    for entry in calibration.bins:
        if entry.threads:
            mean = UNDEFINED if entry.confidence is None else f"{entry.confidence:.2f}"
            table.add_row(f"{entry.low:.1f}–{entry.high:.1f}", str(entry.threads), mean, shown(entry.accuracy))
    bound = (
        f"perfectly calibrated, the calibration error would stay under {calibration.ece_if_calibrated:.3f} in 9 of 10"
    )
    return Group(table, Text(bound, "dim"))


def _slices(split: str, parts: list[Slice], shown: Shown) -> Table:
    columns = ["\nthreads", "\nmacro-F1", "\nkappa", "ROC AUC\nunresp.", "macro-F1\ngold evidence"]
    table = plain_table(f"\n{split}", columns, wide_names=True)
    for part in parts:
        found, ideal = part.found_evidence, part.gold_evidence
        table.add_row(
            Text(one_line(part.name)),
            f"{found.threads}*" if found.few else f"{found.threads} ",
            *(shown(getattr(found, attribute)) for attribute in _OF_A_SLICE),
            shown(ideal.macro_f1) if ideal else UNDEFINED,
        )
    return table

"""An evaluation as one self-contained HTML page."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import BinaryIO

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, Template

from analyzer.charting.charts import BarChart, ReliabilityChart, bar_chart, reliability_chart
from analyzer.codebook import Code
from analyzer.evaluating.agreement import ALL_SLOTS, FEW, GROUPS
from analyzer.evaluating.evaluation import Evaluation
from analyzer.evaluating.label_report import LabelReport
from analyzer.evaluating.label_tables import FIGURES
from analyzer.evaluating.layout import UNDEFINED
from analyzer.modeling.bootstrap import Estimate
from analyzer.modeling.classifier import LABELS
from analyzer.writers.terminal_text import one_line


def write_page(evaluation: Evaluation, stream: BinaryIO) -> None:
    """The whole evaluation as UTF-8 HTML that loads nothing from anywhere."""
    label = evaluation.label
    page = _template().render(
        evaluation=evaluation,
        label=label,
        headline_names=FIGURES,
        sides=_sides(label) if label else {},
        charts=_charts(label) if label else [],
        reliability=_reliability(label) if label else None,
        labels=LABELS,
        totals={ALL_SLOTS, *GROUPS},
        few=FEW,
    )
    stream.write(page.lstrip().encode("utf-8", "replace"))


@cache
def _template() -> Template:
    environment = Environment(
        loader=ChoiceLoader([PackageLoader("analyzer.evaluating"), PackageLoader("analyzer.charting")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = shown
    environment.filters["interval"] = interval
    environment.filters["safe_line"] = one_line
    environment.filters["finding_name"] = _finding_name
    return environment.get_template("evaluation.html.jinja")


def shown(estimate: Estimate, decimals: int = 2) -> str:
    """A figure, a dash where it is not defined."""
    return UNDEFINED if estimate.value is None else f"{estimate.value:.{decimals}f}"


def interval(estimate: Estimate, decimals: int = 2) -> str:
    """The interval of a figure; nothing where it is not defined."""
    if estimate.low is None or estimate.high is None:
        return ""
    return f"{estimate.low:.{decimals}f} to {estimate.high:.{decimals}f}"


def _finding_name(name: str) -> str:
    return Code(name).finding_name if name in list(Code) else ""


def _sides(label: LabelReport) -> dict[str, object]:
    sides = {"found evidence": label.found_evidence, "gold evidence": label.gold_evidence, **label.baselines}
    return {name: figures for name, figures in sides.items() if figures is not None}


def _charts(label: LabelReport) -> list[BarChart]:
    charts = []
    for split, parts in groupby(label.slices, lambda part: part.split):
        rows = [(one_line(part.name), part.found_evidence.macro_f1, part.found_evidence.threads) for part in parts]
        charts.append(bar_chart(split, rows))
    return charts


def _reliability(label: LabelReport) -> ReliabilityChart:
    return reliability_chart(label.calibration)

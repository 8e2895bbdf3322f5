"""Charts as SVG files that stand alone, in light and dark."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from analyzer.charting.charts import BarChart, ReliabilityChart
from analyzer.charting.curve_chart import CurveChart
from analyzer.charting.effect_chart import EffectChart


def bars_svg(chart: BarChart, what: str) -> str:
    """Horizontal bars; ``what`` names the figure they show."""
    return _drawn("bars", chart, what)


def reliability_svg(chart: ReliabilityChart) -> str:
    """The reliability curve beside the diagonal."""
    return _drawn("reliability", chart, "")


def curve_svg(chart: CurveChart) -> str:
    """Macro-F1 over the number of own labels."""
    return _drawn("curve", chart, "")


def effects_svg(chart: EffectChart) -> str:
    """The mean score as each column grows."""
    return _drawn("effects", chart, "")


def _drawn(kind: str, chart: Any, what: str) -> str:
    return _template().render(kind=kind, chart=chart, what=what).strip() + "\n"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("analyzer.charting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("standalone.svg.jinja")

"""The card in words and the plots beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from analyzer.charting.charts import bar_chart, reliability_chart
from analyzer.charting.curve_chart import CurveChart, curve_chart
from analyzer.charting.effect_chart import effect_chart
from analyzer.charting.svg import bars_svg, curve_svg, effects_svg, reliability_svg
from analyzer.modeling.classifier import LABELS
from analyzer.modeling.effects import Effect
from analyzer.training.answer import Answer
from analyzer.training.held_out import SPLITS, HeldOut

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#])")
_LONGEST = 60
CURVE = "learning_curve.svg"


def card_in_words(card: Mapping[str, Any]) -> str:
    """The card as Markdown."""
    return _template().render(card=card, labels=LABELS, splits=SPLITS)


def plots(held_out: HeldOut, effects: tuple[Effect, ...], answer: Answer | None = None) -> dict[str, str]:
    """SVG drawings by file name: calibration, what each column does, figures by part and beside baselines.

    With an answer the learning curve too.
    """
    parts = [
        (f"{part.split}: {plain(part.name)}", part.figures.macro_f1, part.figures.threads) for part in held_out.slices
    ]
    threads = held_out.figures.threads
    sides = [("this model", held_out.figures.macro_f1, threads)]
    sides += [(each.name, each.figures.macro_f1, threads) for each in held_out.baselines]
    return {
        "calibration.svg": reliability_svg(reliability_chart(held_out.calibration)),
        "effects.svg": effects_svg(effect_chart([(effect.column, effect.scores) for effect in effects])),
        "parts.svg": bars_svg(bar_chart("language, sector and channel", parts), "macro-F1"),
        "baselines.svg": bars_svg(bar_chart("model", sides), "macro-F1"),
        **({CURVE: curve_svg(_curve(answer))} if answer and answer.curve.points else {}),
    }


def _curve(answer: Answer) -> CurveChart:
    comparison = answer.comparison
    return curve_chart(
        [(point.labels, point.macro_f1) for point in answer.curve.points],
        None if comparison is None else (plain(comparison.old), comparison.old_macro_f1),
    )


def plain(text: str) -> str:
    """A name from the data on one line, without what is not printable."""
    kept = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(kept.split())[:_LONGEST]


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("analyzer.training"),
        autoescape=False,  # noqa: S701
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["cell"] = lambda text: _MARKDOWN.sub(r"\\\1", plain(text))
    environment.filters["shown"] = _shown
    environment.filters["difference"] = _difference
    return environment.get_template("card.md.jinja")


def _shown(estimate: Mapping[str, float | None]) -> str:
    value, low, high = (estimate[key] for key in ("value", "low", "high"))
    if value is None or low is None or high is None:
        return "–"
    return f"{value:.2f} ({low:.2f} to {high:.2f})"


def _difference(estimate: Mapping[str, float | None]) -> str:
    value, low, high = (estimate[key] for key in ("value", "low", "high"))
    if value is None or low is None or high is None:
        return "what is not known"
    return f"{value:+.3f} ({low:+.3f} to {high:+.3f})"

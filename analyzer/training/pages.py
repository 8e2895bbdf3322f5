"""The card in words and the plots beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from analyzer.charting.charts import bar_chart, reliability_chart
from analyzer.charting.effect_chart import effect_chart
from analyzer.charting.svg import bars_svg, effects_svg, reliability_svg
from analyzer.modeling.classifier import LABELS
from analyzer.modeling.effects import Effect
from analyzer.training.held_out import SPLITS, HeldOut

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#])")
_LONGEST = 60


def card_in_words(card: Mapping[str, Any]) -> str:
    """The card as Markdown."""
    return _template().render(card=card, labels=LABELS, splits=SPLITS)


def plots(held_out: HeldOut, effects: tuple[Effect, ...]) -> dict[str, str]:
    """SVG drawings by file name: calibration, what each column does, and figures by part and beside baselines."""
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
    }


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
    return environment.get_template("card.md.jinja")


def _shown(estimate: Mapping[str, float | None]) -> str:
    value, low, high = (estimate[key] for key in ("value", "low", "high"))
    if value is None or low is None or high is None:
        return "–"
    return f"{value:.2f} ({low:.2f} to {high:.2f})"

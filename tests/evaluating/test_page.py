"""The evaluation as a page."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import islice
from xml.etree import ElementTree

import pytest

from analyzer.charting.charts import LONGEST_NAME, bar_chart, reliability_chart
from analyzer.codebook import Label
from analyzer.evaluating.evaluation import Evaluation, compare, evaluate
from analyzer.evaluating.examined import examine
from analyzer.evaluating.page import write_page
from analyzer.modeling.artifact import Model
from analyzer.modeling.bootstrap import Estimate
from analyzer.modeling.calibration import Calibration, ReliabilityBin
from analyzer.readers import read_labelled_threads
from analyzer.threads import Gold, LabelledThread, Source
from tests.conftest import ROOT, shipped_model
from tests.evaluating.labelled_threads import ASKED_AGAIN, labelled

HOSTILE = "<script>alert(1)</script>\x1b\u202e"
VOID = {"meta", "br"}


class Reading(HTMLParser):
    """Notes every tag and attribute, and refuses tags that do not close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page_of(evaluation: Evaluation) -> str:
    stream = io.BytesIO()
    write_page(evaluation, stream)
    return stream.getvalue().decode("utf-8")


def read(page: str) -> Reading:
    reading = Reading()
    reading.feed(page)
    reading.close()
    assert reading.open == []
    return reading


def evaluated(threads: list[LabelledThread], model: Model, **options: bool) -> Evaluation:
    examined = list(examine(threads, shipped_model().judges))
    return evaluate([HOSTILE], examined, compare(examined), model, **options)


@pytest.fixture(scope="module")
def evaluation(default_model: Model) -> Evaluation:
    items = islice(read_labelled_threads([ROOT / "data" / "heldout"]), 30)
    threads = [item for item in items if isinstance(item, LabelledThread)]
    bad = labelled(ASKED_AGAIN, Gold(label=Label.UNRESPONSIVE, acts={}), HOSTILE, "it")
    hostile = replace(bad.thread, channel=HOSTILE, extra={"sector": HOSTILE}, source=Source(HOSTILE, 1))
    return evaluated([*threads, LabelledThread(hostile, bad.gold)], default_model, counterfactuals=True)


def test_the_page_is_sound_html_and_sound_svg(evaluation: Evaluation) -> None:
    page = page_of(evaluation)
    read(page)
    drawings = re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL)
    assert len(drawings) >= 4
    for drawing in drawings:
        assert ElementTree.fromstring(drawing).attrib["aria-label"]


def test_the_page_loads_nothing_and_runs_nothing(evaluation: Evaluation) -> None:
    tags = read(page_of(evaluation)).seen
    assert {"script", "link", "img", "iframe", "object", "base", "a"}.isdisjoint(tag for tag, _ in tags)
    names = {name for _, attributes in tags for name in attributes}
    assert {"src", "href", "srcset"}.isdisjoint(names)
    assert not any(name.startswith("on") for name in names)
    assert "url(" not in page_of(evaluation)
    assert ("http-equiv", "Content-Security-Policy") in {
        (k, v) for _, attributes in tags for k, v in attributes.items()
    }


def test_what_others_wrote_is_shown_and_never_obeyed(evaluation: Evaluation) -> None:
    page = page_of(evaluation)
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_every_figure_of_the_text_stands_on_the_page(evaluation: Evaluation) -> None:
    page = page_of(evaluation)
    assert evaluation.label
    assert evaluation.label.found_evidence.macro_f1.value is not None
    assert f"<b>{evaluation.label.found_evidence.macro_f1.value:.2f}</b>" in page
    for name in ("weighted findings", "gold evidence", "repeated-request", "data_request", "more courtesy"):
        assert name in page


def test_evidence_alone_makes_a_page_without_labels(default_model: Model) -> None:
    page = page_of(evaluated([labelled(ASKED_AGAIN, Gold(acts={}))], default_model))
    read(page)
    assert "<h2>Label</h2>" not in page
    assert "Evidence, it" in page


def test_bars_end_where_their_value_says_and_intervals_stay_on_the_plot() -> None:
    chart = bar_chart("by", [("a", Estimate(0.5, 0.25, 1.0), 40), ("b", Estimate(None, None, None), 3)])
    first, undefined = chart.bars
    zero, full = chart.ticks[0][0], chart.ticks[-1][0]
    assert first.width == pytest.approx((full - zero) / 2)
    assert first.low == pytest.approx(zero + (full - zero) / 4)
    assert first.high == pytest.approx(full)
    assert (undefined.width, undefined.faint, undefined.text) == (None, True, "not defined")
    assert bar_chart("by", [("c", Estimate(-0.5, -1.0, 0.0), 40)]).bars[0].low == zero


def test_long_names_keep_their_end() -> None:
    [bar] = bar_chart("file", [("x" * 80 + "/en.jsonl", Estimate(1.0, 1.0, 1.0), 40)]).bars
    assert len(bar.shown_name) == LONGEST_NAME
    assert bar.shown_name.endswith("/en.jsonl")


def test_a_calibrated_bin_lies_on_the_diagonal() -> None:
    bins = (
        ReliabilityBin(0.5, 0.6, 8, 0.55, Estimate(0.55, 0.4, 0.7)),
        ReliabilityBin(0.6, 0.7, 0, None, Estimate(None, None, None)),
    )
    chart = reliability_chart(Calibration(Estimate(0.0, 0.0, 0.0), 0.0, bins))
    [point] = chart.points
    assert point.x - chart.margin == pytest.approx(0.55 * chart.side)
    assert chart.ticks[0][1] - point.y == pytest.approx(0.55 * chart.side)
    assert point.high < point.y < point.low

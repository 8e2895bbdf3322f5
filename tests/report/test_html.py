from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from analyzer.auditing.running import audit
from analyzer.auditing.thread_rows import Shown
from analyzer.report.wording import LANGUAGES, all_words
from tests.auditing.months import HOSTILE, Heard, month, request, thread
from tests.report.browser import CHROMIUM, Page, opened_browser

in_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("report")
    said = [{"role": "customer", "text": f"Non va nulla {HOSTILE} perché?", "author": HOSTILE}]
    said.append({"role": "brand", "text": f"{HOSTILE} ci scusiamo per il disagio.", "author": HOSTILE})
    hostile = thread(1, id=HOSTILE, brand=HOSTILE, channel=HOSTILE, messages=said)
    emoji = thread(3, id="emoji")
    for message in emoji["messages"]:
        message["text"] = "😡🤦🏽 " + message["text"]
    source = month(place / "month.jsonl", more=[hostile, emoji])
    audit(request(source, place / "out", shown=Shown(texts=True), report_language="en"), Heard())
    return place / "out"


class Tags(HTMLParser):
    """The names of tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes.update(name for name, _ in attrs)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with opened_browser(tmp_path_factory.mktemp("profile") / "chromium") as page:
        page.sized(1200)
        yield page


@pytest.fixture
def page(browser: Page, folder: Path) -> Page:
    browser.visit(folder / "report.html")
    return browser


@pytest.fixture(scope="module")
def summary(folder: Path) -> Any:
    return json.loads((folder / "summary.json").read_bytes())


LISTED = "[...document.querySelectorAll('#list button')].map(each => Number(each.dataset.row))"


def test_the_page_loads_nothing_and_only_its_own_script_may_run(folder: Path) -> None:
    page = (folder / "report.html").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    tags = Tags()
    tags.feed(page)
    assert tags.names.isdisjoint({"link", "img", "iframe", "object", "base"})
    assert not any(name in ("src", "style") or name.startswith("on") for name in tags.attributes)


def test_what_customers_wrote_is_text_and_never_markup(folder: Path) -> None:
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.count("<script") == 2
    assert "<img" not in page
    assert "\u202e" not in page.split('id="data"')[0]


def test_every_word_stands_in_every_language() -> None:
    words = all_words()
    assert set(words) == set(LANGUAGES)
    assert words["it"].keys() == words["en"].keys()
    for key, word in words["en"].items():
        assert sorted(re.findall(r"{\w+}", word)) == sorted(re.findall(r"{\w+}", words["it"][key])), key


@in_browser
def test_figures_in_the_browser_are_those_of_the_summary(page: Page, summary: Any) -> None:
    headline = summary["headline"]
    assert page.text("#mean-score") == f"{headline['mean_score']['value']:.1f}"
    shown = page.ask("[...document.querySelectorAll('.tile b')].slice(1).map(each => each.textContent)")
    assert shown == [f"{100 * headline[key]['value']:.1f} %" for key in ("failed", "accused", "unreplied", "slow")]
    rows = page.ask(
        "[...document.querySelectorAll('#wrong tbody tr')].map(row => [...row.cells].map(c => c.dataset.v))"
    )
    found = [[each["threads"], each["findings"], each["certain"]] for each in summary["findings"]]
    assert [[int(row[place]) for place in (1, 3, 4)] for row in rows] == found
    assert page.text("#status") == f"{summary['counts']['threads']} threads in detail"


@in_browser
def test_every_figure_leads_to_as_many_threads_as_it_says(page: Page) -> None:
    asked = page.ask(
        """(() => { const found = {};
        for (const node of document.querySelectorAll("[data-figure]:not([data-total='0'])")) {
          location.hash = "#ask=" + encodeURIComponent(node.dataset.figure);
          dispatchEvent(new Event("hashchange"));
          const shown = parseInt(document.getElementById("status").textContent.split(": ").at(-1));
          found[node.dataset.figure] = [Number(node.dataset.total), shown];
        } return found; })()"""
    )
    assert [figure for figure, (said, shown) in asked.items() if said != shown] == []
    for figure in ("all:1", "failed:1", "codes:R101", "slot:R101:phone_number", "p90:first", "late:first"):
        assert figure in asked
    kinds = {figure.partition(":")[0] for figure in asked}
    assert kinds >= {"label", "bin", "day", "channel", "brand", "handle", "signature", "language", "canned", "accused"}


@in_browser
def test_a_click_on_a_figure_opens_its_threads_with_the_evidence_marked(page: Page, summary: Any) -> None:
    figure = next(each for each in summary["findings"] if each["code"] == "R101")
    page.click('[data-figure="codes:R101"]')
    assert page.text("#status") == f"R101 repeated request: {figure['threads']} threads in detail"
    assert page.ask("document.querySelector('#thread mark:not([class])').title") == "repeated request"
    assert "••" in page.text("#thread mark.ground")


@in_browser
def test_the_page_is_worked_from_a_keyboard(page: Page) -> None:
    page.focus('[data-figure="codes:R101"]')
    page.press("Enter")
    first, second = page.ask(LISTED)[:2]
    assert page.ask("Number(document.activeElement.dataset.row)") == first
    page.press("ArrowDown")
    assert page.ask("Number(document.activeElement.dataset.row)") == second
    page.press("Enter")
    assert page.ask("document.querySelector('#list [aria-current=true]').dataset.row") == str(second)
    page.press("Escape")
    assert page.ask("document.activeElement.dataset.figure") == "codes:R101"
    page.focus("g[data-figure].pick")
    page.press(" ")
    assert page.text("#status").startswith("score ")
    page.focus("#search")
    page.press("Tab")
    assert page.ask("document.activeElement.id") == "by-label"


@in_browser
def test_filters_search_and_order_narrow_the_list(page: Page, folder: Path) -> None:
    rows = pq.read_table(folder / "scores.parquet").to_pylist()
    page.focus("#search")
    page.write("T12")
    assert page.ask(LISTED) == [12]
    page.click("#clear")
    change = "const e = document.getElementById(%r); e.value = %r; e.dispatchEvent(new Event('input'))"
    page.ask(f"{{{change % ('by-channel', 'facebook')}}}")
    page.ask(f"{{{change % ('by-code', 'R101')}}}")
    page.ask(f"{{{change % ('order', 'in_order')}}}")
    assert page.ask(LISTED) == [
        row["row"] for row in rows if row["channel"] == "facebook" and "R101" in row["findings"]
    ]
    page.click("#clear")
    page.ask(f"{{{change % ('order', 'highest')}}}")
    best = max(row["score"] for row in rows)
    assert page.text("#list .badge") == f"{best:.1f}"


@in_browser
def test_tables_are_sorted_by_their_heads(page: Page) -> None:
    page.click("#wrong thead th:nth-child(2) button")
    column = (
        "[...document.querySelectorAll('#wrong table')[0].tBodies[0].rows].map(row => Number(row.cells[1].dataset.v))"
    )
    counts = page.ask(column)
    assert counts == sorted(counts, reverse=True)
    page.click("#wrong thead th:nth-child(2) button")
    assert page.ask(column) == sorted(counts)


@in_browser
def test_a_hostile_message_stays_inert_and_nothing_is_loaded(browser: Page, folder: Path) -> None:
    browser.visit(folder / "report.html", "#open=40")
    assert browser.ask("document.title") == "Audit of social customer care"
    assert "<script>document.title" in browser.text("#thread")
    assert browser.ask("document.querySelectorAll('img, #thread script, iframe').length") == 0
    assert "\u202e" not in browser.text("#thread")
    assert browser.requested == [(folder / "report.html").as_uri()]
    assert browser.problems == []


@in_browser
def test_evidence_behind_an_emoji_is_marked_where_it_stands(browser: Page, folder: Path) -> None:
    browser.visit(folder / "report.html", "#open=41")
    assert browser.text("#thread mark.ground") == "•• •••• •••"
    assert browser.text("#thread .message.brand mark") == "numero di telefono"


@in_browser
@pytest.mark.parametrize("width", [390, 820, 1400])
def test_nothing_is_wider_than_the_window(browser: Page, folder: Path, width: int) -> None:
    browser.sized(width)
    browser.visit(folder / "report.html", "#ask=codes%3AR101")
    assert browser.ask("document.documentElement.scrollWidth") <= width
    browser.sized(1200)


@in_browser
def test_paper_is_white_and_holds_no_controls(browser: Page, folder: Path) -> None:
    browser.sized(1000, dark=True)
    browser.visit(folder / "report.html")
    assert browser.ask("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 29)"
    browser.sized(1000, dark=True, media="print")
    assert browser.ask("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.ask("getComputedStyle(document.getElementById('browse')).display") == "none"
    browser.sized(1200)

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from analyzer.auditing.running import audit
from analyzer.auditing.thread_rows import Shown
from analyzer.report.wording import LANGUAGES, all_words
from tests.auditing.months import HOSTILE, Heard, month, request, thread

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
in_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("report")
    said = [{"role": "customer", "text": f"Non va nulla {HOSTILE} perché?", "author": HOSTILE}]
    said.append({"role": "brand", "text": f"{HOSTILE} ci scusiamo per il disagio.", "author": HOSTILE})
    hostile = thread(1, id=HOSTILE, brand=HOSTILE, channel=HOSTILE, messages=said)
    source = month(place / "month.jsonl", more=[hostile])
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


def rendered(page: Path, fragment: str = "") -> str:
    """The document after its script has run."""
    options = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    options += " --disable-component-update --disable-sync --virtual-time-budget=5000 --dump-dom"
    profile = f"--user-data-dir={page.parent.parent / 'profile'}"
    command = [CHROMIUM or "", *options.split(), profile, f"{page.as_uri()}{fragment}"]
    return subprocess.run(command, capture_output=True, check=True, timeout=120).stdout.decode()


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
def test_figures_in_the_browser_are_those_of_the_summary(folder: Path) -> None:
    document = rendered(folder / "report.html")
    summary = json.loads((folder / "summary.json").read_bytes())
    assert f'<b id="mean-score">{summary["headline"]["mean_score"]["value"]:.1f}</b>' in document
    assert f"{summary['counts']['threads']} threads in detail" in document
    assert "<title>Audit of social customer care</title>" in document


@in_browser
def test_a_figure_leads_to_its_threads_and_their_marked_evidence(folder: Path) -> None:
    summary = json.loads((folder / "summary.json").read_bytes())
    figure = next(each for each in summary["findings"] if each["code"] == "R101")
    document = rendered(folder / "report.html", "#ask=codes%3AR101")
    assert f"R101 repeated request: {figure['threads']} threads in detail" in document
    shown = document.split('<article id="thread"')[1]
    assert re.search(r'<mark title="repeated request">[^<]+</mark>', shown)
    assert re.search(r'<mark class="ground"[^>]*>[^<]*••[^<]*</mark>', shown)


@in_browser
def test_a_hostile_message_stays_inert_when_it_is_opened(folder: Path) -> None:
    document = rendered(folder / "report.html", "#open=40")
    assert "<title>Audit of social customer care</title>" in document
    opened = document.split('<article id="thread"')[1].split("</article>")[0]
    assert "&lt;script&gt;document.title" in opened
    assert "<img" not in document
    assert "\u202e" not in opened

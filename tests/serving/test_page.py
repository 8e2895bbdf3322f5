"""The page in a real browser: evidence shows as one types, and what strangers wrote stays text."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from analyzer.checking.checking import Checker
from analyzer.serving.app import create_app
from analyzer.serving.judging import judge
from tests.conftest import SAMPLE, shipped_model
from tests.serving.browser import CHROMIUM, Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
DRAFT = "Ciao Sergio, 😀 potresti indicarci il numero che ti chiama? Ti richiamiamo entro domani."
HOSTILE = '<script>document.title="broken"</script><img src=x onerror=\'document.title="broken"\'>\u202e{{7*7}}'


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    checker = Checker(shipped_model())
    app = create_app(lambda body, _: judge(checker, body))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def page(address: str) -> Iterator[Page]:
    with Page(address) as opened:
        yield opened


def test_the_evidence_shows_as_one_types(page: Page) -> None:
    page.type("thread", SAMPLE.read_text(encoding="utf-8").strip())
    page.type("draft", DRAFT)
    page.wait("document.querySelector('mark')")
    assert page.value("document.querySelector('mark').textContent") == "numero che ti chiama"
    assert "R101 asks for the calling number, given in m3" in page.text("findings")
    assert page.text("marked") == DRAFT
    page.type("draft", "Il numero 02/4417 è bloccato: non ti chiamerà più.")
    page.wait("!document.getElementById('findings').textContent.includes('R101')")


def test_a_thread_that_is_none_is_said(page: Page) -> None:
    page.type("draft", DRAFT)
    page.type("thread", '{"id": "t"}')
    page.wait("document.getElementById('complaint').textContent")
    assert "no 'messages' key" in page.text("complaint")
    assert page.value("document.getElementById('told').hidden")


def test_what_is_hostile_stays_text_and_loads_nothing(page: Page, address: str) -> None:
    question = f"{HOSTILE} Where is my parcel? My order number is 88-4127-Q {HOSTILE}"
    thread = {"id": HOSTILE, "brand": HOSTILE, "messages": [{"role": "customer", "author": HOSTILE, "text": question}]}
    draft = f"{HOSTILE} Could you send us your order number? {HOSTILE}"
    page.type("thread", json.dumps(thread))
    page.type("draft", draft)
    page.wait("document.getElementById('findings').textContent.includes('order number')")
    assert page.text("marked") == draft
    assert "<script>" in page.text("marked")
    assert page.value("document.title") == "analyzer: check a reply"
    assert page.value("document.querySelectorAll('main script, main img').length") == 0
    asked = [
        event["params"]["request"]["url"] for event in page.events if event["method"] == "Network.requestWillBeSent"
    ]
    assert asked
    assert all(url.startswith(address) for url in asked)


@pytest.mark.parametrize("width", [360, 820, 1280])
def test_no_width_has_to_be_scrolled_sideways(page: Page, width: int) -> None:
    page.type("thread", f"C: Where is my parcel? My order number is {'88-4127' * 40}")
    page.type("draft", "Could you send us your order number? " + "x" * 300)
    page.wait("document.getElementById('marked').textContent.includes('xxx')")
    page.ask("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
    assert page.value("document.documentElement.scrollWidth") <= width

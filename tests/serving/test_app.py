"""The local interface: what it answers, what it refuses, what it never says."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from starlette.testclient import TestClient

from analyzer.checking.checking import Checker
from analyzer.serving.app import LONGEST_BODY, create_app
from analyzer.serving.judging import judge
from analyzer.serving.openapi import description
from tests.conftest import shipped_model

THREAD = "C: My order number is 88-4127-Q and the lamp came broken.\nB: Sorry to hear that!\nC: So what now?"
SECRET = "88-4127-Q"


@pytest.fixture(scope="module")
def client() -> TestClient:
    checker = Checker(shipped_model())
    return TestClient(create_app(lambda body, _: judge(checker, body)), base_url="http://127.0.0.1:8765")


def asked(client: TestClient, body: Any) -> tuple[int, dict[str, Any]]:
    answer = client.post("/check", json=body)
    return answer.status_code, answer.json()


def test_a_draft_is_checked_against_a_pasted_transcript(client: TestClient) -> None:
    status, told = asked(client, {"thread": THREAD, "draft": "Could you send us your order number?"})
    assert status == 200
    [finding] = told["findings"]
    assert (finding["code"], finding["message"]) == ("R101", "m4")
    assert finding["says"].startswith(f'asks for the order number, given in m1: "{SECRET}"')
    assert told["open"]


def test_a_canonical_thread_is_taken_as_object_or_as_text(client: TestClient) -> None:
    thread = {"id": "t", "messages": [{"role": "customer", "text": "Where is my parcel?"}]}
    draft = "It reaches you tomorrow."
    as_object = asked(client, {"thread": thread, "draft": draft})
    assert as_object[0] == 200
    assert asked(client, {"thread": json.dumps(thread), "draft": draft}) == as_object


def test_what_comes_back_is_what_the_description_says(client: TestClient) -> None:
    _, told = asked(client, {"thread": THREAD, "draft": "Could you send us your order number?"})
    schemas = description()["components"]["schemas"]
    for name, records in (("Check", [told]), ("Finding", told["findings"]), ("Open", told["open"])):
        for record in records:
            assert set(schemas[name]["required"]) <= set(record) <= set(schemas[name]["properties"])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 422),
        (b"[]", 422),
        (b'{"thread": 3}', 422),
        (b'{"thread": "' + b"x" * 50 + b'"}', 422),
        (b'{"thread": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 422),
        (b'{"thread": {"messages": [{"role": "king", "text": "hello"}]}, "draft": "x"}', 422),
        (b'{"thread": "C: 88-4127-Q", "draft": ""}', 422),
        (b'{"thread": "' + b"x" * LONGEST_BODY + b'"}', 413),
        (b"\xff\xfe", 422),
    ],
)
def test_what_is_no_request_is_refused_with_a_reason_that_quotes_nothing(
    client: TestClient, body: bytes, status: int
) -> None:
    answer = client.post("/check", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert SECRET not in answer.text
    assert answer.json()["error"]


def test_a_form_of_another_site_is_refused(client: TestClient) -> None:
    body = json.dumps({"thread": THREAD, "draft": "Hello"})
    assert client.post("/check", content=body, headers={"Content-Type": "text/plain"}).status_code == 415


def test_another_name_for_this_machine_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"Host": "rebound.example"}).status_code == 400
    assert client.get("/", headers={"Host": "localhost:8765"}).status_code == 200


def test_nothing_that_is_sent_is_logged(
    client: TestClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG, logger="analyzer"), caplog.at_level(logging.DEBUG, logger="uvicorn"):
        asked(client, {"thread": THREAD, "draft": "Hello"})
        asked(client, {"thread": {"id": SECRET, "messages": SECRET}, "draft": SECRET})
    printed = capfd.readouterr()
    assert SECRET not in caplog.text + printed.out + printed.err


def test_the_page_loads_nothing_from_elsewhere_and_runs_no_inline_script(client: TestClient) -> None:
    page = client.get("/")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    for path in ("/", "/check.js", "/check.css"):
        assert "//" not in client.get(path).text.replace("// ", "")
    assert "innerHTML" not in client.get("/check.js").text

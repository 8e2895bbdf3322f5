"""The interface held against its own OpenAPI description by schemathesis."""

from __future__ import annotations

import json
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from analyzer.checking.checking import Checker
from analyzer.serving.app import create_app
from analyzer.serving.judging import judge
from analyzer.serving.openapi import description
from tests.conftest import shipped_model

schemathesis = pytest.importorskip("schemathesis")
MODES = schemathesis.GenerationMode


@cache
def app() -> Starlette:
    checker = Checker(shipped_model())
    return create_app(lambda body, _: judge(checker, body), ("testserver", "127.0.0.1"))


@cache
def operation() -> schemathesis.APIOperation:
    return schemathesis.openapi.from_asgi("/openapi.json", app())["/check"]["POST"]


@pytest.mark.parametrize("mode", [MODES.POSITIVE, MODES.NEGATIVE], ids=["as described", "not as described"])
def test_whatever_is_sent_the_answer_is_one_that_is_described(mode: schemathesis.GenerationMode) -> None:
    @settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(operation().as_strategy(generation_mode=mode))
    def hold(case: schemathesis.Case) -> None:
        case.call_and_validate(excluded_checks=[schemathesis.checks.positive_data_acceptance])

    hold()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from("CB"), st.text(max_size=60))), st.text(max_size=60))
def test_whatever_is_written_is_judged_as_described(lines: list[tuple[str, str]], draft: str) -> None:
    thread = "\n".join(f"{side}: {text}" for side, text in [("C", "Where is my parcel?"), *lines])
    answer = TestClient(app(), base_url="http://127.0.0.1").post("/check", json={"thread": thread, "draft": draft})
    operation().validate_response(answer)


@pytest.mark.parametrize("example", ["transcript", "canonical"])
def test_the_examples_are_judged(example: str) -> None:
    body = description()["paths"]["/check"]["post"]["requestBody"]["content"]["application/json"]
    sent = json.dumps(body["examples"][example]["value"])
    client = TestClient(app(), base_url="http://127.0.0.1")
    answer = client.post("/check", content=sent, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["score"]["after"] is not None
    operation().validate_response(answer)

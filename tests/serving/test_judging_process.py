"""Checks in a process of their own: what takes too long is killed, and what comes after is judged as before."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from analyzer.errors import AnalyzerError
from analyzer.serving.app import create_app
from analyzer.serving.judging_process import GivenUpError, JudgingFailedError, JudgingProcess
from tests.serving.judges import moody, refusing

LONG = 60.0


@pytest.fixture(scope="module")
def judging() -> Iterator[JudgingProcess]:
    process = JudgingProcess(moody)
    yield process
    process.end()


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_judges_in_one_process_that_is_not_this_one(judging: JudgingProcess) -> None:
    assert judging(b"who", LONG) == judging(b"who", LONG) != str(os.getpid()).encode()


def test_a_check_that_takes_too_long_is_killed_and_the_next_one_answered(judging: JudgingProcess) -> None:
    before = int(judging(b"who", LONG))
    with pytest.raises(GivenUpError):
        judging(b"sleep", 0.2)
    assert not is_running(before)
    assert int(judging(b"who", LONG)) != before


def test_a_process_that_died_is_replaced(judging: JudgingProcess) -> None:
    with pytest.raises(GivenUpError):
        judging(b"die", LONG)
    assert judging(b"who", LONG).isdigit()


def test_what_the_judge_refuses_is_said_and_what_it_fails_on_is_not(
    judging: JudgingProcess, capfd: pytest.CaptureFixture[str]
) -> None:
    before = judging(b"who", LONG)
    with pytest.raises(AnalyzerError, match=r"^thread: no thread; write one$"):
        judging(b"refuse", LONG)
    with pytest.raises(JudgingFailedError) as failed:
        judging(b"fail", LONG)
    assert "words" not in str(failed.value) + "".join(capfd.readouterr())
    assert judging(b"who", LONG) == before


def test_a_judge_that_cannot_be_made_says_why() -> None:
    with pytest.raises(AnalyzerError, match=r"^models/mine: model does not fit its card; train it again$"):
        JudgingProcess(refusing)


@pytest.mark.parametrize(("body", "status"), [(b"sleep", 503), (b"die", 503), (b"fail", 500), (b"refuse", 422)])
def test_each_end_has_its_status_and_says_nothing_of_the_thread(
    judging: JudgingProcess, body: bytes, status: int
) -> None:
    client = TestClient(create_app(judging, seconds=0.2), base_url="http://127.0.0.1:8765")
    answer = client.post("/check", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert "words" not in answer.json()["error"]

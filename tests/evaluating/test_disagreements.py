"""The list of errors."""

from __future__ import annotations

import json

import msgspec

from analyzer.codebook import Act, Code, Slot
from analyzer.evaluating.cases import cases_of
from analyzer.evaluating.disagreements import disagreement_records
from analyzer.threads import Gold
from tests.evaluating.labelled_threads import ASKED_AGAIN, examined, seen

LINES = (
    *ASKED_AGAIN,
    "C: ma l'ho già scritto",
    "C: 02 3293!",
    "B: Grazie, buona giornata.",
    "C: e quindi? chi mi chiama?",
)
GOLD = Gold(
    acts={"m2": (Act.DATA_REQUEST, Act.COURTESY), "m5": (Act.COURTESY, Act.APOLOGY)},
    requested={"m2": (Slot.CALLING_NUMBER,)},
    findings=(seen(Code.UNANSWERED_QUESTION, "m6"),),
)


def records(gold: Gold) -> list[dict[str, object]]:
    thread = examined(LINES, gold)
    encoded = [msgspec.json.encode(record) for record in disagreement_records([(thread, cases_of(thread))])]
    return [json.loads(line) for line in encoded]


def test_what_agrees_is_not_listed() -> None:
    listed = {(record["what"], record["value"], record["message"]) for record in records(GOLD)}
    assert ("act", "data_request", "m2") not in listed
    assert ("act", "apology", "m5") in listed
    assert ("finding", "R101", "m2") in listed


def test_a_false_positive_shows_what_was_quoted_and_what_it_rests_on() -> None:
    [record] = [record for record in records(GOLD) if record["value"] == "R101"]
    assert record["kind"] == "fp"
    assert record["text"] == LINES[1].removeprefix("B: ")
    assert record["slot"] == "calling_number"
    assert record["text"][record["start"] : record["end"]] == record["quote"]  # type: ignore[index]
    assert record["rests_on"]["quote"] == "02 3293"  # type: ignore[index]
    assert record["before"] == [{"message": "m1", "role": "customer", "text": LINES[0].removeprefix("C: ")}]
    assert (record["language"], record["thread"]) == ("it", "t")
    assert record["source"] == {"file": "", "line": None}


def test_a_false_negative_shows_the_messages_the_reply_answers_and_has_no_quote() -> None:
    [record] = [record for record in records(GOLD) if record["value"] == "apology"]
    assert record["kind"] == "fn"
    assert [entry["message"] for entry in record["before"]] == ["m3", "m4"]  # type: ignore[attr-defined]
    assert "quote" not in record
    assert "after" not in record


def test_a_finding_on_the_customers_message_shows_what_follows() -> None:
    gold = Gold(findings=(seen(Code.UNANSWERED_QUESTION, "m1"),))
    [record] = [record for record in records(gold) if record["value"] == "U401" and record["kind"] == "fn"]
    assert record["role"] == "customer"
    assert record["before"] == []
    assert [entry["message"] for entry in record["after"]] == ["m2"]  # type: ignore[attr-defined]


def test_the_order_is_that_of_the_messages() -> None:
    messages = [str(record["message"]) for record in records(GOLD)]
    assert messages == sorted(messages)
    assert records(GOLD) == records(GOLD)

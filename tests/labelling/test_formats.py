"""Tasks to each tool, people's work in its own words, and back."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from analyzer.codebook import Act, Code, Label, Slot, Verdict
from analyzer.exports.reading import Reject
from analyzer.labelling.choosing import Proposal
from analyzer.labelling.formats import labelling_tools
from analyzer.labelling.formats.label_studio_config import labelling_configuration
from analyzer.labelling.judgements import Judgement
from analyzer.labelling.reasons import Reason
from analyzer.labelling.tasks import tasks
from analyzer.threads import Correction, GoldFinding
from analyzer.training.copies import fingerprint
from tests.labelling.stories import ANSWERED, EMOJI, candidates_of, read_back, written

REPEAT = GoldFinding(Code.REPEATED_REQUEST, "m4", Slot.TRACKING_NUMBER)
TOOLS = [name for name, tool in labelling_tools().items() if tool.write]


def studio_tasks() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(written("label-studio", EMOJI, ANSWERED))
    return found


def annotated(task: dict[str, Any], *results: dict[str, Any], who: Any = 7, **more: Any) -> dict[str, Any]:
    """A task as Label Studio exports it, with one annotation."""
    return {"id": 1, **task, "annotations": [{"id": 5, "completed_by": who, "result": list(results), **more}]}


def choice(control: str, *values: str) -> dict[str, Any]:
    return {"from_name": control, "to_name": "dialogue", "type": "choices", "value": {"choices": list(values)}}


def back(*exported: dict[str, Any]) -> list[Judgement | Reject]:
    return read_back("label-studio", json.dumps(list(exported)).encode())


def test_the_machine_saw_the_repeat_in_the_story() -> None:
    assert any(
        (found.code, found.message, found.slot) == (REPEAT.code, REPEAT.message, REPEAT.slot)
        for found in candidates_of(EMOJI)[0].findings
    )


def test_label_studio_gets_offsets_in_utf_16_units_that_fit_the_quote() -> None:
    for task in studio_tasks():
        for result in task["predictions"][0]["result"]:
            value = result["value"]
            text = task["data"]["dialogue"][int(value["start"])]["text"].encode("utf-16-le")
            quote = text[2 * value["startOffset"] : 2 * value["endOffset"]].decode("utf-16-le")
            assert quote == value["text"]


def test_every_control_a_prediction_names_is_in_the_configuration_with_its_value() -> None:
    view = ElementTree.fromstring(labelling_configuration())
    known = {
        control.get("name"): {entry.get("value") for entry in control}
        for control in [*view.iter("Choices"), *view.iter("ParagraphLabels")]
    }
    for task in studio_tasks():
        for result in task["predictions"][0]["result"]:
            assert (
                set(result["value"].get("paragraphlabels") or result["value"]["choices"]) <= known[result["from_name"]]
            )


def test_the_label_carries_no_opinion_of_the_model() -> None:
    for task in studio_tasks():
        assert all(result["from_name"] != "label" for result in task["predictions"][0]["result"])
        assert not {label.value for label in Label} & set(json.dumps(task["data"]).replace('"', " ").split())


def test_what_was_gone_through_in_label_studio_is_gold() -> None:
    task = studio_tasks()[0]
    kept = task["predictions"][0]["result"]
    [found] = back(annotated(task, *kept, choice("label", "unresponsive"), choice("checked", "acts", "findings")))
    assert isinstance(found, Judgement)
    assert (found.key, found.thread_id, found.annotator) == (fingerprint(EMOJI), "parcel", "7")
    assert found.label is Label.UNRESPONSIVE
    assert found.findings is not None
    assert REPEAT in found.findings
    assert found.acts is not None
    assert Act.DATA_REQUEST in found.acts["m4"]
    assert {each.verdict for each in found.corrections} == {Verdict.RIGHT}


def test_without_that_only_what_was_changed_is_said() -> None:
    task = studio_tasks()[0]
    kept = [result for result in task["predictions"][0]["result"] if "R101" not in str(result["value"])]
    ids = {result["id"] for result in kept if result["from_name"] != "slot"}
    kept = [result for result in kept if result["id"] in ids]
    text = EMOJI.messages[1].text
    units = len(text.encode("utf-16-le")) // 2
    where = {"start": "1", "end": "1", "startOffset": units - 5, "endOffset": units}
    added = {
        "id": "n",
        "from_name": "findings",
        "type": "paragraphlabels",
        "value": {**where, "paragraphlabels": ["B301 blame-shift"]},
    }
    [found] = back(annotated(task, *kept, added, choice("label", "partial")))
    assert isinstance(found, Judgement)
    assert (found.findings, found.acts) == (None, None)
    assert Correction("m4", Verdict.WRONG, code=REPEAT.code, slot=REPEAT.slot) in found.corrections
    assert Correction("m2", Verdict.MISSING, code=Code.BLAME_SHIFT) in found.corrections
    assert len(found.corrections) == 2


def test_skipped_tasks_and_tasks_without_annotations_are_left_out() -> None:
    task = studio_tasks()[0]
    assert back(annotated(task, choice("label", "partial"), was_cancelled=True), {**task, "annotations": []}) == []


def test_a_flat_export_is_read_too() -> None:
    data = studio_tasks()[1]["data"]
    region = {"start": "1", "end": "1", "startOffset": 0, "endOffset": 20, "paragraphlabels": ["P501 answer"]}
    flat = {
        **data,
        "id": 4,
        "annotator": 3,
        "label": "responsive",
        "findings": [region],
        "checked": {"choices": ["findings"]},
    }
    [found] = back(flat)
    assert isinstance(found, Judgement)
    assert (found.annotator, found.label) == ("3", Label.RESPONSIVE)
    assert found.findings == (GoldFinding(Code.ANSWER, "b"),)


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (choice("label", "splendid"), "the label is not one of the codebook's"),
        (
            {"id": "x", "from_name": "acts", "value": {"start": "9", "end": "9", "paragraphlabels": ["courtesy"]}},
            "no message",
        ),
        (
            {"id": "x", "from_name": "acts", "value": {"start": "0", "end": "0", "paragraphlabels": ["hug"]}},
            "'hug' is neither",
        ),
    ],
)
def test_what_the_configuration_does_not_make_is_rejected_by_the_thread_s_name(
    result: dict[str, Any], reason: str
) -> None:
    [found] = back(annotated(studio_tasks()[0], result))
    assert isinstance(found, Reject)
    assert found.reason.startswith("thread 'parcel', annotator 7: ")
    assert reason in found.reason


def test_doccano_spans_lie_on_their_quotes() -> None:
    record = json.loads(written("doccano", EMOJI).splitlines()[0])
    candidate = candidates_of(EMOJI)[0]
    quotes = {found.quote for found in candidate.findings}
    marked = {record["text"][start:end] for start, end, name in record["entities"] if name[0].isupper()}
    assert marked == quotes
    for (name, _, start, end), message in zip(record["layout"], EMOJI.messages, strict=True):
        assert (name, record["text"][start:end]) == (message.id, message.text)


def test_doccano_gives_back_label_and_spans_under_the_name_of_its_file() -> None:
    record = json.loads(written("doccano", EMOJI).splitlines()[0])
    exported = {**record, "id": 1, "cats": ["unresponsive", "checked: findings"], "Comments": ["rude"]}
    [found] = read_back("doccano", json.dumps(exported).encode(), "zip/ada.jsonl")
    assert isinstance(found, Judgement)
    assert (found.annotator, found.label, found.note) == ("ada", Label.UNRESPONSIVE, "rude")
    assert found.findings is not None
    assert REPEAT in found.findings
    assert found.acts is None


def test_an_example_doccano_gives_back_untouched_says_nothing() -> None:
    [found] = read_back("doccano", written("doccano", ANSWERED))
    assert isinstance(found, Judgement)
    assert found.is_empty


def filled(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The story's rows as somebody fills them: label, acts, one verdict each, one finding added."""
    for row in rows:
        if row["row"] == "thread":
            row |= {"label": "Unresponsive", "gone_through": "acts and findings", "annotator": "Ada"}
        elif row["row"] == "message" and row["who"] == "brand":
            row["acts"] = "apology; data_request" if row["message"] == "m2" else "data_request"
        elif row["row"] == "finding":
            row["verdict"] = "right" if row["finding"].startswith("R101") else "wrong"
    added = {**rows[-1], "row": "finding", "message": "m2", "finding": "D203", "verdict": "missing"}
    return [*rows, added]


def assert_as_filled(found: Judgement | Reject) -> None:
    assert isinstance(found, Judgement)
    assert (found.annotator, found.label, found.key) == ("Ada", Label.UNRESPONSIVE, fingerprint(EMOJI))
    assert found.acts == {"m2": (Act.DATA_REQUEST, Act.APOLOGY), "m4": (Act.DATA_REQUEST,)}
    assert found.findings is not None
    assert set(found.findings) == {REPEAT, GoldFinding(Code.FORMULA_ONLY, "m2")}
    assert Correction("m2", Verdict.MISSING, code=Code.FORMULA_ONLY) in found.corrections


def csv_of(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def csv_rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_filled_csv_comes_back() -> None:
    [found] = read_back("csv", csv_of(filled(csv_rows_of(written("csv", EMOJI)))))
    assert_as_filled(found)


def test_no_cell_of_the_csv_is_a_formula() -> None:
    rows = csv_rows_of(written("csv", EMOJI))
    assert [row["text"] for row in rows if row["message"] == "m1" and row["row"] == "message"] == [
        f"'{EMOJI.messages[0].text}"
    ]


def test_a_filled_workbook_comes_back_and_has_its_drop_downs() -> None:
    from xlsxwriter import Workbook

    content = written("xlsx", EMOJI)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    header, *cells = book.get_sheet_by_name("tasks").to_python()
    rows = filled([dict(zip(map(str, header), map(str, row), strict=True)) for row in cells])
    assert rows[1]["text"] == EMOJI.messages[0].text
    again = io.BytesIO()
    with Workbook(again) as workbook:
        sheet = workbook.add_worksheet("tasks")
        for line, row in enumerate([header, *[row.values() for row in rows]]):
            for place, value in enumerate(row):
                sheet.write_string(line, place, str(value))
    [found] = read_back("xlsx", again.getvalue())
    assert_as_filled(found)
    words = book.get_sheet_by_name("codebook").to_python()
    assert [row[0] for row in words[:4]] == ["label", "unresponsive", "partial", "responsive"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"label": "good"}, "row 2: the label is not one of unresponsive, partial, responsive"),
        ({"gone_through": "all"}, "row 2: gone_through is not one of"),
        ({"gone_through": "findings"}, "no verdict, though the findings are said to be gone through"),
    ],
)
def test_a_cell_outside_the_codebook_rejects_its_thread_with_the_row(change: dict[str, str], reason: str) -> None:
    rows = csv_rows_of(written("csv", EMOJI))
    rows[0] |= change
    [found] = read_back("csv", csv_of(rows))
    assert isinstance(found, Reject)
    assert found.reason.startswith("thread 'parcel': ")
    assert reason in found.reason


def test_a_sheet_nobody_touched_says_nothing() -> None:
    assert read_back("csv", written("csv", EMOJI, ANSWERED)) == []


@pytest.mark.parametrize("tool", TOOLS)
def test_masked_tasks_show_the_mask_and_lead_back_to_the_thread(tool: str) -> None:
    def mask(thread: Any) -> Any:
        masked = tuple(replace(each, text=each.text.replace("AB123456789IT", "[number]")) for each in thread.messages)
        return replace(thread, messages=masked)

    [task] = tasks([Proposal(candidates_of(EMOJI)[0], Reason.RANDOM, "")], mask)
    stream = io.BytesIO()
    write = labelling_tools()[tool].write
    assert write is not None
    write([task], stream)
    shown = stream.getvalue()
    assert b"AB123456789IT" not in shown
    assert task.key == fingerprint(EMOJI)

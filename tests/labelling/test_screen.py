"""The labelling screen, driven by its keys."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analyzer.codebook import Act, Code, Label, Verdict
from analyzer.errors import UnreadableInputError
from analyzer.labelling.choosing import Proposal
from analyzer.labelling.reasons import Reason
from analyzer.labelling.screen import LabellingScreen
from analyzer.labelling.screen_text import conversation, opinions
from analyzer.labelling.session import Draft, Session, with_acts, with_label, with_none_other
from analyzer.readers import Reject, read_labelled_threads
from tests.labelling.stories import ANSWERED, EMOJI, candidates_of

pytestmark = pytest.mark.enable_socket  # asyncio's loop wakes itself by a pair of sockets


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "mine.jsonl")


def session_on(path: str) -> Session:
    return Session([Proposal(each, Reason.RANDOM, "") for each in candidates_of(EMOJI, ANSWERED)], path, "Ada")


def press(path: str, *keys: str, check: Callable[[LabellingScreen], None] = lambda screen: None) -> None:
    """Presses the keys one after the other; text goes key by key."""

    async def drive() -> None:
        screen = LabellingScreen(session_on(path))
        async with screen.run_test(size=(110, 40)) as pilot:
            for key in keys:
                await pilot.press(key)
            await pilot.pause()
            check(screen)

    asyncio.run(drive())


def lines(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def test_nothing_of_the_program_shows_before_the_label(path: str) -> None:
    def blind(screen: LabellingScreen) -> None:
        assert "R101" not in opinions(screen.session, 0, 0).plain
        assert "the program" not in opinions(screen.session, 0, 0).plain.split("\n")[0]
        assert not conversation(screen.session, 0, 0).spans or all(
            "underline" not in str(span.style) for span in conversation(screen.session, 0, 0).spans
        )

    press(path, "y", "n", "m", "a", check=blind)
    assert not Path(path).exists()


def test_a_key_labels_and_shows_what_the_program_found(path: str) -> None:
    def revealed(screen: LabellingScreen) -> None:
        assert "R101 repeated-request (tracking_number)" in opinions(screen.session, 0, 0).plain

    press(path, "1", check=revealed)
    [record] = lines(path)
    assert (record["label"], record["labelling"]["blind_label"]) == ("unresponsive", "unresponsive")
    assert record["labelling"]["annotators"] == ["Ada"]
    assert "findings" not in record


def test_a_label_changed_after_the_look_keeps_the_blind_one_beside_it(path: str) -> None:
    press(path, "3", "1")
    [record] = lines(path)
    assert (record["label"], record["labelling"]["blind_label"]) == ("unresponsive", "responsive")


def test_a_verdict_on_every_finding_makes_the_findings_gold(path: str) -> None:
    machine = session_on(path).machine(0)
    verdicts = ["y" if found.code is Code.REPEATED_REQUEST else "n" for found in machine]
    press(path, "1", *verdicts)
    [record] = lines(path)
    assert record["findings"] == [{"code": "R101", "message": "m4", "slot": "tracking_number"}]
    assert len(record["corrections"]) == len(machine)


def test_a_missing_finding_is_typed_and_a_mistyped_one_asked_for_again(path: str) -> None:
    press(path, "1", "m", *"m9", "enter", *(["backspace"] * 2), *"m4", "space", *"B301", "enter")
    [record] = lines(path)
    assert {"code": "B301", "message": "m4", "verdict": "missing"} in record["corrections"]


def test_acts_are_asked_for_reply_by_reply(path: str) -> None:
    press(path, "1", "a", *"ad", "enter", *"d", "enter")
    [record] = lines(path)
    assert record["acts"] == {"m2": ["data_request", "apology"], "m4": ["data_request"]}


def test_findings_all_called_wrong_leave_none(path: str) -> None:
    found = len(session_on(path).machine(0))
    press(path, "1", *["n"] * found)
    assert lines(path)[0]["findings"] == []


def test_no_finding_is_not_said_while_some_wait_for_a_verdict(path: str) -> None:
    press(path, "1", "0")
    assert "findings" not in lines(path)[0]


def test_no_finding_can_be_said_where_the_program_found_none_and_taken_back(path: str) -> None:
    [candidate] = candidates_of(ANSWERED)
    session = Session([Proposal(replace(candidate, findings=()), Reason.RANDOM, "")], path, "Ada")
    session.change(0, with_label(Label.RESPONSIVE))
    assert session.gold(0).findings is None
    session.change(0, with_none_other())
    assert session.gold(0).findings == ()
    again = Session([Proposal(replace(candidate, findings=()), Reason.RANDOM, "")], path, "Ada")
    assert again.gold(0).findings == ()
    again.change(0, with_none_other())
    assert again.gold(0).findings is None


def test_acts_of_one_reply_are_corrections_of_the_programs(path: str) -> None:
    session = session_on(path)
    found = session.proposals[0].candidate.acts["m2"]
    session.change(0, with_label(Label.PARTIAL))
    session.change(0, with_acts("m2", (Act.COMMITMENT,)))
    gold = session.gold(0)
    assert gold.acts is None
    said = {each.act: each.verdict for each in gold.corrections}
    assert Act.COMMITMENT not in found
    assert said == {Act.COMMITMENT: Verdict.MISSING, **dict.fromkeys(found, Verdict.WRONG)}


def test_a_note_is_kept_and_escape_leaves_it_out(path: str) -> None:
    press(path, "1", "t", *"odd", "enter", "t", *"er", "escape")
    assert lines(path)[0]["labelling"]["note"] == "odd"


def test_undo_takes_back_the_latest_answer_wherever_it_was_given(path: str) -> None:
    def back(screen: LabellingScreen) -> None:
        assert screen.row == 1
        assert screen.session.draft(1).label is None

    press(path, "1", "space", "3", "b", "z", check=back)
    assert [record["label"] for record in lines(path)] == ["unresponsive"]


def test_undo_with_nothing_to_undo_does_nothing(path: str) -> None:
    press(path, "z")
    assert not Path(path).exists()


def test_work_goes_on_where_it_stopped(path: str) -> None:
    press(path, "1", "y", "m", *"m4", "space", *"B301", "enter", "a", *"d", "enter", "escape", "q")
    before = session_on(path).draft(0)
    assert before.label is Label.UNRESPONSIVE
    assert Verdict.RIGHT in before.verdicts.values()
    assert before.acts == {"m2": (Act.DATA_REQUEST,)}

    def second(screen: LabellingScreen) -> None:
        assert screen.row == 1

    press(path, "3", check=lambda screen: second(screen))
    assert [record["label"] for record in lines(path)] == ["unresponsive", "responsive"]
    assert session_on(path).draft(0) == before


def test_threads_labelled_before_that_are_not_proposed_now_stay_in_the_file(path: str) -> None:
    press(path, "1")
    other = Session([Proposal(candidates_of(ANSWERED)[0], Reason.RANDOM, "")], path, "Ada")
    other.change(0, with_label(Label.PARTIAL))
    assert sorted(record["id"] for record in lines(path)) == ["parcel", "shop"]


def test_what_is_saved_reads_as_labelled_threads(path: str) -> None:
    press(path, "2", "space", "3")
    read = list(read_labelled_threads([path]))
    assert not any(isinstance(each, Reject) for each in read)
    assert [each.thread.messages for each in read if not isinstance(each, Reject)] == [
        EMOJI.messages,
        ANSWERED.messages,
    ]


def test_a_file_with_something_else_in_it_is_never_written_over(path: str) -> None:
    Path(path).write_text("a diary\n", encoding="utf-8")
    with pytest.raises(UnreadableInputError, match="something else"):
        session_on(path)
    assert Path(path).read_text(encoding="utf-8") == "a diary\n"


def test_an_untouched_thread_has_an_empty_draft(path: str) -> None:
    assert session_on(path).draft(1) == Draft()

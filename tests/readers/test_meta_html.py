"""Meta's download in HTML: told by where things stand, times without a zone, whatever language names the months."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.codebook import Role, Visibility
from analyzer.errors import UnreadableInputError
from analyzer.exports.meta_pages import page_of
from analyzer.exports.named_months import named_month_time
from analyzer.readers import Note, ReadOptions, read_everything
from tests.readers.stories import SAMPLES, only_thread, read, rejects, side, threads, written

PAGE = SAMPLES / "carlaneri_7702" / "message_1.html"
HTML = PAGE.read_text(encoding="utf-8")


def inbox(tmp_path: Path, thread: str, html: str, number: int = 1) -> Path:
    folder = tmp_path / "this_profile's_activity_across_facebook" / "messages" / "inbox" / thread
    folder.mkdir(parents=True, exist_ok=True)
    return written(folder / f"message_{number}.html", html)


def test_messages_pictures_and_reactions_are_kept_apart() -> None:
    thread = only_thread(PAGE, brand=["Telvia"])
    assert list(map(side, thread.messages)) == [
        ("customer", "Il pacco è perso?"), ("customer", ""), ("brand", "Arriva domani."),
    ]  # fmt: skip
    assert [message.attachments for message in thread.messages] == [0, 1, 0]
    assert thread.messages[2].extra["reactions"] == ["👍Carla Neri"]
    assert {message.visibility for message in thread.messages} == {Visibility.PRIVATE}


def test_other_class_names_and_headings_change_nothing(tmp_path: Path) -> None:
    changed = HTML.replace("_a6-", "x1n").replace("_a7", "zz").replace('<div class="_2ph_ x1nh x1ni">', "<h2>")
    path = inbox(tmp_path, "carlaneri_7702", changed)
    assert only_thread(path, brand=["Telvia"]).messages == only_thread(PAGE, brand=["Telvia"]).messages


def test_a_time_that_somebody_writes_is_text(tmp_path: Path) -> None:
    path = inbox(tmp_path, "c_1", HTML.replace("Arriva domani.", "mar 13, 2024 9:00 am"))
    assert only_thread(path, brand=["Telvia"]).messages[2].text == "mar 13, 2024 9:00 am"


def test_a_page_with_one_message_begins_after_the_participants(tmp_path: Path) -> None:
    first, last = HTML.index('<div class="pam'), HTML.rindex('<div class="pam')
    page = page_of(HTML[:first] + HTML[last:])
    assert [(message.sender, message.text) for message in page.messages] == [("Carla Neri", "Il pacco è perso?")]


def test_times_have_no_zone_and_the_one_that_is_told_is_taken() -> None:
    found = read([PAGE], "Telvia")
    assert threads(found)[0].messages[0].sent_at.tzinfo is None  # type: ignore[union-attr]
    assert any(isinstance(item, Note) and "--timezone" in item.text for item in found)
    told = ReadOptions(brand=("Telvia",), time_zone=ZoneInfo("Europe/Rome"))
    [thread] = threads(list(read_everything([PAGE], told)))
    assert thread.messages[0].sent_at.isoformat() == "2024-03-12T18:05:40+01:00"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Oct 19, 2019, 2:37 PM", "2019-10-19T14:37:00"),
        ("Oct 19, 2019 at 2:37\u202fPM", "2019-10-19T14:37:00"),
        ("19 Oct 2019, 14:37", "2019-10-19T14:37:00"),
        ("Dec 28, 2020 7:20 am", "2020-12-28T07:20:00"),
        ("gen 3, 2024 12:05:09 am", "2024-01-03T00:05:09"),
        ("3 settembre 2024 alle ore 18:05", "2024-09-03T18:05:00"),
        ("12. März 2024 um 18:05", "2024-03-12T18:05:00"),
        ("12 de marzo de 2024, 18:05", "2024-03-12T18:05:00"),
        ("Feb 30, 2024 7:20 am", None),
        ("Xyz 3, 2024 7:20 am", None),
        ("il 12 marzo 2024 alle 18:05 ho chiamato", None),
    ],
)
def test_months_have_names_in_six_languages(text: str, meant: str | None) -> None:
    found = named_month_time(text)
    assert (found[0].isoformat() if found else None) == meant


def test_pages_of_a_thread_are_one_thread_and_whoever_is_in_all_threads_is_the_brand(tmp_path: Path) -> None:
    later = HTML.replace("mar 12", "mar 13").replace("Il pacco &egrave; perso?", "Ancora nulla")
    inbox(tmp_path, "carlaneri_7702", later, number=10)
    inbox(tmp_path, "carlaneri_7702", HTML, number=2)
    inbox(tmp_path, "paolo_8803", HTML.replace("Carla Neri", "Paolo Riva"))
    found = read([tmp_path])
    assert {thread.id: len(thread.messages) for thread in threads(found)} == {"carlaneri_7702": 6, "paolo_8803": 3}
    assert threads(found)[0].messages[3].text == "Ancora nulla"
    assert any(isinstance(item, Note) and "taken to be 'Telvia'" in item.text for item in found)
    assert (threads(found)[0].brand, threads(found)[0].channel) == ("Telvia", "facebook")


def test_one_thread_does_not_tell_whose_side_is_whose() -> None:
    with pytest.raises(UnreadableInputError, match="cannot tell which participant is the brand; name it with --brand"):
        read([PAGE])


def test_lines_that_the_app_writes_are_no_messages_of_anybody(tmp_path: Path) -> None:
    path = inbox(tmp_path, "c_1", HTML.replace("Arriva domani.", "You missed a call from Carla Neri"))
    assert [message.role for message in only_thread(path, brand=["Telvia"]).messages][-1] is Role.SYSTEM


def test_a_page_that_breaks_off_makes_the_thread_incomplete(tmp_path: Path) -> None:
    path = inbox(tmp_path, "c_1", HTML[: HTML.rindex('<div class="pam')])
    assert only_thread(path, brand=["Telvia"]).incomplete == "a page of the thread breaks off"


def test_other_pages_are_not_taken_for_messages(tmp_path: Path) -> None:
    inbox(tmp_path, "c_1", HTML)
    written(tmp_path / "your_posts.html", HTML.replace("Partecipanti: Carla Neri e Telvia", "I tuoi post"))
    found = read([tmp_path], "Telvia")
    assert len(threads(found)) == 1
    assert any(isinstance(item, Note) and "your_posts.html" in item.text for item in found)
    assert not rejects(found)


TAGS = ["<div>", "</div>", "<ul>", "<li>", "</ul>", "<p>", "<br>", "<img>", "<", "Carla", "mar 12, 2024 6:05 pm"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(TAGS)))
def test_any_heap_of_tags_is_a_page(pieces: list[str]) -> None:
    page = page_of("<html>" + "".join(pieces))
    assert all(message.sender and message.sent_at for message in page.messages)

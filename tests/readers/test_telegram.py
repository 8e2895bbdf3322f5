"""Telegram Desktop: chats of two and groups, JSON that is none, times with and without a zone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.codebook import Role, Visibility
from analyzer.errors import UnreadableInputError
from analyzer.exports.files import ExportFile
from analyzer.exports.telegram_messages import mended
from analyzer.readers import Note, ReadOptions, read_everything
from tests.readers.stories import SAMPLES, only_thread, read, rejects, sample, side, threads, written

BRAND = ["user4101"]


def said(key: int, writer: str, text: str, **more: Any) -> dict[str, Any]:
    return {
        "id": key, "type": "message", "date_unixtime": str(1710263140 + key), "from": writer.title(),
        "from_id": writer, "text": text, "text_entities": [{"type": "plain", "text": text}], **more,
    }  # fmt: skip


def test_pieces_of_text_are_joined_as_they_stand_and_notices_and_files_kept_apart() -> None:
    thread = only_thread(SAMPLES / "telegram.json", brand=BRAND)
    assert list(map(side, thread.messages)) == [
        ("system", ""), ("customer", "Il pacco è perso?"), ("brand", "Arriva domani."),
    ]  # fmt: skip
    asked, answered = thread.messages[1:]
    assert (asked.attachments, answered.reply_to, answered.author) == (1, "2", None)
    assert (thread.channel, asked.visibility) == ("telegram", Visibility.PRIVATE)


def test_a_reaction_is_kept_as_one_and_is_no_edit() -> None:
    asked = only_thread(SAMPLES / "telegram.json", brand=BRAND).messages[1]
    assert asked.extra["reactions"] == [{"type": "emoji", "count": 1, "emoji": "👍"}]
    assert asked.state is None


def test_an_edited_message_keeps_the_time_it_was_sent(tmp_path: Path) -> None:
    chat = sample("telegram.json")
    del chat["messages"][1]["reactions"]
    asked = only_thread(written(tmp_path / "result.json", chat), brand=BRAND).messages[1]
    assert (asked.state, asked.sent_at.isoformat()) == ("edited", "2024-03-12T17:05:40+00:00")  # type: ignore[union-attr]


@pytest.mark.parametrize("brand", ["user4101", "4101", "Telvia"])
def test_the_brand_on_telegram_is_named_by_id_or_name(brand: str, tmp_path: Path) -> None:
    chat = sample("telegram.json")
    chat["messages"][2]["from"] = "Telvia"
    thread = only_thread(written(tmp_path / "result.json", chat), brand=[brand])
    assert thread.messages[2].role is Role.BRAND
    assert thread.brand == "Telvia"


def test_in_a_chat_of_two_whose_export_it_is_is_inferred_and_said() -> None:
    found = read([SAMPLES / "telegram.json"])
    assert [message.role for message in threads(found)[0].messages][1:] == [Role.CUSTOMER, Role.BRAND]
    assert any(isinstance(item, Note) and "taken to be user4101" in item.text for item in found)


def test_a_group_alone_does_not_tell_whose_side_is_whose(tmp_path: Path) -> None:
    group = {"name": "Aiuto", "type": "public_supergroup", "id": 5, "messages": [said(1, "user7702", "Ci siete?")]}
    with pytest.raises(UnreadableInputError, match="cannot tell which writer is the brand; name it with --brand"):
        read([written(tmp_path / "result.json", group)])


def test_a_whole_export_names_its_owner_and_holds_many_chats(tmp_path: Path) -> None:
    chat = sample("telegram.json")
    other = chat | {"id": 8803}
    export = {
        "about": "…",
        "personal_information": {"user_id": 4101},
        "chats": {"list": [chat]},
        "left_chats": {"list": [other]},
    }
    found = read([written(tmp_path / "result.json", export)])
    assert [(thread.id, thread.messages[2].role) for thread in threads(found)] == [
        ("7702", Role.BRAND), ("8803", Role.BRAND),
    ]  # fmt: skip
    assert not [item for item in found if isinstance(item, Note)]


def test_in_a_group_each_chain_of_replies_is_a_thread_and_notices_are_set_aside(tmp_path: Path) -> None:
    group = {
        "name": "Aiuto", "type": "public_supergroup", "id": 5,
        "messages": [
            {"id": 1, "type": "service", "date_unixtime": "1710263100", "action": "create_group", "text": ""},
            said(2, "user7702", "Non va"),
            said(3, "user8803", "Quando aprite?"),
            said(4, "user4101", "Alle 9", reply_to_message_id=3),
            said(5, "user4101", "Che errore dà?", reply_to_message_id=2),
            said(6, "user4101", "Ci scriva", reply_to_message_id=900),
        ],
    }  # fmt: skip
    found = read([written(tmp_path / "result.json", group)], *BRAND)
    assert {thread.id: [side(message) for message in thread.messages] for thread in threads(found)} == {
        "5-2": [("customer", "Non va"), ("brand", "Che errore dà?")],
        "5-3": [("customer", "Quando aprite?"), ("brand", "Alle 9")],
        "5-6": [("brand", "Ci scriva")],
    }
    assert {thread.messages[0].visibility for thread in threads(found)} == {Visibility.PUBLIC}
    assert threads(found)[-1].incomplete == "the message that was replied to is missing"
    assert sum(thread.source.records for thread in threads(found)) == 1
    assert [item.text for item in found if isinstance(item, Note)] == ["1 notices of groups belong to no conversation"]


def test_the_bot_of_a_chat_is_a_bot_and_what_is_unsupported_a_system_line(tmp_path: Path) -> None:
    chat = {
        "name": "Aiuto", "type": "bot_chat", "id": 99,
        "messages": [said(1, "user7702", "Ciao"), said(2, "user99", "Sono un bot"), {"id": 3, "type": "unsupported"}],
    }  # fmt: skip
    thread = only_thread(written(tmp_path / "result.json", chat), brand=BRAND)
    assert [message.role for message in thread.messages] == [Role.CUSTOMER, Role.BOT, Role.SYSTEM]


def test_times_of_old_exports_have_no_zone_and_it_is_said(tmp_path: Path) -> None:
    chat = sample("telegram.json")
    for message in chat["messages"]:
        del message["date_unixtime"]
    path = written(tmp_path / "result.json", chat)
    found = read([path], *BRAND)
    sent_at = threads(found)[0].messages[1].sent_at
    assert sent_at is not None
    assert sent_at.tzinfo is None
    assert any(isinstance(item, Note) and "name it with --timezone" in item.text for item in found)
    told = ReadOptions(brand=("user4101",), time_zone=ZoneInfo("Europe/Rome"))
    [placed] = threads(list(read_everything([path], told)))
    assert placed.messages[1].sent_at.isoformat() == "2024-03-12T18:05:40+01:00"  # type: ignore[union-attr]


def test_hexadecimal_escapes_which_are_no_json_are_mended(tmp_path: Path) -> None:
    chat = (SAMPLES / "telegram.json").read_text(encoding="utf-8")
    path = written(tmp_path / "result.json", chat.replace("Arriva domani.", r"Arriva\x0Bdomani, \\x0B."))
    assert only_thread(path, brand=BRAND).messages[2].text == "Arriva\x0bdomani, \\x0B."


@given(st.text(st.sampled_from('\\x0Bq"\n'), max_size=60), st.integers(1, 7))
def test_escapes_are_mended_the_same_wherever_the_chunks_end(text: str, size: int) -> None:
    content = text.encode()

    class Pieces:
        def utf8_chunks(self) -> list[bytes]:
            return [content[start : start + size] for start in range(0, len(content), size)]

    with ExportFile.of_bytes("whole", content).opened() as whole:
        assert b"".join(mended(Pieces())) == b"".join(mended(whole))  # type: ignore[arg-type]


def test_a_chat_without_an_id_is_rejected_and_the_others_are_read(tmp_path: Path) -> None:
    chat = sample("telegram.json")
    export = {"about": "…", "chats": {"list": [chat | {"id": None}, chat]}}
    found = read([written(tmp_path / "result.json", json.dumps(export))], *BRAND)
    assert ([thread.id for thread in threads(found)], [reject.reason for reject in rejects(found)]) == (
        ["7702"], ["no 'id'"],
    )  # fmt: skip

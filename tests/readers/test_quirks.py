"""The twenty-eight things that exports are known to do to those who read them, each by its number and name.

Number 23, the offsets of labelling tools, is tested with those tools.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from analyzer.codebook import MessageState, Role, Visibility
from analyzer.errors import UnreadableInputError
from analyzer.exports.mojibake import repaired
from analyzer.exports.reading import DateOrder
from analyzer.readers import Note, ReadOptions, read_everything
from tests.readers.stories import SAMPLES, first_reply_seconds, only_thread, read, rejects, sample, threads, written

ANNA, TELVIA = "Carla Neri", "Telvia"
WHATSAPP = (
    f"12/03/24, 18:05 - {ANNA}: Il pacco è perso?\n12/03/24, 18:21 - {TELVIA}: Arriva domani.\n13/03/24, 09:00 - "
)


def as_bytes_in_characters(text: str) -> str:
    return text.encode().decode("latin-1")


def chat(tmp_path: Path, text: str, name: str = "chat.txt") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def notes(items: list[Any]) -> list[str]:
    return [item.text for item in items if isinstance(item, Note)]


def meta_thread(folder: Path, number: int, *said: tuple[str, int, str]) -> Path:
    """One ``message_N.json``, newest first."""
    folder.mkdir(parents=True, exist_ok=True)
    messages = [{"sender_name": who, "timestamp_ms": when, "content": what} for who, when, what in said]
    export = {"participants": [{"name": ANNA}, {"name": TELVIA}], "messages": messages[::-1]}
    return written(folder / f"message_{number}.json", export)


@pytest.mark.parametrize(
    ("as_exported", "meant"),
    [
        (as_bytes_in_characters("perchè 😡 Łódź 中文"), "perchè 😡 Łódź 中文"),
        ("perchè 😡, già", "perchè 😡, già"),
        ("già", "già"),
        ("perchÃ© 😀", "perchÃ© 😀"),
        (as_bytes_in_characters("è già")[:-1], "è gi"),
    ],
    ids=["mojibake", "clean", "clean and short", "mixed", "cut inside a character"],
)
def test_quirk_01_mojibake_is_repaired_and_clean_text_left_alone(as_exported: str, meant: str, tmp_path: Path) -> None:
    export = sample("meta.json")
    for message in export["messages"]:
        message["content"] = as_exported
    thread = only_thread(written(tmp_path / "message_1.json", export), brand=["Telvia Caffè"])
    assert {message.text for message in thread.messages} == {meant}
    assert repaired(meant) == meant


def test_quirk_01_names_and_reactions_are_repaired_too() -> None:
    thread = only_thread(SAMPLES / "meta.json", brand=["Telvia Caffè"])
    assert thread.brand == "Telvia Caffè"
    assert thread.messages[-1].extra == {"reactions": [{"reaction": "👍", "actor": ANNA}]}


@pytest.mark.parametrize(
    "root",
    [
        "messages", "your_activity_across_facebook/messages", "your_facebook_activity/messages",
        "your_instagram_activity/messages", "this_profile's_activity_across_facebook/messages",
        "facebook-export/a/messages",
    ],
)  # fmt: skip
@pytest.mark.parametrize("box", ["inbox", "archived_threads", "filtered_threads", "message_requests", "e2ee_cutover"])
def test_quirk_02_the_thread_is_known_by_the_end_of_its_path(root: str, box: str, tmp_path: Path) -> None:
    folder = tmp_path / root / box / "carlaneri_7701"
    meta_thread(folder, 1, (ANNA, 1710263140000, "Il pacco?"), (TELVIA, 1710264069000, "Arriva domani."))
    (tmp_path / root / "autofill_information.json").write_text('{"autofill_information_v2": {}}', encoding="utf-8")
    found = read([tmp_path], TELVIA)
    assert [thread.id for thread in threads(found)] == ["carlaneri_7701"]
    assert threads(found)[0].channel == ("instagram" if "instagram" in root else "facebook")
    assert "autofill_information.json" in notes(found)[-1]


@pytest.mark.parametrize(
    ("text", "owner", "time"),
    [
        ("Comment", "Media Owner", "Time"),
        ("Commento", "Proprietario del contenuto multimediale", "Ora"),
        ("Kommentar", "Eigentümer*in des Mediums", "Zeit"),
    ],
)
def test_quirk_02_labels_of_instagram_are_in_the_accounts_language(
    text: str, owner: str, time: str, tmp_path: Path
) -> None:
    labelled = {text: {"value": "Ciao!"}, owner: {"value": "carla.neri"}, time: {"timestamp": 1710264100}}
    export = [{"media_list_data": [{"uri": ""}], "string_map_data": labelled}]
    thread = only_thread(written(tmp_path / "post_comments_1.json", export))
    assert [message.text for message in thread.messages] == ["Ciao!"]


def test_quirk_03_end_to_end_encrypted_chats_have_a_shape_of_their_own() -> None:
    thread = only_thread(SAMPLES / "meta_encrypted.json", brand=[TELVIA])
    assert (thread.id, first_reply_seconds(thread)) == (f"{ANNA}_3", 929)


def test_quirk_04_parts_are_ordered_by_time_whatever_their_number(tmp_path: Path) -> None:
    folder = tmp_path / "messages" / "inbox" / "carlaneri_7701"
    for number, minute in ((10, 0), (2, 1), (1, 2)):
        start = 1710263140000 + minute * 60_000
        meta_thread(folder, number, (ANNA, start, f"{minute}a"), (TELVIA, start + 1000, f"{minute}b"))
    [thread] = threads(read([tmp_path], TELVIA))
    assert [message.text for message in thread.messages] == ["0a", "0b", "1a", "1b", "2a", "2b"]


@pytest.mark.parametrize(
    "stamp",
    [
        "[12/03/24, 18:05:33] ", "\u200e[12/03/24, 18:05:33] ", "12/03/24, 18:05 - ", "3/13/24, 6:05\u202fPM - ",
        "[14/10/2021, 3:34:09\u202fPM] ", "12.03.24, 18:05 - ", "2024-03-12, 6:05 p.m. - ", "2024/03/12, 18:05 - ",
        "13/3/2024, 9:29 p.\u00a0m. - ", "20/6/2017 8:28 p. m. - ", "13-03-2024 18:05 - ", "13/03/2024 à 18:05 - ",
        "[2024/10/31 15:50:46] ", "12. 3. 2024 18:05 - ", "2024. 03. 12. 18:05 - ", "13/03/24, 18.05 - ",
        "[31/12/2019, 2:14:40 a.m.] ", "13/03/24 alle ore 18:05 - ", "13/03/24, 6:05\u00a0PM - ",
        "13/03/24, 6:05\u2009pm - ",
    ],
)  # fmt: skip
def test_quirk_05_every_way_a_phone_writes_the_time_begins_a_message(stamp: str, tmp_path: Path) -> None:
    told = ReadOptions(brand=(TELVIA,), date_order=None if stamp.lstrip("\u200e[")[:2] != "12" else DateOrder.DAY_FIRST)
    if stamp.lstrip("\u200e[").startswith("2024-03-12"):
        told = ReadOptions(brand=(TELVIA,))
    path = chat(tmp_path, f"{stamp}{ANNA}: Il pacco?\nè perso\n{stamp}{TELVIA}: Arriva domani.\n")
    [thread] = threads(list(read_everything([path], told)))
    assert [message.text for message in thread.messages] == ["Il pacco?\nè perso", "Arriva domani."]


@pytest.mark.parametrize(
    "line",
    [
        "10:30 - appuntamento",
        "[nota] ciao: tutto bene",
        "12/03/24 mattina: va bene",
        "1/2 - metà",
        "3.14, circa",
        "-",
        "",
    ],
)
def test_quirk_05_a_line_that_only_looks_like_a_time_goes_on_with_the_message(line: str, tmp_path: Path) -> None:
    thread = only_thread(chat(tmp_path, f"{WHATSAPP}{ANNA}: Ecco\n{line}\nfine\n"), brand=[TELVIA])
    assert thread.messages[-1].text == f"Ecco\n{line}\nfine"


@pytest.mark.parametrize(
    ("dates", "second"),
    [
        (("12/03/24", "13/03/24"), "2024-03-13"),
        (("3/12/24", "3/13/24"), "2024-03-13"),
        (("09/03/24", "10/03/24"), None),
        (("31/01/24", "01/02/24"), "2024-02-01"),
        (("2024/03/12", "2024/03/13"), "2024-03-13"),
    ],
)
def test_quirk_06_the_order_of_dates_is_settled_over_the_whole_file_or_refused(
    dates: tuple[str, str], second: str | None, tmp_path: Path
) -> None:
    text = f"{dates[0]}, 18:05 - {ANNA}: Il pacco?\n{dates[1]}, 18:21 - {TELVIA}: Arriva domani.\n"
    path = chat(tmp_path, text)
    if second is None:
        with pytest.raises(UnreadableInputError, match="--date-order"):
            read([path], TELVIA)
        told = ReadOptions(brand=(TELVIA,), date_order=DateOrder.MONTH_FIRST)
        [thread] = threads(list(read_everything([path], told)))
        second = "2024-10-03"
    else:
        thread = only_thread(path, brand=[TELVIA])
    assert thread.messages[1].sent_at is not None
    assert thread.messages[1].sent_at.date().isoformat() == second


def test_quirk_07_lines_colons_in_texts_and_colons_in_names(tmp_path: Path) -> None:
    name = "Neri: Carla"
    text = "".join(f"13/03/24, 18:0{minute} - {name}: ordine {minute}: AB-12\nnota: {minute}\n" for minute in range(4))
    thread = only_thread(chat(tmp_path, f"{text}13/03/24, 18:21 - {TELVIA}: Re: ordine\n"), brand=[TELVIA])
    assert {message.author for message in thread.messages} == {name, TELVIA}
    assert [message.text for message in thread.messages][0::4] == ["ordine 0: AB-12\nnota: 0", "Re: ordine"]


@pytest.mark.parametrize(
    "line",
    [
        f"{TELVIA}: \u200eI messaggi e le chiamate sono crittografati end-to-end. Nessuno li legge.",
        "Messages and calls are end-to-end encrypted. Tap to learn more.",
        f"{TELVIA} ha creato il gruppo", f"{ANNA} ha aggiunto Paolo", f"{ANNA} left",
        f"{ANNA}: \u200eChiamata vocale persa",
        f"{TELVIA}: \u200equalcosa che l'app scrive: nuovo",
    ],
)  # fmt: skip
def test_quirk_08_what_the_app_says_is_no_message_of_anybody(line: str, tmp_path: Path) -> None:
    thread = only_thread(chat(tmp_path, f"{WHATSAPP}{line}\n"), brand=[TELVIA])
    assert [message.role for message in thread.messages] == [Role.CUSTOMER, Role.BRAND, Role.SYSTEM]


def test_quirk_09_media_without_words_are_messages_and_captions_are_kept(tmp_path: Path) -> None:
    said = f"{ANNA}: <Media omessi>\n13/03/24, 09:01 - {ANNA}: IMG-1.jpg (file allegato)\necco la foto\n"
    thread = only_thread(chat(tmp_path, WHATSAPP + said), brand=[TELVIA])
    assert [(message.text, message.attachments) for message in thread.messages[2:]] == [("", 1), ("ecco la foto", 1)]


def test_quirk_10_a_chat_as_long_as_whatsapp_exports_may_begin_earlier(tmp_path: Path) -> None:
    lines = "".join(f"13/03/24, {n // 3600:02}:{n // 60 % 60:02} - {ANNA}: {n}\n" for n in range(39_990))
    found = read([chat(tmp_path, lines + f"13/03/24, 23:59 - {TELVIA}: Eccoci\n")], TELVIA)
    assert any("earlier ones may be missing" in note for note in notes(found))
    assert not any("earlier" in note for note in notes(read([SAMPLES / "whatsapp_ios.txt"], TELVIA)))


def test_quirk_11_telegram_has_texts_in_pieces_nobody_for_author_bad_escapes_and_naive_times(tmp_path: Path) -> None:
    export = sample("telegram.json")
    export["messages"] = [
        {"id": 1, "type": "message", "date": "2024-03-12T18:05:40", "from": None, "from_id": "user77",
         "text": ["ordine ", {"type": "hashtag", "text": "#A12"}, " perso"]},
        {"id": 2, "type": "message", "date": "2024-03-12T18:21:09", "edited": "2024-03-12T20:00:00", "from": TELVIA,
         "from_id": "user4101", "text": "Arriva VERTICAL domani"},
    ]  # fmt: skip
    path = written(tmp_path / "result.json", json.dumps(export).replace("VERTICAL", "\\x0B"))
    found = read([path], "user4101")
    [thread] = threads(found)
    assert [(message.author, message.text) for message in thread.messages] == [
        (None, "ordine #A12 perso"), (TELVIA, "Arriva \x0b domani"),
    ]  # fmt: skip
    assert first_reply_seconds(thread) == 929
    assert any("without a zone" in note for note in notes(found))


@pytest.mark.parametrize("wrapped", [True, False], ids=["wrapped", "bare"])
@pytest.mark.parametrize(
    "prefix", ["window.YTD.tweet.part0 = ", "window.YTD.tweets.part12=", "\ufeffwindow.YTD.tweets.part0 =\n"]
)
def test_quirk_12_an_archives_files_are_scripts_whose_names_and_wrappers_change(
    prefix: str, wrapped: bool, tmp_path: Path
) -> None:
    post = {
        "id_str": "9", "created_at": "Tue Mar 12 17:21:09 +0000 2024", "full_text": "Ciao",
        "in_reply_to_status_id_str": "8", "in_reply_to_user_id_str": "900", "in_reply_to_screen_name": "carla",
    }  # fmt: skip
    text = prefix + json.dumps([{"tweet": post} if wrapped else post])
    thread = only_thread(chat(tmp_path, text, "tweet.js"), SAMPLES / "x_account.js")
    assert [message.text for message in thread.messages] == ["Ciao"]


def test_quirk_13_x_keeps_long_texts_elsewhere_escapes_them_and_lacks_the_other_side(tmp_path: Path) -> None:
    dump = sample("x_api.json")
    dump["data"][0]["note_tweet"] = {"text": "Arriva domani &amp; in un testo lungo"}
    thread = only_thread(written(tmp_path / "x.json", dump), brand=["@telvia"])
    assert any(message.text.endswith("Arriva domani & in un testo lungo") for message in thread.messages)
    [half, *_] = threads(read([SAMPLES / "x_tweets.js", SAMPLES / "x_account.js"]))
    assert half.incomplete


def test_quirk_14_graph_leaves_out_who_customers_are(tmp_path: Path) -> None:
    feed = sample("meta_graph_feed.json")
    for post in feed["data"]:
        for comment in post["comments"]["data"]:
            comment.pop("from", None)
    thread = only_thread(written(tmp_path / "feed.json", feed))
    assert thread.messages[0].role is Role.CUSTOMER
    assert thread.messages[0].author is None


def test_quirk_15_fewer_messages_than_the_export_tells_make_a_thread_incomplete(tmp_path: Path) -> None:
    feed, talk = sample("meta_graph_conversations.json"), sample("intercom.json")
    feed["data"][0]["message_count"] = 26
    talk["conversation_parts"]["total_count"] = 501
    assert only_thread(written(tmp_path / "graph.json", feed)).incomplete
    assert only_thread(written(tmp_path / "intercom.json", talk)).incomplete
    page = sample("chatwoot.json")
    page["payload"] = [{**page["payload"][0], "id": number, "created_at": 1710263140 + number} for number in range(20)]
    assert only_thread(written(tmp_path / "chatwoot.json", page)).incomplete


def ticket(**changes: Any) -> dict[str, Any]:
    line = (SAMPLES / "zendesk_tickets.ndjson").read_text(encoding="utf-8").splitlines()[1]
    return {**json.loads(line), **changes}


def test_quirk_16_a_ticket_without_its_comments_is_not_taken_for_one_without_an_answer(tmp_path: Path) -> None:
    bare, messaging = ticket(id=62), ticket(id=63, via={"channel": "whatsapp"})
    del bare["comments"]
    messaging["comments"] = messaging["comments"][:1]
    path = written(tmp_path / "tickets.ndjson", "\n".join(map(json.dumps, (bare, messaging))))
    assert [thread.incomplete for thread in threads(read([path]))] == [
        "the ticket's comments are not in the export", "the transcript of the chat is not in the export",
    ]  # fmt: skip


def test_quirk_17_machines_and_the_platform_are_no_brand_that_answers(tmp_path: Path) -> None:
    users = SAMPLES / "zendesk_users.ndjson"
    rule = ticket()
    rule["comments"][3]["via"] = {"channel": "rule"}
    thread = only_thread(written(tmp_path / "t.ndjson", json.dumps(rule)), users)
    assert [message.role for message in thread.messages] == [Role.CUSTOMER, Role.SYSTEM, Role.BRAND, Role.BOT]
    talk = sample("intercom.json")
    for part in talk["conversation_parts"]["conversation_parts"]:
        part["author"]["from_ai_agent"] = True
    assert not any(message.is_reply for message in only_thread(written(tmp_path / "i.json", talk)).messages)
    hub = sample("hubspot.json")
    hub["results"][0]["createdBy"] = "B-7"
    assert not any(message.is_reply for message in only_thread(written(tmp_path / "h.json", hub)).messages)


@pytest.mark.parametrize(
    "file",
    ["zendesk_tickets.ndjson", "intercom.json", "freshdesk.json", "chatwoot.json", "zammad.json", "hubspot.json"],
)
def test_quirk_18_an_internal_note_is_never_a_reply(file: str) -> None:
    messages = only_thread(SAMPLES / file).messages
    internal = [message for message in messages if message.visibility is Visibility.INTERNAL]
    assert internal
    assert not any(message.is_reply for message in internal)


def test_quirk_19_what_intercom_took_out_of_x_is_redacted_and_not_scorable(tmp_path: Path) -> None:
    talk = sample("intercom.json")
    talk["source"]["type"] = "twitter"
    talk["source"]["body"] = "<p>We've removed this part of the conversation to comply with Twitter's terms.</p>"
    thread = only_thread(written(tmp_path / "i.json", talk))
    assert (thread.messages[0].text, thread.messages[0].state) == ("", MessageState.REDACTED)
    assert thread.messages[0].sent_at is not None
    assert thread.incomplete


def test_quirk_20_people_and_messages_that_were_deleted_break_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "messages" / "inbox" / "instagramuser_88"
    meta_thread(folder, 1, ("", 1710263140000, "Il pacco?"), (TELVIA, 1710264069000, "Arriva domani."))
    export = json.loads((folder / "message_1.json").read_text(encoding="utf-8"))
    export["messages"][1]["sender_name"] = None
    export["messages"].append({"sender_name": ANNA, "timestamp_ms": 1710263100000, "is_unsent": True})
    written(folder / "message_1.json", export)
    [thread] = threads(read([tmp_path], TELVIA))
    assert [(message.author, message.state, message.role) for message in thread.messages] == [
        (ANNA, MessageState.DELETED, Role.CUSTOMER), (None, None, Role.CUSTOMER), (TELVIA, None, Role.BRAND),
    ]  # fmt: skip
    assert not thread.messages[0].is_readable


def test_quirk_21_lines_that_are_no_json_are_counted_and_the_rest_is_read(tmp_path: Path) -> None:
    whole = json.dumps(ticket())
    path = written(tmp_path / "t.ndjson", f"export of tickets\n{whole}\n{json.dumps(ticket(id=62))},\n\n{{\n")
    found = read([path], input_format="zendesk")
    assert [thread.id for thread in threads(found)] == ["61"]
    assert [item.source.line for item in rejects(found)] == [1, 3, 5]


def test_quirk_21_a_corrupt_file_beside_others_takes_nothing_with_it(tmp_path: Path) -> None:
    inbox = tmp_path / "messages" / "inbox"
    meta_thread(inbox / "carlaneri_1", 1, (ANNA, 1710263140000, "Il pacco?"), (TELVIA, 1710264069000, "Arriva."))
    whole = meta_thread(inbox / "paologialli_2", 1, (ANNA, 1710263140000, "Uno"), (TELVIA, 1710264069000, "Due"))
    whole.write_bytes(whole.read_bytes()[:-40])
    found = read([tmp_path], TELVIA)
    assert [thread.id for thread in threads(found) if not thread.incomplete] == ["carlaneri_1"]
    assert len(rejects(found)) == 1


@pytest.mark.parametrize("identity", ["1.23E+17", "1,2E+17", "9,6,10e+17"])
def test_quirk_22_an_id_that_a_spreadsheet_rounded_is_refused_and_a_long_one_kept(
    identity: str, tmp_path: Path
) -> None:
    rows = f'thread_id,role,text\n12345678901234567890,customer,Uno\n9610.0,customer,Due\n"{identity}",customer,Tre\n'
    found = read([chat(tmp_path, rows, "t.csv")])
    assert "12345678901234567890" in [thread.id for thread in threads(found)]
    assert identity not in [thread.id for thread in threads(found) if "E+" in identity]


def test_quirk_24_memory_does_not_grow_with_the_file() -> None:
    from tests.readers.test_memory import FORMATS

    assert {"csv", "json-lines", "ndjson", "json"} <= FORMATS.keys()


@pytest.mark.parametrize(
    "name", ["../../etc/message_1.json", "/etc/message_1.json", "C:\\message_1.json", "caffÃ¨.json"]
)
def test_quirk_25_names_in_a_zip_are_never_paths(name: str, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "export.zip"
    path.parent.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, (SAMPLES / "meta.json").read_bytes())
    assert first_reply_seconds(only_thread(path, brand=["Telvia Caffè"])) == 929
    assert sorted(tmp_path.rglob("*")) == sorted([*before, path])


def test_quirk_25_two_members_of_one_name_are_both_read(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    other = sample("meta.json")
    other["messages"] = [{"sender_name": ANNA, "timestamp_ms": 1710270000000, "content": "Grazie"}]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("message_1.json", (SAMPLES / "meta.json").read_bytes())
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("message_1.json", json.dumps(other))
    assert len(only_thread(path, brand=["Telvia Caffè"]).messages) == 4


def test_quirk_26_a_pickle_is_never_opened(tmp_path: Path) -> None:
    (tmp_path / "utterances.jsonl").write_bytes((SAMPLES / "convokit.jsonl").read_bytes())
    trap = b"cos\nmkdir\n(V" + str(tmp_path / "sprung").encode() + b"\ntR."
    (tmp_path / "utterances-bin.p").write_bytes(trap)
    assert first_reply_seconds(threads(read([tmp_path]))[0]) == 929
    assert not (tmp_path / "sprung").exists()


def test_quirk_27_what_is_read_does_not_hang_on_the_machines_language_or_zone() -> None:
    program = (
        "import sys; from analyzer.readers import *;"
        "print(ascii([m.text + str(m.sent_at) for t in read_threads(sys.argv[2:], ReadOptions(brand=(sys.argv[1],)))"
        " for m in t.messages]))"
    )
    found = set()
    for settings in ({"LC_ALL": "C", "TZ": "Asia/Tokyo"}, {"LC_ALL": "it_IT.UTF-8", "TZ": "America/New_York"}):
        environment = {**os.environ, **settings, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        files = [str(SAMPLES / name) for name in ("twcs.csv", "whatsapp_ios.txt", "x_direct_messages.js")]
        command = [sys.executable, "-c", program, "4101", files[0], files[2]]
        found.add(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
        command = [sys.executable, "-c", program, TELVIA, files[1]]
        found.add(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
    assert len(found) == 2


@pytest.mark.parametrize(
    ("file", "brand"), [("whatsapp_ios.txt", TELVIA), ("telegram.json", "user4101"), ("x_direct_messages.js", "4101")]
)
def test_quirk_28_an_edited_message_keeps_the_time_at_which_it_was_sent(file: str, brand: str, tmp_path: Path) -> None:
    path = SAMPLES / file
    if file.endswith(".js"):
        edits = '"editHistory": [{"editedTimestamp": "2024-03-12T19:00:00.000Z"}]'
        path = chat(tmp_path, path.read_text(encoding="utf-8").replace('"editHistory": []', edits), file)
    elif file.endswith(".json"):
        export = sample(file)
        reply = next(message for message in export["messages"] if message.get("from_id") == brand)
        reply |= {"edited": "2024-03-12T20:00:00", "edited_unixtime": "1710270000"}
        path = written(tmp_path / file, export)
    thread = only_thread(path, brand=[brand])
    assert first_reply_seconds(thread) == 929

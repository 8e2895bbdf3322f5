"""ConvoKit corpora: read as they are found, written so that nothing is lost on the way back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.codebook import MessageState, Precision, Role, Visibility
from analyzer.errors import UnreadableInputError, UsageError
from analyzer.readers import Note, read_threads
from analyzer.threads import Message, Source, Thread
from analyzer.writers.convokit import FILES, write_corpus
from tests.readers.stories import SAMPLES, only_thread, read, rejects, side, threads

SAMPLE = SAMPLES / "convokit.jsonl"


def utterances() -> list[dict[str, Any]]:
    return [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]


def corpus(folder: Path, lines: list[dict[str, Any]], **side_files: Any) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "utterances.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    for name, value in side_files.items():
        (folder / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    return folder


def without_roles() -> list[dict[str, Any]]:
    return [line | {"meta": {"channel": "chat"}} for line in utterances()]


def test_utterances_become_messages_with_roles_from_their_metadata() -> None:
    thread = only_thread(SAMPLE)
    assert list(map(side, thread.messages)) == [("customer", "Il pacco è perso?"), ("brand", "Arriva domani.")]
    assert (thread.channel, thread.brand, thread.messages[1].reply_to) == ("facebook", "telvia", "u1")


@pytest.mark.parametrize(
    ("speakers", "nested"),
    [
        ({"carla": {"role": "customer"}, "telvia": {"role": "agent"}}, False),
        ({"carla": {"is_brand": False}, "telvia": {"is_brand": True}}, True),
    ],
)
def test_roles_may_stand_with_the_speakers(speakers: dict[str, Any], nested: bool, tmp_path: Path) -> None:
    written = {key: {"meta": meta, "vectors": []} if nested else meta for key, meta in speakers.items()}
    folder = corpus(tmp_path / "c", without_roles(), speakers=written, corpus={}, index={"utterances-index": {}})
    found = read([folder])
    assert [message.role for message in threads(found)[0].messages] == [Role.CUSTOMER, Role.BRAND]
    assert not [item for item in found if isinstance(item, Note)]


def test_a_corpus_without_roles_needs_the_brand(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "c", without_roles())
    with pytest.raises(UnreadableInputError, match="no role is told of the speakers; name it with --brand"):
        read([folder])
    assert [message.role for message in only_thread(folder, brand=["telvia"]).messages] == [Role.CUSTOMER, Role.BRAND]


def test_the_speaker_of_every_conversation_is_taken_for_the_brand_and_it_is_said(tmp_path: Path) -> None:
    other = [line | {"id": f"v{line['id']}", "conversation_id": "v1", "reply-to": None} for line in without_roles()]
    other[0]["speaker"] = "paolo"
    found = read([corpus(tmp_path / "c", [*without_roles(), *other])])
    assert [thread.brand for thread in threads(found)] == ["telvia", "telvia"]
    assert any(isinstance(item, Note) and "speaker 'telvia'" in item.text for item in found)


def test_old_corpora_say_user_root_and_users_json(tmp_path: Path) -> None:
    old = [
        {"id": line["id"], "root": "u1", "user": line["speaker"], "reply_to": line["reply-to"], "text": line["text"],
         "timestamp": line["timestamp"]}
        for line in utterances()
    ]  # fmt: skip
    folder = tmp_path / "c"
    folder.mkdir()
    (folder / "utterances.json").write_text(json.dumps(old), encoding="utf-8")
    (folder / "users.json").write_text(json.dumps({"carla": {"role": "user"}, "telvia": {"role": "brand"}}))
    told = [(message.role, message.text, message.sent_at, message.reply_to) for message in only_thread(folder).messages]
    assert told == [(m.role, m.text, m.sent_at, m.reply_to) for m in only_thread(SAMPLE).messages]


def test_what_is_pickled_is_never_opened_but_left_out_and_noted(tmp_path: Path) -> None:
    lines = utterances()
    lines[0]["meta"]["parsed"] = "<##bin{0}&&@**>"
    folder = corpus(tmp_path / "c", lines)
    (folder / "parsed-bin.p").write_bytes(b"\x80\x04cos\nsystem\n(S'false'\ntR.")
    found = read([folder])
    assert "parsed" not in threads(found)[0].messages[0].extra
    assert any(isinstance(item, Note) and "pickle files, which are never opened" in item.text for item in found)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (1710263140, "2024-03-12T17:05:40+00:00"),
        ("1710263140.0", "2024-03-12T17:05:40+00:00"),
        (1710263140000, "2024-03-12T17:05:40+00:00"),
        ("2024-03-12T17:05:40Z", "2024-03-12T17:05:40+00:00"),
        (7, None),
        (None, None),
    ],
)
def test_timestamps_in_every_unit_and_places_in_a_sequence_are_no_times(
    written: Any, meant: str | None, tmp_path: Path
) -> None:
    lines = [line | {"timestamp": written} for line in utterances()]
    sent_at = only_thread(corpus(tmp_path / "c", lines)).messages[0].sent_at
    assert (sent_at.isoformat() if sent_at else None) == meant


def test_a_reply_of_the_brand_to_what_is_missing_makes_the_thread_incomplete(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "c", utterances()[1:])
    assert only_thread(folder).incomplete == "the message that was replied to is missing"


def test_a_malformed_utterance_takes_its_conversation_with_it_and_all_are_counted(tmp_path: Path) -> None:
    lines = [*utterances(), *(line | {"conversation_id": "w"} for line in utterances()), {"id": 1, "text": "senza"}]
    lines[0]["text"] = 5
    found = read([corpus(tmp_path / "c", lines)])
    assert [thread.id for thread in threads(found)] == ["w"]
    assert len(rejects(found)) + sum(thread.source.records for thread in threads(found)) == len(lines)


# Canonical, ConvoKit, canonical.

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
NAMES = st.none() | TEXTS
ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=2))])
TIMES = st.none() | st.datetimes(datetime(1980, 1, 1), datetime(2090, 1, 1), timezones=ZONES)
EXTRA = st.dictionaries(st.sampled_from(["author_id", "reactions", "id", "role", "§"]), TEXTS | st.integers(0, 9))
MESSAGES = st.builds(
    Message,
    id=TEXTS, role=st.sampled_from(Role), text=TEXTS, author=NAMES, sent_at=TIMES,
    sent_at_precision=st.none() | st.sampled_from(Precision), visibility=st.none() | st.sampled_from(Visibility),
    reply_to=NAMES, attachments=st.integers(0, 3), state=st.none() | st.sampled_from(MessageState), extra=EXTRA,
)  # fmt: skip
THREADS = st.builds(
    Thread,
    id=st.sampled_from(["a", "a (1)", "a:1", "", "è"]),
    messages=st.lists(MESSAGES, max_size=4, unique_by=lambda message: message.id).map(tuple),
    brand=NAMES, channel=NAMES, language=NAMES, incomplete=NAMES,
    extra=st.dictionaries(st.sampled_from(["post", "id", "public"]), TEXTS | st.booleans()),
)  # fmt: skip


def comparable(thread: Thread) -> Thread:
    return replace(thread, source=Source(""))


@settings(max_examples=150, deadline=None)
@given(st.lists(THREADS, max_size=4))
def test_canonical_to_convokit_to_canonical_loses_nothing(written: list[Thread]) -> None:
    with TemporaryDirectory() as parent:
        folder = Path(parent) / "corpus"
        write_corpus(written, str(folder))
        found = list(read_threads([folder], input_format="convokit"))
    assert [comparable(thread) if isinstance(thread, Thread) else thread for thread in found] == written


def test_any_export_becomes_a_corpus_that_convokit_loads(tmp_path: Path) -> None:
    write_corpus([only_thread(SAMPLES / "intercom.json")], str(tmp_path / "corpus"))
    folder = tmp_path / "corpus"
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    lines = [json.loads(line) for line in (folder / "utterances.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["reply-to"] for line in lines] == [None, *(line["id"] for line in lines[:-1])]
    assert {line["conversation_id"] for line in lines} == {lines[0]["id"]}
    assert {line["speaker"] for line in lines} <= json.loads((folder / "speakers.json").read_text()).keys()
    index = json.loads((folder / "index.json").read_text())
    assert index["utterances-index"]["role"] == ["<class 'str'>"]
    assert lines[0]["timestamp"] == 1710263140


def test_a_folder_with_other_files_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("keep")
    with pytest.raises(UsageError, match=r"the folder holds other files: thesis\.txt; name a new folder"):
        write_corpus([], str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_run_that_fails_leaves_no_corpus(tmp_path: Path) -> None:
    def breaking() -> Any:
        yield only_thread(SAMPLE)
        raise UnreadableInputError("damaged zip", "x", "copy it again")

    with pytest.raises(UnreadableInputError):
        write_corpus(breaking(), str(tmp_path / "corpus"))
    assert list(tmp_path.iterdir()) == []


def test_the_reader_takes_files_in_any_order(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    write_corpus([only_thread(SAMPLE)], str(folder))
    backwards = [folder / name for name in sorted(FILES, reverse=True)]
    assert comparable(only_thread(*backwards)) == comparable(only_thread(folder))

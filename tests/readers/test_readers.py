"""Telling the format, opening files, and what every format shares."""

from __future__ import annotations

import io
import json
import os
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.errors import UnreadableInputError, UsageError
from analyzer.exports.reading import Topic
from analyzer.readers import (
    Note,
    ReadOptions,
    Reject,
    read_everything,
    read_labelled_threads,
    read_threads,
    readers,
)
from analyzer.readers.base import OpenedInput
from analyzer.threads import Thread

LINE = json.dumps({"id": "a", "messages": [{"role": "customer", "text": "Il modem lampeggia rosso"}]})
TRANSCRIPT = "C: Il modem lampeggia rosso\nB: Lo spenga per un minuto\n"
TABLE = "thread_id,role,text\nA,customer,Il modem lampeggia rosso\n"


def zipped(tmp_path: Path, content: dict[str, str]) -> Path:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return path


def read(tmp_path: Path, content: bytes | str, **options: str) -> list[Thread | Reject]:
    path = tmp_path / "export"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_threads([path], ReadOptions(language=options.get("language")), options.get("input_format")))


@pytest.mark.parametrize("content", [LINE, TRANSCRIPT, TABLE], ids=["canonical", "transcript", "table"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_format_is_told_from_the_content_in_every_encoding(
    tmp_path: Path, content: str, ends: str, encoding: str
) -> None:
    [thread] = read(tmp_path, content.replace("\n", ends).encode(encoding))
    assert isinstance(thread, Thread)
    assert thread.messages[0].text == "Il modem lampeggia rosso"


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"], ids=["little-endian", "big-endian"])
def test_utf_16_of_either_byte_order_is_read(tmp_path: Path, mark: bytes) -> None:
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    [thread] = read(tmp_path, mark + "C: Perché?\nB: Perché sì.\n".encode(encoding))
    assert isinstance(thread, Thread)
    assert thread.messages[1].text == "Perché sì."


def test_utf_16_that_breaks_off_inside_a_character_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="save the file as UTF-8"):
        read(tmp_path, LINE.encode("utf-16") + b"\x00")


@pytest.mark.parametrize("content", [b"", b" \t\r\n\n  "], ids=["empty", "white space"])
def test_a_file_without_content_yields_nothing(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, content) == []


@pytest.mark.parametrize(
    "content",
    [b"It was a dark and stormy night.\n", bytes(range(256)), b"\x89PNG\r\n\x1a\n\x00\x00", b"[1, 2, 3]\n"],
    ids=["prose", "bytes", "picture", "json"],
)
def test_an_unknown_format_names_the_known_ones(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableInputError, match="format not recognised") as error:
        read(tmp_path, content)
    assert all(name in str(error.value) for name in readers())
    assert "--input-format" in error.value.mend


def test_two_readers_claiming_a_file_are_both_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    eager = {name: replace(reader, recognises=lambda _: True) for name, reader in readers().items()}
    eager = {name: eager[name] for name in ("table", "transcript")}
    monkeypatch.setattr("analyzer.readers.recognition.readers", lambda: eager)
    with pytest.raises(UnreadableInputError, match="looks like table and transcript; say which with --input-format"):
        read(tmp_path, TABLE)


@pytest.mark.parametrize(
    "content",
    [LINE, TRANSCRIPT, TABLE, "C: uno, due, tre\nB: sì\n", "Author: thread_id,role,text\nBrand: a,b,c\n"],
)
def test_no_two_readers_claim_the_same_file(content: str) -> None:
    opened = OpenedInput("x", io.BytesIO(content.encode()), content.encode())
    assert [reader.recognises(opened) for reader in readers().values()].count(True) == 1


def test_a_format_that_is_named_is_not_told(tmp_path: Path) -> None:
    [thread] = read(tmp_path, "C: uno, due, tre\nB: quattro\n", input_format="transcript")
    assert isinstance(thread, Thread)
    assert [message.text for message in thread.messages] == ["uno, due, tre", "quattro"]


def test_a_format_nobody_reads_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unknown format 'fax'"):
        read(tmp_path, LINE, input_format="fax")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match=r"gone\.jsonl: no such file; check the path"):
        list(read_threads([tmp_path / "gone.jsonl"]))


def test_a_folder_stands_for_the_files_in_it_numbers_by_value(tmp_path: Path) -> None:
    for name in ("part_10.jsonl", "part_2.jsonl", "sub/part_1.jsonl", ".hidden.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(LINE.replace('"a"', f'"{name}"'), encoding="utf-8")
    found = [item.id for item in read_threads([tmp_path]) if isinstance(item, Thread)]
    assert found == ["part_2.jsonl", "part_10.jsonl", "sub/part_1.jsonl"]


def test_a_zip_is_read_in_place_and_what_no_reader_knows_is_noted(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"a.jsonl": LINE, "../../etc/b.jsonl": LINE, "photo.jpg": "\x89JFIF\0\0", "empty.txt": ""})
    [note, *threads] = read_everything([path])
    assert isinstance(note, Note)
    assert (note.topic, note.text) == (Topic.SET_ASIDE, "1 files hold no conversation known here: photo.jpg")
    assert [item.source.file for item in threads] == [f"{path}/../../etc/b.jsonl", f"{path}/a.jsonl"]


@pytest.mark.parametrize("content", [{}, {"photo.jpg": "\x89JFIF\0\0"}], ids=["empty", "pictures"])
def test_a_zip_without_conversations_says_so_or_yields_nothing(tmp_path: Path, content: dict[str, str]) -> None:
    path = zipped(tmp_path, content)
    if content:
        with pytest.raises(UnreadableInputError, match="format not recognised"):
            list(read_threads([path]))
    else:
        assert list(read_threads([path])) == []


def test_a_zip_that_unpacks_beyond_all_measure_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"bomb.jsonl": LINE + " " * 60_000_000})
    with pytest.raises(UnreadableInputError, match="unpacks beyond all measure"):
        list(read_threads([path]))


@pytest.mark.parametrize("cut", [40, 100])
def test_a_damaged_zip_is_an_error_of_ours(tmp_path: Path, cut: int) -> None:
    path = zipped(tmp_path, {"a.jsonl": LINE * 50})
    content = bytearray(path.read_bytes())
    for broken in (content[:cut], content[:50] + b"XXXX" + content[54:]):
        path.write_bytes(broken)
        with pytest.raises(UnreadableInputError, match="damaged zip"):
            list(read_threads([path]))


def test_a_pipe_is_read_once_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    content = "".join(LINE.replace('"a"', f'"{number}"') + "\n" for number in range(3_000))
    writing = threading.Thread(target=lambda: path.write_text(content, encoding="utf-8"))
    writing.start()
    found = list(read_threads([path]))
    writing.join()
    assert [item.id for item in found if isinstance(item, Thread)] == [str(number) for number in range(3_000)]


def test_a_folder_of_labelled_threads_stands_for_its_files(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.jsonl", "notes.txt"):
        (tmp_path / name).write_text(LINE.replace('"a"', f'"{name}"'), encoding="utf-8")
    labelled = list(read_labelled_threads([tmp_path]))
    assert [entry.thread.id for entry in labelled if not isinstance(entry, Reject)] == ["a.jsonl", "b.jsonl"]


def test_files_are_read_in_the_order_they_are_given(tmp_path: Path) -> None:
    (tmp_path / "z.txt").write_text(TRANSCRIPT, encoding="utf-8")
    (tmp_path / "y.csv").write_text(TABLE, encoding="utf-8")
    found = list(read_threads([tmp_path / "z.txt", tmp_path / "y.csv", tmp_path / "z.txt"]))
    assert [item.source.file.rpartition("/")[2] for item in found] == ["z.txt", "y.csv", "z.txt"]


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LINE.encode())))
    [thread] = read_threads(["-"])
    assert (thread.source.file, thread.source.line) == ("-", 1)


@pytest.mark.parametrize("content", [LINE, TRANSCRIPT, TABLE], ids=["canonical", "transcript", "table"])
def test_standard_input_is_left_open(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    standard_input = io.TextIOWrapper(io.BytesIO(content.encode()))
    monkeypatch.setattr("sys.stdin", standard_input)
    assert len(list(read_threads(["-"]))) == 1
    assert not standard_input.buffer.closed


def test_the_language_option_fills_in_and_never_overrules(tmp_path: Path) -> None:
    named = LINE.replace('"id"', '"language": "en", "id"')
    found = read(tmp_path, f"{LINE}\n{named}\n", language="it")
    assert [item.language for item in found if isinstance(item, Thread)] == ["it", "en"]


@pytest.mark.parametrize("content", ["C: ciao\nB: buongiorno\n", "thread_id,role,text\nA,customer,ciao\n"])
def test_the_place_of_a_byte_that_is_no_text_is_its_place_in_the_file(tmp_path: Path, content: str) -> None:
    last = content.splitlines(keepends=True)[-1]
    before = (content + last * 9_000).encode()
    with pytest.raises(UnreadableInputError, match=f"byte {len(before)} |line {before.count(10) + 1}"):
        read(tmp_path, before + b"\xe9 vero\n")

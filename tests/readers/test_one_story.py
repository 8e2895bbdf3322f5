"""The same story from every platform gives the same thread, whatever the order and the number of its files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analyzer.codebook import Precision, Role
from analyzer.readers import readers
from analyzer.readers.base import HEAD_BYTES, OpenedInput
from tests.readers.stories import SAMPLES, first_reply_seconds, only_thread, read, rejects, threads

STORIES: dict[str, tuple[str, str | None]] = {
    "canonical": ("canonical.jsonl", None),
    "table": ("table.csv", None),
    "hootsuite": ("hootsuite.csv", None),
    "twcs": ("twcs.csv", None),
    "meta": ("meta.json", "telvia caffè"),
    "meta encrypted": ("meta_encrypted.json", "Telvia"),
    "whatsapp iphone": ("whatsapp_ios.txt", "Telvia"),
    "whatsapp android": ("whatsapp_android.txt", "Telvia"),
    "whatsapp american": ("whatsapp_american.txt", "Telvia"),
    "zendesk": ("zendesk_tickets.ndjson", None),
    "zendesk events": ("zendesk_events.json", None),
    "hubspot": ("hubspot.json", None),
    "intercom": ("intercom.json", None),
    "freshdesk": ("freshdesk.json", None),
    "chatwoot": ("chatwoot.json", None),
    "zammad": ("zammad.json", None),
    "meta-graph": ("meta_graph_feed.json", None),
    "meta-graph conversations": ("meta_graph_conversations.json", None),
    "x-api": ("x_api.json", "@telvia"),
    "x-api messages": ("x_dm_events.json", "4101"),
    "x-archive": ("x_direct_messages.js", "4101"),
    "telegram": ("telegram.json", "user4101"),
    "convokit": ("convokit.jsonl", None),
    "transcript": ("transcript.txt", None),
    "meta-html": ("carlaneri_7702/message_1.html", "Telvia"),
}
PLATFORMS = sorted(STORIES)
TO_THE_MINUTE = ("whatsapp android", "whatsapp american")
MERGED = sorted(STORIES.keys() - {"transcript", "canonical"})
WITH_AN_END = sorted(platform for platform in MERGED if not platform.startswith("whatsapp"))


def path_and_brand(platform: str) -> tuple[Path, tuple[str, ...]]:
    file, brand = STORIES[platform]
    return SAMPLES / file, (brand,) if brand else ()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_first_reply_comes_after_929_seconds(platform: str) -> None:
    path, brand = path_and_brand(platform)
    thread = only_thread(path, brand=brand)
    if platform in TO_THE_MINUTE:
        assert first_reply_seconds(thread) in (15 * 60, 16 * 60)
        assert {message.sent_at_precision for message in thread.messages} == {Precision.MINUTE}
    else:
        assert first_reply_seconds(thread) == 929
    assert thread.incomplete is None


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_customer_asks_and_the_brand_answers(platform: str) -> None:
    path, brand = path_and_brand(platform)
    messages = only_thread(path, brand=brand).messages
    spoken = [message for message in messages if message.is_readable and message.role is not Role.SYSTEM]
    assert spoken[0].role is Role.CUSTOMER
    assert spoken[0].text.endswith("Il pacco è perso?")
    assert [message.text for message in spoken if message.is_reply] == ["Arriva domani."]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_exactly_one_reader_recognises_it(platform: str) -> None:
    path, _ = path_and_brand(platform)
    with path.open("rb") as stream:
        opened = OpenedInput(str(path), stream, path.read_bytes()[:HEAD_BYTES])
        assert [name for name, reader in readers().items() if reader.recognises(opened)] == [platform.split()[0]]


@pytest.mark.parametrize("platform", MERGED)
def test_a_file_given_twice_is_merged_and_all_its_records_are_counted(platform: str, tmp_path: Path) -> None:
    path, brand = path_and_brand(platform)
    again = tmp_path / path.parent.name / path.name
    again.parent.mkdir()
    again.write_bytes(path.read_bytes())
    once, twice = only_thread(path, brand=brand), only_thread(again, path, brand=brand)
    assert twice.messages == once.messages
    assert twice.source.records == 2 * once.source.records


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("mutant", ["bom", "crlf", "utf-16"])
def test_a_mark_or_another_line_end_or_encoding_changes_nothing(platform: str, mutant: str, tmp_path: Path) -> None:
    path, brand = path_and_brand(platform)
    text = path.read_text(encoding="utf-8")
    changed = tmp_path / path.name
    if mutant == "crlf":
        changed.write_bytes(text.replace("\n", "\r\n").encode())
    else:
        changed.write_bytes(text.encode("utf-8-sig" if mutant == "bom" else "utf-16"))
    assert only_thread(changed, brand=brand).messages == only_thread(path, brand=brand).messages


@pytest.mark.parametrize("platform", WITH_AN_END)
def test_what_breaks_off_is_a_reject_or_a_thread_and_never_an_exception(platform: str, tmp_path: Path) -> None:
    path, brand = path_and_brand(platform)
    content = path.read_bytes()
    broken = tmp_path / path.name
    broken.write_bytes(content[: len(content) * 3 // 4])
    found = read([broken], *brand, input_format=platform.split()[0])
    assert rejects(found) or all(thread.incomplete for thread in threads(found))
    assert found
    assert all(thread.messages for thread in threads(found))


def reversed_lists(value: Any, key: str = "") -> Any:
    """The value with the objects of every list in the other order, but for the pieces of a text."""
    if isinstance(value, dict):
        return {name: reversed_lists(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        inside = [reversed_lists(inner) for inner in value]
        return inside if key in ("text", "text_entities") else inside[::-1]
    return value


SHUFFLED = sorted(set(MERGED) - {"meta-html"} - {platform for platform in MERGED if platform.startswith("whatsapp")})


@pytest.mark.parametrize("platform", SHUFFLED)
def test_the_order_of_records_changes_nothing(platform: str, tmp_path: Path) -> None:
    path, brand = path_and_brand(platform)
    text = path.read_text(encoding="utf-8")
    changed = tmp_path / path.name
    if path.suffix == ".csv":
        header, *rows = csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ",")
        with changed.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header, *rows[::-1]])
    elif path.suffix in (".jsonl", ".ndjson"):
        lines = [line for line in text.splitlines() if line.startswith("{")]
        shuffled = [json.dumps(reversed_lists(json.loads(line))) for line in lines[::-1]]
        changed.write_text("\n".join(shuffled), encoding="utf-8")
    else:
        assigned, _, value = text.rpartition(" = ") if path.suffix == ".js" else ("", "", text)
        shuffled_value = json.dumps(reversed_lists(json.loads(value.rstrip().rstrip(";"))))
        changed.write_text(f"{assigned} = {shuffled_value}" if assigned else shuffled_value, encoding="utf-8")
    found, meant = (only_thread(file, brand=brand).messages for file in (changed, path))
    assert [replace(message, id="") for message in found] == [replace(message, id="") for message in meant]


def raw(platform: str) -> str:
    return path_and_brand(platform)[0].read_text(encoding="utf-8")


def is_western(platform: str) -> bool:
    try:
        return bool(raw(platform).encode("cp1252"))
    except UnicodeEncodeError:
        return False


@pytest.mark.parametrize("platform", list(filter(is_western, PLATFORMS)))
def test_text_in_the_wrong_encoding_is_read_as_it_was_meant(platform: str, tmp_path: Path) -> None:
    path, brand = path_and_brand(platform)
    changed = tmp_path / path.name
    changed.write_bytes(raw(platform).encode("cp1252"))
    found = [message.text for message in only_thread(changed, brand=brand).messages]
    assert found == [message.text for message in only_thread(path, brand=brand).messages]


@pytest.mark.parametrize("platform", [platform for platform in PLATFORMS if "Il pacco è" in raw(platform)])
def test_text_that_looks_repaired_already_is_left_alone(platform: str, tmp_path: Path) -> None:
    path, brand = path_and_brand(platform)
    changed = tmp_path / path.name
    changed.write_text(raw(platform).replace("Il pacco è", "Perché già"), encoding="utf-8")
    assert any("Perché già perso?" in message.text for message in only_thread(changed, brand=brand).messages)


NAMES = frozenset({"sender_name", "senderName", "from", "sender", "author", "senders", "updater_id"})


@pytest.mark.parametrize("platform", [platform for platform in PLATFORMS if STORIES[platform][0].endswith(".json")])
def test_authors_that_are_null_break_nothing(platform: str, tmp_path: Path) -> None:
    path, brand = path_and_brand(platform)

    def nameless(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: None if key in NAMES else nameless(inner) for key, inner in value.items()}
        return [nameless(inner) for inner in value] if isinstance(value, list) else value

    changed = tmp_path / path.name
    changed.write_text(json.dumps(nameless(json.loads(path.read_text(encoding="utf-8")))), encoding="utf-8")
    found = read([changed], *brand, "Telvia", input_format=platform.split()[0])
    assert threads(found) or rejects(found)

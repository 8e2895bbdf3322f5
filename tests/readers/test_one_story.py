"""The same story from every platform gives the same thread, whatever the order and the number of its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.codebook import Role
from analyzer.readers import readers
from analyzer.readers.base import HEAD_BYTES, OpenedInput
from tests.readers.stories import SAMPLES, first_reply_seconds, only_thread, read, rejects, threads

STORIES: dict[str, tuple[str, str | None]] = {
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
MERGED = sorted(STORIES.keys() - {"transcript"})


def path_and_brand(platform: str) -> tuple[Path, tuple[str, ...]]:
    file, brand = STORIES[platform]
    return SAMPLES / file, (brand,) if brand else ()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_first_reply_comes_after_929_seconds(platform: str) -> None:
    path, brand = path_and_brand(platform)
    thread = only_thread(path, brand=brand)
    assert first_reply_seconds(thread) == 929
    assert thread.incomplete is None


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_customer_asks_and_the_brand_answers(platform: str) -> None:
    path, brand = path_and_brand(platform)
    spoken = [message for message in only_thread(path, brand=brand).messages if message.is_readable]
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


@pytest.mark.parametrize("platform", MERGED)
def test_what_breaks_off_is_a_reject_or_a_thread_and_never_an_exception(platform: str, tmp_path: Path) -> None:
    path, brand = path_and_brand(platform)
    content = path.read_bytes()
    broken = tmp_path / path.name
    broken.write_bytes(content[: len(content) * 3 // 4])
    found = read([broken], *brand, input_format=platform.split()[0])
    assert rejects(found) or all(thread.incomplete for thread in threads(found))
    assert found
    assert all(thread.messages for thread in threads(found))

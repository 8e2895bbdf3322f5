"""What reading is measured on."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.exports import EXPORTS, story, written_export
from benchmarks.reading import read


def test_no_two_messages_are_alike() -> None:
    texts = [said.text for said in story(500)]
    assert len(set(texts)) == 2_000


@pytest.mark.parametrize("name", EXPORTS)
def test_every_export_is_read_whole(name: str, tmp_path: Path) -> None:
    one_chat = name in ("meta", "meta-html", "telegram", "whatsapp")
    assert read(written_export(name, tmp_path, 200)) == (1 if one_chat else 200)

"""No reader lets anything out but its own errors, whatever is done to an export, and every record is accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import AnalyzerError
from analyzer.exports.files import ExportFile
from analyzer.readers import ReadOptions, Reject, readers
from analyzer.readers.base import HEAD_BYTES, OpenedInput
from analyzer.threads import Thread
from tests.readers.stories import SAMPLES
from tests.readers.test_one_story import PLATFORMS, STORIES

PIECES = [
    b"null", b"[]", b"{}", b'""', b"-1", b"1e400", b"true", b'"\\ud800"', b"9" * 30, b"\x00", b"\xff", b'"', b"{", b"]",
    b"\\", b"\\x0B", b"<div>", b"</", b"2024-02-30T99:00:00Z", b"\xef\xbb\xbf", b"\n", b": ",
]  # fmt: skip


@st.composite
def mutations(draw: st.DrawFn, content: bytes) -> bytes:
    """The content with some pieces cut out, doubled or put in another's place."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 60)))
        content = content[:start] + draw(st.sampled_from([*PIECES, content[start:end] * 2])) + content[end:]
    return content


@pytest.mark.parametrize("platform", PLATFORMS)
@settings(max_examples=60, deadline=2000)
@given(data=st.data())
def test_what_is_changed_in_an_export_gives_threads_rejects_or_an_error_of_ours(
    platform: str, data: st.DataObject
) -> None:
    file, brand = STORIES[platform]
    reader = readers()[platform.split()[0]]
    content = data.draw(mutations((SAMPLES / file).read_bytes()))
    options = ReadOptions(brand=(brand,) if brand else ())
    try:
        items = list(reader.read([ExportFile.of_bytes(Path(file).name, content)], options))
    except AnalyzerError:
        return
    for item in items:
        if isinstance(item, Thread):
            ids = [message.id for message in item.messages]
            assert len(set(ids)) == len(ids)
            assert all(ids)
        elif isinstance(item, Reject):
            assert "\n" not in item.reason


@pytest.mark.parametrize("platform", PLATFORMS)
@settings(max_examples=60, deadline=2000)
@given(content=st.binary(max_size=300))
def test_bytes_of_any_kind_are_recognised_or_not_without_an_exception(platform: str, content: bytes) -> None:
    reader = readers()[platform.split()[0]]
    with ExportFile.of_bytes("export", content).opened() as opened:
        assert reader.recognises(OpenedInput("export", opened.stream, content[:HEAD_BYTES])) in (True, False)

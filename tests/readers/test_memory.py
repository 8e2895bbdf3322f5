"""Memory does not grow with the file: measured at two sizes, with little kept before a private file is begun."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from analyzer.exports import gathering, grouping, spool
from benchmarks.exports import written_export
from benchmarks.reading import read

FORMATS = {
    "csv": "table",
    "json-lines": "canonical",
    "rows as json-lines": "table (JSON Lines)",
    "ndjson": "zendesk",
    "json": "intercom",
    "json of single messages": "zammad",
    "json under a key": "hubspot",
    "hootsuite": "hootsuite",
    "twcs": "twcs",
    "convokit": "convokit",
}
LITTLE = 100_000


def peak(path: Path) -> int:
    tracemalloc.start()
    read(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


@pytest.mark.parametrize("kind", FORMATS)
def test_a_longer_file_takes_hardly_more_memory(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping.Grouped.__init__, "__defaults__", (LITTLE,))
    monkeypatch.setattr(grouping, "_BATCH_BYTES", LITTLE)
    monkeypatch.setattr(spool.Spool.__init__, "__defaults__", (LITTLE,))
    monkeypatch.setattr(gathering.Gathering.__init__, "__defaults__", _with(gathering.Gathering, LITTLE))
    paths = []
    for threads in (100, 1_000, 3_000):
        folder = tmp_path / str(threads)
        folder.mkdir()
        paths.append(written_export(FORMATS[kind], folder, threads))
    read(paths[0])
    short, long = (peak(path) for path in paths[1:])
    longer = paths[2].stat().st_size - paths[1].stat().st_size
    assert long - short < longer / 3


def _with(kind: type, in_memory: int) -> tuple[object, ...]:
    """The defaults of a dataclass, the number of bytes kept in memory replaced."""
    defaults: tuple[object, ...] = kind.__init__.__defaults__  # type: ignore[misc]
    return tuple(in_memory if value == gathering._IN_MEMORY_BYTES else value for value in defaults)

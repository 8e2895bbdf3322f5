"""The examples of the guides run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

GUIDES = sorted((ROOT / "docs").glob("*.md"))
EXAMPLES = [
    pytest.param(text, id=f"{guide.stem}-{number}")
    for guide in GUIDES
    for number, text in enumerate(re.findall(r"```python\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL))
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_runs(example: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(Path(ROOT))
    exec(compile(example, "guide", "exec"), {})
    assert capsys.readouterr().out

"""Two audits in one folder: the second is told, the first goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.auditing.run_record import run_record
from analyzer.auditing.workspace import Workspace
from analyzer.errors import UsageError
from analyzer.modeling.artifact import Model
from tests.conftest import SAMPLE


def test_a_folder_in_which_another_process_works_is_refused(tmp_path: Path, default_model: Model) -> None:
    pytest.importorskip("fcntl")
    record = run_record([str(SAMPLE)], default_model.stamp, {})
    first, second = Workspace(tmp_path / "out"), Workspace(tmp_path / "out")
    with first.opened(record), pytest.raises(UsageError, match="another process works in it"), second.opened(record):
        pass
    with second.opened(record):
        assert second.result.is_dir()

"""Where results go: through links to the folder meant, and nowhere that cannot be written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analyzer.auditing.running import audit
from analyzer.errors import AnalyzerError
from tests.auditing.months import Heard, contents, month, request


def test_an_audit_through_a_link_lands_in_the_folder_it_leads_to(tmp_path: Path) -> None:
    source = month(tmp_path / "month.jsonl", 4)
    (tmp_path / "disk").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "disk", target_is_directory=True)
    (tmp_path / "to-be").symlink_to(tmp_path / "not-there-yet", target_is_directory=True)
    for name, behind in (("link", "disk"), ("to-be", "not-there-yet")):
        audit(request(source, tmp_path / name), Heard())
        assert (tmp_path / name).is_symlink()
        assert (tmp_path / behind / "report.html").exists()
    assert contents(tmp_path / "disk") == contents(tmp_path / "not-there-yet")


def test_links_in_a_circle_are_told_in_a_line(tmp_path: Path) -> None:
    source = month(tmp_path / "month.jsonl", 2)
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    with pytest.raises(AnalyzerError, match=r"^[^\n]+$"):
        audit(request(source, tmp_path / "one" / "audit"), Heard())


def test_a_place_that_is_no_folder_is_told_in_a_line(tmp_path: Path) -> None:
    source = month(tmp_path / "month.jsonl", 2)
    (tmp_path / "file").write_text("kept")
    with pytest.raises(AnalyzerError, match=r"^[^\n]+$"):
        audit(request(source, tmp_path / "file" / "audit"), Heard())
    assert (tmp_path / "file").read_text() == "kept"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is read-only for an administrator")
def test_a_folder_that_cannot_be_written_is_told_in_a_line(tmp_path: Path) -> None:
    source = month(tmp_path / "month.jsonl", 2)
    (tmp_path / "sealed").mkdir(mode=0o555)
    with pytest.raises(AnalyzerError, match=r"^[^\n]+$"):
        audit(request(source, tmp_path / "sealed" / "audit"), Heard())

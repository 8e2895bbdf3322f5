"""Every output of a run is searched for the customers' data: only what is documented as unmasked holds any."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.cli.app import run

Captured = pytest.CaptureFixture[bytes]
PLANTED = (
    "347 1234567", "3471234567", "m.rossi@example.it", "RSSMRA85T10A562S", "IT60X0542811101000000123456",
    "4111 1111 1111 1111", "TV-2210774", "via Giuseppe Verdi 12", "adele_77", "Adele", "Conti",
)  # fmt: skip
NEVER_QUOTED = "Mia figlia è in ospedale."
SAID = (
    "Mi chiamo Adele Conti, perché non funziona? Numero 347 1234567, mail m.rossi@example.it, codice fiscale "
    "RSSMRA85T10A562S, IBAN IT60X0542811101000000123456, carta 4111 1111 1111 1111, pratica TV-2210774, "
    f"via Giuseppe Verdi 12, scrivetemi su @adele_77. {NEVER_QUOTED}"
)
ASKED = "Ciao Adele, ci indichi il numero di telefono, la mail, il codice fiscale e il numero della pratica?"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    said = [
        {"role": "customer", "author": "Adele Conti", "text": SAID, "sent_at": "2026-03-02T09:00:00Z"},
        {"role": "brand", "author": "Telvia", "text": ASKED, "sent_at": "2026-03-02T10:00:00Z"},
    ]
    thread = {"id": "t1", "brand": "Telvia", "language": "it", "messages": said}
    broken = {**thread, "id": "t2", "messages": [{"role": "king", "text": SAID}, {"role": SAID, "text": 3}]}
    lines = [json.dumps(thread), json.dumps(broken), '{"id": "' + SAID, json.dumps([SAID])]
    path = tmp_path / "month.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def found(told: bytes, *more: str) -> list[str]:
    text = told.decode("utf-8", "replace")
    return [value for value in (*PLANTED, *more) if value in text]


@pytest.mark.parametrize("name", ["view", "table", "csv"])
def test_what_is_laid_out_for_reading_is_masked(source: Path, name: str, capsysbinary: Captured) -> None:
    assert run(["score", str(source), "--format", name]) == 1
    told = capsysbinary.readouterr()
    assert found(told.out) == []
    assert found(told.err, NEVER_QUOTED) == []


def test_programs_get_what_the_thread_says_and_only_the_quotes(source: Path, capsysbinary: Captured) -> None:
    assert run(["score", str(source), "--format", "jsonl"]) == 1
    told = capsysbinary.readouterr()
    assert "347 1234567" in found(told.out)
    assert NEVER_QUOTED not in told.out.decode()
    assert found(told.err, NEVER_QUOTED) == []


def test_the_view_shows_data_only_where_it_is_asked_for(source: Path, capsysbinary: Captured) -> None:
    assert run(["score", str(source), "--format", "view", "--show-data"]) == 1
    assert "347 1234567" in found(capsysbinary.readouterr().out)


def test_rejects_and_inspection_hold_no_word(source: Path, tmp_path: Path, capsysbinary: Captured) -> None:
    rejects = tmp_path / "rejects.jsonl"
    run(["score", str(source), "--format", "jsonl", "--rejects", str(rejects), "--output", str(tmp_path / "out")])
    assert rejects.read_bytes().count(b"\n") == 3
    assert found(rejects.read_bytes(), NEVER_QUOTED) == []
    for name in ("table", "json"):
        run(["inspect", str(source), "--format", name])
        told = capsysbinary.readouterr()
        assert found(told.out + told.err, NEVER_QUOTED) == []


def test_a_check_says_on_standard_error_nothing_of_the_thread(source: Path, capsysbinary: Captured) -> None:
    run(["check", str(source), "--last"])
    run(["check", str(source), "--thread", "none", "--last"])
    run(["check", str(source), "--reply", ASKED, "--fail-on", "R101"])
    told = capsysbinary.readouterr()
    assert "347 1234567" in found(told.out)
    assert found(told.err, NEVER_QUOTED) == []


def test_an_audit_keeps_masked_quotes_and_no_data_in_any_file(
    source: Path, tmp_path: Path, capsysbinary: Captured
) -> None:
    pandas = pytest.importorskip("pandas")
    folder = tmp_path / "audit"
    assert run(["audit", str(source), "--output", str(folder), "--jobs", "1"]) == 1
    told = capsysbinary.readouterr()
    assert found(told.out + told.err, NEVER_QUOTED) == []
    for path in sorted(folder.iterdir()):
        content = path.read_bytes()
        if path.suffix == ".parquet":
            content = pandas.read_parquet(path).to_json(orient="records", force_ascii=False).encode()
        assert found(content) == [], path.name
        assert NEVER_QUOTED.encode() not in content, path.name


def test_a_copy_holds_none_of_it(source: Path, tmp_path: Path, capsysbinary: Captured) -> None:
    copy = tmp_path / "copy.jsonl"
    assert run(["redact", str(source), "--output", str(copy), "--report"]) == 1
    told = capsysbinary.readouterr()
    assert found(copy.read_bytes() + told.out + told.err) == []
    assert found(told.err, NEVER_QUOTED) == []

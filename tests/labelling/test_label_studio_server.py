"""The loop through a real Label Studio server, where one is asked for.

``LABEL_STUDIO=install pytest tests/labelling/test_label_studio_server.py`` installs it from the package index;
``LABEL_STUDIO=/path/to/label-studio`` starts one that is there. What it exports is kept as a fixture that
``test_label_studio_export.py`` reads every time; ``KEEP_EXPORT=1`` writes it anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from analyzer.cli.app import run
from analyzer.readers import Reject, read_labelled_threads
from tests.conftest import ROOT
from tests.labelling.label_studio_server import LabelStudio, installed, running
from tests.labelling.stories import ANSWERED, EMOJI, saved
from tests.labelling.test_label_studio_export import EXPORT, SKIPPED, as_imported

ASKED_FOR = os.environ.get("LABEL_STUDIO", "")
pytestmark = [
    pytest.mark.skipif(not ASKED_FOR, reason="needs LABEL_STUDIO=install or a path to label-studio"),
    pytest.mark.enable_socket,
]
Results = list[dict[str, Any]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabelStudio]:
    folder = tmp_path_factory.mktemp("label_studio")
    program = installed(folder / "venv") if ASKED_FOR == "install" else ASKED_FOR
    with running(program, folder) as found:
        yield found


def labelled_by(label: str, regions: Results) -> Results:
    """What a person leaves who goes through everything."""
    choice = {"to_name": "dialogue", "type": "choices"}
    return [
        *regions,
        {"id": "l", "from_name": "label", "value": {"choices": [label]}, **choice},
        {"id": "c", "from_name": "checked", "value": {"choices": ["acts", "findings"]}, **choice},
    ]


def exported(
    server: LabelStudio, threads: str, folder: Path, label: Callable[[dict[str, Any], Results], Results | None]
) -> bytes:
    """Threads out, every task annotated or skipped, and the export."""
    tasks = folder / "tasks.json"
    assert run(["label", threads, "--output", str(tasks)]) == 0
    configuration = tasks.with_suffix(".xml").read_text(encoding="utf-8")
    project = server.project(folder.name, configuration, json.loads(tasks.read_text(encoding="utf-8")))
    for task in server.tasks(project):
        [prediction] = task["predictions"]
        result = label(task["data"], prediction["result"])
        server.annotate(task["id"], result or [], skipped=result is None)
    return server.export(project)


def test_the_server_takes_the_tasks_and_gives_back_what_the_program_reads(server: LabelStudio, tmp_path: Path) -> None:
    def label(data: dict[str, Any], machine: Results) -> Results | None:
        if data["thread_id"] == SKIPPED.id:
            return None
        if data["thread_id"] == ANSWERED.id:
            return labelled_by("responsive", machine)
        kept = [each for each in machine if each["value"].get("paragraphlabels") != ["apology"]]
        reproach = {"start": "3", "end": "3", "startOffset": 0, "endOffset": 6, "text": "Thanks"}
        missing = {"paragraphlabels": ["D204 deflection"], **reproach}
        added = {"id": "added", "from_name": "findings", "to_name": "dialogue", "type": "paragraphlabels"}
        note = {"id": "n", "from_name": "note", "to_name": "dialogue", "type": "textarea", "value": {"text": ["asked"]}}
        return labelled_by("unresponsive", [*kept, {**added, "value": missing}, note])

    threads = saved(tmp_path / "threads.jsonl", EMOJI, ANSWERED, SKIPPED)
    content = exported(server, threads, tmp_path, label)
    if os.environ.get("KEEP_EXPORT"):
        EXPORT.write_bytes(json.dumps(json.loads(content), ensure_ascii=False, indent=1).encode() + b"\n")
    export = tmp_path / "export.json"
    export.write_bytes(content)
    as_imported(export, tmp_path)


def test_what_was_labelled_there_trains_a_model(server: LabelStudio, tmp_path: Path) -> None:
    threads, labelled = tmp_path / "threads.jsonl", tmp_path / "mine.jsonl"
    rows = (ROOT / "data" / "heldout" / "it.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:30]
    threads.write_text("".join(rows), encoding="utf-8")
    gold = {each["id"]: each["label"] for each in map(json.loads, rows)}
    content = exported(
        server, str(threads), tmp_path, lambda data, machine: labelled_by(gold[data["thread_id"]], machine)
    )
    (tmp_path / "export.json").write_bytes(content)
    assert run(["label", str(threads), "--import", str(tmp_path / "export.json"), "--output", str(labelled)]) == 0
    back = [entry for entry in read_labelled_threads([labelled]) if not isinstance(entry, Reject)]
    assert {entry.thread.id: entry.gold.label for entry in back} == gold
    corpus = tmp_path / "corpus.jsonl"
    with (ROOT / "data" / "labelled" / "it.jsonl").open(encoding="utf-8") as lines:
        corpus.write_text("".join(islice(lines, 0, None, 4)), encoding="utf-8")
    assert run(["train", str(labelled), "--with", str(corpus), "--output", str(tmp_path / "models" / "mine")]) == 0

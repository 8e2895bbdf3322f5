"""Threads and tasks that the tests of labelling share."""

from __future__ import annotations

import io
from pathlib import Path

from analyzer.codebook import Role
from analyzer.exports.files import ExportFile
from analyzer.exports.reading import Reject
from analyzer.labelling.candidates import Candidate, candidates
from analyzer.labelling.choosing import Proposal
from analyzer.labelling.formats import labelling_tools
from analyzer.labelling.judgements import Judgement
from analyzer.labelling.reasons import Reason
from analyzer.labelling.tasks import Task, tasks
from analyzer.threads import Message, Thread
from tests.conftest import shipped_model

EMOJI = Thread(
    "parcel",
    (
        Message("m1", Role.CUSTOMER, "=lost 😡 My parcel is lost. Where is it?"),
        Message("m2", Role.BRAND, "Hi 😊😊 sorry! Please send us your tracking number in a private message."),
        Message("m3", Role.CUSTOMER, "The tracking number is AB123456789IT."),
        Message("m4", Role.BRAND, "Thanks. Could you please send us the tracking number?"),
    ),
    brand="Postalia",
    channel="x",
    language="en",
)
ANSWERED = Thread(
    "shop",
    (
        Message("a", Role.CUSTOMER, "What time do you close today?"),
        Message("b", Role.BRAND, "We close at 19:30 today, tomorrow at 13."),
    ),
    brand="Postalia",
    channel="facebook",
    language="en",
)


def candidates_of(*threads: Thread) -> tuple[Candidate, ...]:
    """What the shipped model says of threads that can be judged."""
    return tuple(each for each in candidates(threads, shipped_model()) if isinstance(each, Candidate))


def tasks_of(*threads: Thread) -> list[Task]:
    """A task a thread."""
    return tasks(Proposal(each, Reason.UNCERTAIN, "close") for each in candidates_of(*threads))


def written(tool: str, *threads: Thread) -> bytes:
    """What a tool gets."""
    stream = io.BytesIO()
    write = labelling_tools()[tool].write
    assert write is not None
    write(tasks_of(*threads), stream)
    return stream.getvalue()


def read_back(tool: str, content: bytes, name: str = "back") -> list[Judgement | Reject]:
    """What comes back from a tool, told from its content."""
    with ExportFile.of_bytes(name, content).opened() as opened:
        claims = [each.name for each in labelling_tools().values() if each.recognises(opened)]
        assert claims == [tool]
        return list(labelling_tools()[tool].read(opened))


def saved(path: Path, *threads: Thread) -> str:
    """A canonical file of threads."""
    from analyzer.writers.thread_lines import write_threads

    with path.open("wb") as stream:
        write_threads(threads, stream)
    return str(path)

"""What people gave back, matched to the threads it was made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace

from analyzer.errors import UnreadableInputError
from analyzer.exports.containers import export_files
from analyzer.exports.files import OpenedInput
from analyzer.exports.reading import Reject
from analyzer.labelling.consensus import Consensus, consensus
from analyzer.labelling.formats import LabellingTool, labelling_tools
from analyzer.labelling.judgements import Judgement
from analyzer.labelling.reliability import Reliability, reliabilities
from analyzer.threads import Source, Thread
from analyzer.training.copies import fingerprint


@dataclass(frozen=True, slots=True)
class Labelled:
    """A thread, everybody's judgements of it and what they come to."""

    thread: Thread
    judgements: tuple[Judgement, ...]
    consensus: Consensus


@dataclass(frozen=True, slots=True)
class Imported:
    """Everything that came back.

    Attributes:
        threads: In the order of the threads given.
        rejects: What could not be read or matched, by name.
        reliabilities: How far people agree; empty where no thread has two.
    """

    threads: tuple[Labelled, ...]
    rejects: tuple[Reject, ...]
    reliabilities: tuple[Reliability, ...]


def read_judgements(files: Sequence[str]) -> Iterator[Judgement | Reject]:
    """Everybody's judgements in files, folders and zips that came back from any of the tools.

    Raises:
        UnreadableInputError: A file is none of these.
    """
    tools = labelling_tools().values()
    with ExitStack() as stack:
        for file in export_files(files, stack):
            with file.opened() as opened:
                if opened.head.strip():
                    yield from _tool_of(opened, tools).read(opened)


def matched(threads: Iterable[Thread], judgements: Iterable[Judgement | Reject]) -> Imported:
    """The judgements beside their threads.

    A judgement belongs to the thread with its fingerprint, else, where it carries none, to the only thread with its
    id. Of two judgements by the same person the later one stands.
    """
    by_key: dict[str, int] = {}
    by_id: dict[str, list[int]] = defaultdict(list)
    known = list(threads)
    for row, thread in enumerate(known):
        by_key.setdefault(fingerprint(thread), row)
        by_id[thread.id].append(row)
    rejects: list[Reject] = []
    said: dict[int, dict[str, Judgement]] = defaultdict(dict)
    for each in judgements:
        if isinstance(each, Reject):
            rejects.append(each)
            continue
        same_id = by_id.get(each.thread_id, [])
        place = by_key.get(each.key) if each.key else same_id[0] if len(same_id) == 1 else None
        source = each.source or Source("")
        if place is None:
            rejects.append(Reject(source, _unmatched(each, len(same_id))))
        elif strange := _strange_message(each, known[place]):
            rejects.append(Reject(source, f"thread {each.thread_id!r} has no message {strange!r}"))
        else:
            said[place][each.annotator] = each
    rows = sorted(said)
    everybody = [tuple(said[row].values()) for row in rows]
    found = tuple(Labelled(known[row], each, consensus(each)) for row, each in zip(rows, everybody, strict=True))
    return Imported(found, tuple(rejects), tuple(reliabilities(everybody)))


def renamed(judgements: Iterable[Judgement | Reject], annotator: str) -> Iterator[Judgement | Reject]:
    """The judgements, those that name nobody under a name."""
    for each in judgements:
        yield replace(each, annotator=annotator) if isinstance(each, Judgement) and not each.annotator else each


def _tool_of(opened: OpenedInput, tools: Iterable[LabellingTool]) -> LabellingTool:
    claims = [tool for tool in tools if tool.recognises(opened)]
    if len(claims) != 1:
        names = ", ".join(tool.name for tool in tools)
        raise UnreadableInputError("no labels this program reads", opened.name, f"export them from one of {names}")
    return claims[0]


def _unmatched(judgement: Judgement, same_id: int) -> str:
    name = f"thread {judgement.thread_id!r}"
    if not judgement.key:
        return f"{name}: {same_id} of the threads given have this id"
    changed = "; a thread with this id has another text" if same_id else ""
    return f"{name}: not among the threads given{changed}"


def _strange_message(judgement: Judgement, thread: Thread) -> str | None:
    known = {message.id for message in thread.messages}
    named = [
        *(judgement.acts or ()),
        *(judgement.requested or ()),
        *(found.message for found in judgement.findings or ()),
        *(correction.message for correction in judgement.corrections),
    ]
    return next((name for name in named if name not in known), None)

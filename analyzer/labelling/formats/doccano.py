"""doccano, project type "Intent Detection and Slot Filling": the thread as one text, the label as its intent.

The text of all messages is flattened, since doccano has no dialogue; where each message lies comes back with the
export. What the machine found stands there as entities.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, BinaryIO

import msgspec

from analyzer.codebook import Act, Code, Label, Role
from analyzer.exports.files import OpenedInput
from analyzer.exports.json_items import json_lines
from analyzer.exports.reading import Reject
from analyzer.labelling.formats.base import Judged, LabellingTool
from analyzer.labelling.judgements import Judgement
from analyzer.labelling.marking import Checked, UnknownRegionError, machine_regions, marking, named_region
from analyzer.labelling.tasks import Region, Task, machine_record, region_name
from analyzer.threads import Source, Thread

_CHECKED = {f"checked: {kind}": kind for kind in Checked}
_ALL = "all"


class _MalformedExampleError(ValueError):
    """An example that does not come from a task of ours."""


def _write(tasks: Sequence[Task], stream: BinaryIO) -> None:
    for task in tasks:
        stream.write(msgspec.json.encode(_record(task)) + b"\n")


def _record(task: Task) -> dict[str, Any]:
    text, layout = _flattened(task.thread)
    begins = {name: start for name, _, start, _ in layout}
    lengths = {name: end - start for name, _, start, end in layout}
    entities = [
        [
            begins[region.message] + (region.start or 0),
            begins[region.message] + (lengths[region.message] if region.end is None else region.end),
            region.name,
        ]
        for region in task.regions
    ]
    return {
        "text": text,
        "entities": [entity for entity in entities if entity[0] < entity[1]],
        "cats": [],
        "thread_id": task.thread.id,
        "thread_key": task.key,
        "reason": task.reason,
        "reason_in_words": task.words,
        "layout": layout,
        "machine": machine_record(task.regions),
    }


def _flattened(thread: Thread) -> tuple[str, list[list[Any]]]:
    """One text, and of each message its id, role, first character and the one after its last."""
    parts: list[str] = []
    layout: list[list[Any]] = []
    length = 0
    for message in thread.messages:
        gap = "\n\n" if parts else ""
        heading = f"{gap}[{message.role} {message.id}]\n"
        start = length + len(heading)
        parts += [heading, message.text]
        length = start + len(message.text)
        layout.append([message.id, str(message.role), start, length])
    return "".join(parts), layout


def _recognises(opened: OpenedInput) -> bool:
    return {"layout.item.item", "thread_key", "text"} <= opened.json_paths


def _read(opened: OpenedInput) -> Judged:
    """One judgement a line; the annotator is the file's name, as doccano writes one file a person."""
    annotator = PurePath(opened.name).stem
    annotator = "" if annotator == _ALL else annotator
    for source, record in json_lines(opened):
        if isinstance(record, Reject):
            yield record
            continue
        if not isinstance(record, dict) or not record.get("thread_id"):
            yield Reject(source, "an example that was not made by this program: it has no thread_id")
            continue
        try:
            judgement = _judgement(source, record, str(record.get("annotator") or annotator))
        except (_MalformedExampleError, UnknownRegionError) as error:
            yield Reject(source, f"thread {str(record['thread_id'])!r}: {error}")
            continue
        yield judgement


def _judgement(source: Source, record: Mapping[str, Any], annotator: str) -> Judgement:
    layout = _layout(record.get("layout"))
    spans, words = _labels(record)
    chosen = [word for word in words if word in list(Label)]
    if len(chosen) > 1:
        raise _MalformedExampleError(f"{len(chosen)} labels where one is possible")
    if unknown := [word for word in words if word not in list(Label) and word not in _CHECKED]:
        raise _MalformedExampleError(f"{unknown[0][:40]!r} is neither a label nor one of {', '.join(_CHECKED)}")
    checked = [_CHECKED[word] for word in words if word in _CHECKED]
    regions = list(_regions(spans, layout)) if chosen or checked else machine_regions(record.get("machine"))
    replies = [name for name, role, _, _ in layout if role == Role.BRAND]
    marked = marking(regions, machine_regions(record.get("machine")), checked, replies)
    comments = record.get("Comments") or []
    return Judgement(
        key=str(record.get("thread_key") or ""),
        thread_id=str(record["thread_id"]),
        annotator=annotator,
        label=Label(chosen[0]) if chosen else None,
        acts=marked.acts,
        findings=marked.findings,
        corrections=marked.corrections,
        note="\n".join(map(str, comments)) if isinstance(comments, list) else str(comments),
        source=source,
    )


def _layout(value: Any) -> list[tuple[str, str, int, int]]:
    try:
        return [(str(name), str(role), int(start), int(end)) for name, role, start, end in value]
    except (TypeError, ValueError):
        raise _MalformedExampleError("where its messages lie has not come back") from None


def _labels(record: Mapping[str, Any]) -> tuple[list[tuple[int, int, str]], list[str]]:
    """Spans and bare labels, under whatever key the project's type puts them."""
    spans: list[tuple[int, int, str]] = []
    words: list[str] = []
    for key in ("entities", "label", "labels", "cats"):
        values = record.get(key) or []
        for value in [values] if isinstance(values, str) else values:
            if isinstance(value, str):
                words.append(value)
            elif isinstance(value, Mapping):
                spans.append(_span(value.get("start_offset"), value.get("end_offset"), value.get("label")))
            elif isinstance(value, list) and len(value) == 3:
                spans.append(_span(*value))
    return spans, list(dict.fromkeys(words))


def _span(start: Any, end: Any, name: Any) -> tuple[int, int, str]:
    if not isinstance(start, int) or not isinstance(end, int) or not isinstance(name, str):
        raise _MalformedExampleError("a span without numbers or a name")
    return start, end, name


def _regions(spans: Sequence[tuple[int, int, str]], layout: Sequence[tuple[str, str, int, int]]) -> Iterator[Region]:
    for start, end, name in spans:
        inside = [place for place in layout if place[2] < end and start < max(place[3], place[2] + 1)]
        if not inside:
            raise _MalformedExampleError("a span stands on no message of the thread")
        message, _, first, last = inside[0]
        yield named_region(message, name, max(start - first, 0), min(end, last) - first)


def _categories() -> str:
    """Category types, to import under Labels."""
    return _types([*(str(label) for label in Label), *_CHECKED])


def _spans() -> str:
    """Span types, to import under Labels."""
    return _types([*(region_name(code) for code in Code), *(str(act) for act in Act)])


def _types(names: Sequence[str]) -> str:
    return msgspec.json.format(msgspec.json.encode([{"text": name} for name in names]), indent=1).decode() + "\n"


TOOL = LabellingTool(
    "doccano",
    'doccano examples (JSON Lines) for a project of type "Intent Detection and Slot Filling"',
    (".jsonl",),
    _write,
    _recognises,
    _read,
    {".categories.json": _categories, ".spans.json": _spans},
)

"""Label Studio: tasks with the machine's evidence as predictions, and exports back, whole (JSON) or flat (JSON_MIN)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import msgspec

from analyzer.codebook import Label, Role, Slot
from analyzer.exports.files import OpenedInput
from analyzer.exports.json_items import json_items
from analyzer.exports.reading import Reject
from analyzer.labelling.formats.base import Judged, LabellingTool
from analyzer.labelling.formats.label_studio_config import (
    ACTS,
    CHECKED,
    DIALOGUE,
    FINDINGS,
    LABEL,
    NOTE,
    SLOT,
    labelling_configuration,
)
from analyzer.labelling.judgements import Judgement
from analyzer.labelling.marking import Checked, UnknownRegionError, machine_regions, marking, named_region
from analyzer.labelling.tasks import Region, Task, machine_record
from analyzer.labelling.utf16 import to_characters, to_units
from analyzer.threads import Message, Source

_TYPES = {ACTS: "paragraphlabels", FINDINGS: "paragraphlabels"}


class _MalformedAnnotationError(ValueError):
    """An annotation that our configuration does not make."""


def _write(tasks: Sequence[Task], stream: BinaryIO) -> None:
    stream.write(msgspec.json.format(msgspec.json.encode([_record(task) for task in tasks]), indent=1) + b"\n")


def _record(task: Task) -> dict[str, Any]:
    thread = task.thread
    heading = " · ".join(part for part in (thread.brand, thread.channel, thread.id) if part)
    return {
        "data": {
            "thread_id": thread.id,
            "thread_key": task.key,
            "heading": heading,
            "reason": task.reason,
            "reason_in_words": task.words,
            "brand": thread.brand or "",
            "channel": thread.channel or "",
            DIALOGUE: [_paragraph(message) for message in thread.messages],
            "machine": machine_record(task.regions),
        },
        "predictions": [{"model_version": task.model, "result": list(_results(task))}],
    }


def _paragraph(message: Message) -> dict[str, Any]:
    hidden = " (internal)" if message.visibility == "internal" else ""
    sent = message.sent_at.isoformat(" ", "minutes") if message.sent_at else ""
    author = " ".join(part for part in (f"{message.role}{hidden}", message.id, sent) if part)
    return {"message_id": message.id, "role": str(message.role), "author": author, "text": message.text}


def _results(task: Task) -> Iterator[dict[str, Any]]:
    place = {message.id: index for index, message in enumerate(task.thread.messages)}
    for number, region in enumerate(task.regions):
        index = place[region.message]
        text = task.thread.messages[index].text
        start, end = (0, len(text)) if region.start is None or region.end is None else (region.start, region.end)
        where = {
            "start": str(index),
            "end": str(index),
            "startOffset": to_units(text, start),
            "endOffset": to_units(text, end),
            "text": text[start:end],
        }
        identity, control = f"machine{number}", FINDINGS if region.code else ACTS
        common = {"id": identity, "to_name": DIALOGUE}
        kind = _TYPES[control]
        yield {**common, "from_name": control, "type": kind, "value": {**where, kind: [region.name]}}
        if region.slot:
            yield {**common, "from_name": SLOT, "type": "choices", "value": {**where, "choices": [str(region.slot)]}}


def _recognises(opened: OpenedInput) -> bool:
    return any(path.startswith(("item.data.dialogue", "item.dialogue")) for path in opened.json_paths)


def _read(opened: OpenedInput) -> Judged:
    for source, task in json_items(opened, "item"):
        if isinstance(task, Reject):
            yield task
            continue
        if not isinstance(task, dict):
            yield Reject(source, "not a task")
            continue
        data = task["data"] if isinstance(task.get("data"), dict) else task
        identity = str(data.get("thread_id") or task.get("id") or "")
        if not isinstance(data.get(DIALOGUE), list) or not identity:
            yield Reject(source, "a task that was not made by this program: no dialogue with message ids")
            continue
        for annotator, results in _annotations(task):
            try:
                yield _judgement(source, identity, data, annotator, results)
            except (_MalformedAnnotationError, UnknownRegionError) as error:
                yield Reject(source, f"thread {identity!r}, annotator {annotator}: {error}")


def _annotations(task: Mapping[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each annotator's results; skipped tasks have none, drafts are no annotations."""
    if "annotations" not in task:
        if "annotator" in task or LABEL in task:
            yield str(task.get("annotator", "")), _unflattened(task)
        return
    found = task["annotations"]
    for annotation in found if isinstance(found, list) else []:
        if isinstance(annotation, dict) and not annotation.get("was_cancelled"):
            results = annotation.get("result")
            kept = [result for result in results if isinstance(result, dict)] if isinstance(results, list) else []
            yield _annotator(annotation.get("completed_by")), kept


def _annotator(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("email") or value.get("id") or "")
    return "" if value is None else str(value)


def _unflattened(task: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The results of a flat record: choices by control name, regions with their labels."""
    results: list[dict[str, Any]] = []
    for control in (LABEL, CHECKED):
        if value := task.get(control):
            chosen = value["choices"] if isinstance(value, dict) else [value]
            results.append({"from_name": control, "value": {"choices": chosen}})
    for control, kind in _TYPES.items():
        for value in task.get(control) or []:
            if isinstance(value, dict):
                labels = value.get(kind) or value.get("labels") or []
                results.append({"from_name": control, "value": {**value, kind: labels}})
    if note := task.get(NOTE):
        results.append({"from_name": NOTE, "value": {"text": [note] if isinstance(note, str) else note}})
    return results


def _judgement(
    source: Source, identity: str, data: Mapping[str, Any], annotator: str, results: Sequence[Mapping[str, Any]]
) -> Judgement:
    paragraphs = [_known_paragraph(entry) for entry in data[DIALOGUE]]
    slots = {result.get("id"): _slot(result) for result in results if result.get("from_name") == SLOT}
    regions = [region for result in results for region in _regions(result, paragraphs, slots)]
    chosen = _chosen(results, LABEL)
    if chosen and chosen[0] not in list(Label):
        raise _MalformedAnnotationError("the label is not one of the codebook's")
    checked = [Checked(value) for value in _chosen(results, CHECKED) if value in list(Checked)]
    replies = [name for name, role, _ in paragraphs if role == Role.BRAND]
    marked = marking(regions, machine_regions(data.get("machine")), checked, replies)
    notes = [text for result in results if result.get("from_name") == NOTE for text in _value(result).get("text") or ()]
    return Judgement(
        key=str(data.get("thread_key") or ""),
        thread_id=identity,
        annotator=annotator,
        label=Label(chosen[0]) if chosen else None,
        acts=marked.acts,
        findings=marked.findings,
        corrections=marked.corrections,
        note="\n".join(map(str, notes)),
        source=source,
    )


def _known_paragraph(entry: Any) -> tuple[str, str, str]:
    if not isinstance(entry, dict) or not isinstance(entry.get("message_id"), str):
        raise _MalformedAnnotationError("a paragraph of the dialogue has no message id")
    return entry["message_id"], str(entry.get("role", "")), str(entry.get("text", ""))


def _regions(
    result: Mapping[str, Any], paragraphs: Sequence[tuple[str, str, str]], slots: Mapping[Any, Slot | None]
) -> Iterator[Region]:
    if result.get("from_name") not in _TYPES:
        return
    value = _value(result)
    try:
        first, last = int(value["start"]), int(value["end"])
        message, _, text = paragraphs[first]
        units = int(value.get("startOffset", 0)), int(value.get("endOffset", 0))
    except (KeyError, IndexError, ValueError, TypeError):
        raise _MalformedAnnotationError("a region stands on no message of the thread") from None
    start = to_characters(text, units[0])
    end = to_characters(text, units[1]) if last == first else len(text)
    for name in value.get("paragraphlabels") or value.get("labels") or ():
        region = named_region(message, str(name), start, end)
        yield Region(message, start, end, region.act, region.code, slots.get(result.get("id")) if region.code else None)


def _slot(result: Mapping[str, Any]) -> Slot | None:
    chosen = _value(result).get("choices") or [None]
    return Slot(chosen[0]) if chosen[0] in list(Slot) else None


def _chosen(results: Sequence[Mapping[str, Any]], control: str) -> list[str]:
    return [
        str(choice)
        for result in results
        if result.get("from_name") == control
        for choice in _value(result).get("choices") or ()
    ]


def _value(result: Mapping[str, Any]) -> Mapping[str, Any]:
    value = result.get("value")
    return value if isinstance(value, Mapping) else {}


TOOL = LabellingTool(
    "label-studio",
    "Label Studio tasks (JSON), with the labelling configuration beside them",
    (".json",),
    _write,
    _recognises,
    _read,
    {".xml": labelling_configuration},
)

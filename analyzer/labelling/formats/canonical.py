"""Canonical threads that one person labelled: this program's own screen, or any labelled file."""

from __future__ import annotations

from pathlib import PurePath

from analyzer.exports.files import OpenedInput
from analyzer.exports.reading import Reject
from analyzer.labelling.formats.base import Judged, LabellingTool
from analyzer.labelling.judgements import Judgement
from analyzer.readers.canonical import READER, read_labelled
from analyzer.threads import LabelledThread
from analyzer.training.copies import fingerprint

LABELLING = "labelling"


def judgement_of(entry: LabelledThread, annotator: str) -> Judgement:
    """What the gold of a thread says, as one person's judgement.

    Args:
        entry: The labelled thread.
        annotator: Who, where the thread does not say.
    """
    said = entry.thread.extra.get(LABELLING)
    said = said if isinstance(said, dict) else {}
    names = said.get("annotators")
    gold = entry.gold
    return Judgement(
        key=fingerprint(entry.thread),
        thread_id=entry.thread.id,
        annotator=str(names[0]) if isinstance(names, list) and names else annotator,
        label=None if gold.disputed.label else gold.label,
        acts=gold.acts,
        findings=gold.findings,
        requested=gold.requested,
        corrections=gold.corrections,
        note=str(said.get("note") or ""),
        source=entry.source,
    )


def _read(opened: OpenedInput) -> Judged:
    annotator = PurePath(opened.name).stem
    for entry in read_labelled(opened):
        if isinstance(entry, Reject):
            yield entry
        elif not (judgement := judgement_of(entry, annotator)).is_empty:
            yield judgement


TOOL = LabellingTool("canonical", "labelled canonical threads", (), None, READER.recognises, _read)

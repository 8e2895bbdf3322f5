"""A thread as it would look had the rules found exactly what readers saw."""

from __future__ import annotations

from dataclasses import replace

from analyzer.codebook import Confidence
from analyzer.evaluating.cases import Part, is_annotated
from analyzer.evaluating.examined import ExaminedThread
from analyzer.findings import ReviewedThread
from analyzer.findings.base import whole
from analyzer.ledger import build_ledger
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.spans import Mark
from analyzer.scores import Finding
from analyzer.threads import Gold, GoldFinding


def with_gold_evidence(examined: ExaminedThread) -> ReviewedThread | None:
    """The thread with gold acts, requested slots and findings in place of those found, all certain, all else as found.

    Gold names messages, not characters, so every mark and every quote is the whole message. A model judging it is not
    held up by the rules: the gap between the two judgements is what the rules cost.

    Returns:
        None where the thread cannot be judged or lacks one of the three.
    """
    if examined.reviewed is None or not all(is_annotated(examined.gold, part) for part in Part):
        return None
    annotated = examined.reviewed.ledger.annotated
    messages = tuple(_with_gold_marks(message, examined.gold) for message in annotated.messages)
    by_id = {message.message.id: message for message in messages}
    findings = [_finding(entry, by_id[entry.message]) for entry in dict.fromkeys(examined.gold.findings or ())]
    findings.sort(key=lambda entry: (by_id[entry.message].index, entry.start, entry.code, entry.slot or ""))
    return ReviewedThread(build_ledger(replace(annotated, messages=messages)), tuple(findings))


def _with_gold_marks(message: AnnotatedMessage, gold: Gold) -> AnnotatedMessage:
    everything, name = whole(message), message.message.id
    groups = {"acts": (gold.acts or {}).get(name, ()), "requested": (gold.requested or {}).get(name, ())}
    marks = {
        group: tuple(Mark(value.value, everything.start, everything.end, 0) for value in values)
        for group, values in groups.items()
    }
    return replace(message, marks={**message.marks, **marks})


def _finding(gold: GoldFinding, message: AnnotatedMessage) -> Finding:
    mark, text = whole(message), message.message.text
    return Finding(gold.code, gold.message, mark.start, mark.end, mark.quote(text), Confidence.CERTAIN, gold.slot)

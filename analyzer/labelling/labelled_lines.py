"""Labelled threads as canonical JSON Lines, which ``train`` and ``evaluate`` read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

import msgspec

from analyzer.labelling.formats.canonical import LABELLING
from analyzer.labelling.importing import Labelled
from analyzer.labelling.judgements import Judgement
from analyzer.threads import Correction, Gold, GoldFinding, Thread
from analyzer.writers.thread_lines import thread_record


def write_labelled(threads: Iterable[Labelled], stream: BinaryIO) -> None:
    """One thread a line: its gold, and under ``labelling`` who said what."""
    for each in threads:
        said = {
            "annotators": [one.annotator for one in each.judgements],
            "labels": each.consensus.labels,
            **({"to_talk_about": each.consensus.to_talk_about} if each.consensus.to_talk_about else {}),
            "judgements": [_judgement_record(one) for one in each.judgements],
        }
        stream.write(msgspec.json.encode(labelled_record(each.thread, each.consensus.gold, said)) + b"\n")


def labelled_record(thread: Thread, gold: Gold, labelling: Mapping[str, Any]) -> dict[str, Any]:
    """A labelled thread as the contract's JSON object; what nobody was asked is absent."""
    record = thread_record(thread)
    extra = {key: value for key, value in record.pop("extra", {}).items() if key != LABELLING}
    return {
        **record,
        **gold_record(gold),
        LABELLING: labelling,
        **({"extra": extra} if extra else {}),
    }


def gold_record(gold: Gold) -> dict[str, Any]:
    """Gold as plain values."""
    disputed = gold.disputed
    in_dispute: dict[str, Any] = {
        **({"acts": disputed.acts} if disputed.acts else {}),
        **({"findings": [_finding_record(found) for found in disputed.findings]} if disputed.findings else {}),
        **({"label": True} if disputed.label else {}),
    }
    return {
        **({"label": gold.label} if gold.label else {}),
        **({"acts": gold.acts} if gold.acts is not None else {}),
        **({"requested": gold.requested} if gold.requested is not None else {}),
        **({"findings": [_finding_record(found) for found in gold.findings]} if gold.findings is not None else {}),
        **({"disputed": in_dispute} if in_dispute else {}),
        **({"corrections": [_correction_record(each) for each in gold.corrections]} if gold.corrections else {}),
    }


def _judgement_record(one: Judgement) -> dict[str, Any]:
    gold = Gold(one.label, one.acts, one.requested, one.findings, corrections=one.corrections)
    return {"annotator": one.annotator, **gold_record(gold), **({"note": one.note} if one.note else {})}


def _finding_record(found: GoldFinding) -> dict[str, Any]:
    slot = {"slot": found.slot} if found.slot else {}
    return {"code": found.code, "message": found.message, **slot}


def _correction_record(each: Correction) -> dict[str, Any]:
    what = {"code": each.code} if each.code else {"act": each.act}
    slot = {"slot": each.slot} if each.slot else {}
    return {**what, "message": each.message, "verdict": each.verdict, **slot}

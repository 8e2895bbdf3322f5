"""Regions that a person left, set against those the machine had put there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from analyzer.codebook import Act, Code, Slot, Verdict
from analyzer.labelling.tasks import Region
from analyzer.threads import Correction, GoldFinding


class Checked(StrEnum):
    """What a person says to have gone through."""

    ACTS = "acts"
    FINDINGS = "findings"


@dataclass(frozen=True, slots=True)
class Marking:
    """A person's regions as gold: whole where they went through them, else as corrections alone."""

    acts: Mapping[str, tuple[Act, ...]] | None
    findings: tuple[GoldFinding, ...] | None
    corrections: tuple[Correction, ...]


class UnknownRegionError(ValueError):
    """A region's name is neither an act nor a finding's code."""


def marking(
    left: Iterable[Region], machine: Sequence[Region], checked: Collection[Checked], replies: Sequence[str]
) -> Marking:
    """What a person's regions say.

    What the machine had found and is still there is right only where the person went through that kind; what is gone
    is wrong and what is new was missing either way.

    Args:
        left: Regions after the person's work.
        machine: Regions before it.
        checked: What the person went through.
        replies: Ids of the messages that can have acts.
    """
    before = _statements(machine)
    after = list(dict.fromkeys(known for each in _statements(left) for known in _with_slot(each, before)))
    corrections = []
    for statement in dict.fromkeys([*before, *after]):
        kind = Checked.ACTS if statement.act else Checked.FINDINGS
        if statement not in after:
            verdict = Verdict.WRONG
        elif statement not in before:
            verdict = Verdict.MISSING
        elif kind in checked:
            verdict = Verdict.RIGHT
        else:
            continue
        corrections.append(Correction(statement.message, verdict, statement.code, statement.act, statement.slot))
    acts = {reply: tuple(act for act in Act if Region(reply, None, None, act=act) in after) for reply in replies}
    findings = tuple(GoldFinding(each.code, each.message, each.slot) for each in after if each.code)
    return Marking(
        acts if Checked.ACTS in checked else None,
        findings if Checked.FINDINGS in checked else None,
        tuple(corrections),
    )


def named_region(message: str, name: str, start: int | None = None, end: int | None = None) -> Region:
    """The region of a name that a labelling tool shows; what follows a code is ignored.

    Raises:
        UnknownRegionError: The name is neither an act nor begins with a code.

    >>> named_region("m2", "R101 repeated-request").code
    <Code.REPEATED_REQUEST: 'R101'>
    """
    word = name.strip().partition(" ")[0]
    if word.lower() in list(Act):
        return Region(message, start, end, act=Act(word.lower()))
    if word.upper() in list(Code):
        return Region(message, start, end, code=Code(word.upper()))
    raise UnknownRegionError(f"{word[:40]!r} is neither an act nor a code")


def machine_regions(records: Any) -> list[Region]:
    """What ``machine_record`` wrote; anything else in its place is left out."""
    found = []
    for record in records if isinstance(records, list) else []:
        if not isinstance(record, Mapping) or not isinstance(record.get("message"), str):
            continue
        act, code, slot = (record.get(key) for key in ("act", "code", "slot"))
        if act in list(Act) or code in list(Code):
            found.append(
                Region(
                    record["message"],
                    None,
                    None,
                    act=Act(act) if act in list(Act) else None,
                    code=Code(code) if code in list(Code) else None,
                    slot=Slot(slot) if slot in list(Slot) else None,
                )
            )
    return found


def _with_slot(statement: Region, machine: Sequence[Region]) -> list[Region]:
    """The statement; one of a finding without a data item stands for what the machine said of the same finding."""
    if statement.code is None or statement.slot is not None:
        return [statement]
    same = [each for each in machine if (each.message, each.code) == (statement.message, statement.code)]
    return same or [statement]


def _statements(regions: Iterable[Region]) -> list[Region]:
    """The regions without their places, each once."""
    return list(dict.fromkeys(Region(each.message, None, None, each.act, each.code, each.slot) for each in regions))

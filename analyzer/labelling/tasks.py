"""A thread as a task for a labelling tool: the text people see, and what leads their work back to the thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from analyzer.codebook import Act, Code, Slot
from analyzer.labelling.choosing import Proposal
from analyzer.threads import Thread
from analyzer.training.copies import fingerprint


@dataclass(frozen=True, slots=True)
class Region:
    """One act or finding on some characters of a message; no characters where the tool has none.

    Attributes:
        message: Message id.
        start: First character; None for the message as a whole.
        end: Character after the last.
        act: The act, else None.
        code: The finding's code, else None.
        slot: The data item a finding is about, if any.
    """

    message: str
    start: int | None
    end: int | None
    act: Act | None = None
    code: Code | None = None
    slot: Slot | None = None

    @property
    def name(self) -> str:
        """What labelling tools show: ``information``, ``R101 repeated-request``."""
        if self.code is None:
            return str(self.act)
        return region_name(self.code)


@dataclass(frozen=True, slots=True)
class Task:
    """A thread to label.

    Attributes:
        key: Fingerprint of the thread as it was read; leads back to it even where the text shown is masked.
        thread: As people see it.
        reason: Why this thread.
        words: The same in words.
        regions: What the machine found, on the text as people see it.
        model: Name and version of the model that found it.
    """

    key: str
    thread: Thread
    reason: str
    words: str
    regions: tuple[Region, ...]
    model: str


Mask = Callable[[Thread], Thread]


def region_name(code: Code) -> str:
    """A code as labelling tools show it.

    >>> region_name(Code.REPEATED_REQUEST)
    'R101 repeated-request'
    """
    return f"{code} {code.finding_name}"


def tasks(proposals: Iterable[Proposal], mask: Mask | None = None) -> list[Task]:
    """One task a proposal, in order.

    Args:
        proposals: The chosen threads.
        mask: Replaces what must not be shown; where a text changes its length, the machine's places there hold for
            the whole message.
    """
    return [_task(proposal, mask) for proposal in proposals]


def machine_record(regions: Sequence[Region]) -> list[dict[str, Any]]:
    """What the machine found as plain values, to travel with a task and come back with it."""
    return [
        {
            "message": region.message,
            **({"act": str(region.act)} if region.act else {}),
            **({"code": str(region.code)} if region.code else {}),
            **({"slot": str(region.slot)} if region.slot else {}),
            **({"start": region.start, "end": region.end} if region.start is not None else {}),
        }
        for region in regions
    ]


def _task(proposal: Proposal, mask: Mask | None) -> Task:
    candidate = proposal.candidate
    shown = mask(candidate.thread) if mask else candidate.thread
    changed = {
        before.id
        for before, after in zip(candidate.thread.messages, shown.messages, strict=True)
        if len(before.text) != len(after.text)
    }
    found = [
        *(Region(message, None, None, act=act) for message, acts in candidate.acts.items() for act in acts),
        *(
            Region(
                found.message,
                None if found.message in changed else found.start,
                None if found.message in changed else found.end,
                code=found.code,
                slot=found.slot,
            )
            for found in candidate.findings
        ),
    ]
    return Task(
        fingerprint(candidate.thread),
        shown,
        str(proposal.reason),
        proposal.words,
        tuple(dict.fromkeys(found)),
        f"{candidate.model.name} {candidate.model.version}",
    )

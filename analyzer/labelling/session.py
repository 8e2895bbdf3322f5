"""One person labelling some threads: what was said so far, undo, and a file that always holds all of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec

from analyzer.codebook import Act, Label, Verdict
from analyzer.errors import AnalyzerError, UnreadableInputError
from analyzer.labelling.choosing import Proposal
from analyzer.labelling.formats.canonical import LABELLING
from analyzer.labelling.labelled_lines import labelled_record
from analyzer.readers import Reject, read_labelled_threads
from analyzer.scores import Finding
from analyzer.threads import Correction, Gold, GoldFinding, LabelledThread
from analyzer.training.copies import fingerprint


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person has said of a thread so far.

    Attributes:
        blind: The label given before anything of the machine was shown.
        label: The label that stands.
        verdicts: On what the machine found, by code, message and slot.
        missing: Findings the machine did not see.
        acts: By message id, as far as given.
        note: Free words.
        none_other: Whether the person says to have read the whole thread for findings and seen no other one.
    """

    blind: Label | None = None
    label: Label | None = None
    verdicts: Mapping[GoldFinding, Verdict] = field(default_factory=dict)
    missing: tuple[GoldFinding, ...] = ()
    acts: Mapping[str, tuple[Act, ...]] = field(default_factory=dict)
    note: str = ""
    none_other: bool = False

    @property
    def revealed(self) -> bool:
        """Whether what the machine found may be shown: only after a label was given."""
        return self.blind is not None


class Session:
    """Drafts of some proposals, saved after every change.

    Args:
        proposals: What to label, in order.
        path: Labelled threads; read first if it is there, so that work goes on where it stopped.
        annotator: Who labels.

    Raises:
        UnreadableInputError: The file is there and holds something else.
    """

    def __init__(self, proposals: Sequence[Proposal], path: str, annotator: str) -> None:
        """Read what was labelled before."""
        self.proposals = proposals
        self._path, self._annotator = Path(path), annotator
        keys = [fingerprint(proposal.candidate.thread) for proposal in proposals]
        self._drafts: dict[int, Draft] = {}
        self._kept: list[dict[str, Any]] = []
        self._before: list[tuple[int, Draft]] = []
        for entry in self._earlier():
            key = fingerprint(entry.thread)
            if key in keys:
                self._drafts[keys.index(key)] = _draft(entry)
            else:
                extra = entry.thread.extra.get(LABELLING)
                self._kept.append(labelled_record(entry.thread, entry.gold, extra if isinstance(extra, dict) else {}))

    def draft(self, row: int) -> Draft:
        """What was said of a proposal."""
        return self._drafts.get(row, Draft())

    def change(self, row: int, change: Callable[[Draft], Draft]) -> None:
        """Says something new of a proposal and saves it."""
        before = self.draft(row)
        after = change(before)
        if after != before:
            self._before.append((row, before))
            self._drafts[row] = after
            self._save()

    def undo(self) -> int | None:
        """Takes the latest change back and saves; the row it was made in, None where there is none."""
        if not self._before:
            return None
        row, before = self._before.pop()
        self._drafts[row] = before
        self._save()
        return row

    @property
    def labelled(self) -> int:
        """How many of the proposals have a label."""
        return sum(draft.label is not None for draft in self._drafts.values())

    def next_open(self, row: int) -> int | None:
        """The first proposal without a label from a row on, then from the start; None when all have one."""
        order = [*range(row, len(self.proposals)), *range(row)]
        return next((place for place in order if self.draft(place).label is None), None)

    def machine(self, row: int) -> dict[GoldFinding, Finding]:
        """What the machine found in a thread, once a code, message and slot."""
        found: dict[GoldFinding, Finding] = {}
        for each in self.proposals[row].candidate.findings:
            found.setdefault(GoldFinding(each.code, each.message, each.slot), each)
        return found

    def replies(self, row: int) -> list[str]:
        """Ids of the replies of a thread."""
        return [message.id for message in self.proposals[row].candidate.thread.messages if message.is_reply]

    def all_judged(self, row: int) -> bool:
        """Whether everything the machine found in a thread has a verdict."""
        return all(found in self.draft(row).verdicts for found in self.machine(row))

    def gold(self, row: int) -> Gold:
        """What a draft comes to.

        Findings are gold once each one has a verdict, or once the person says that there is none; acts once each
        reply has some. Acts of single replies are corrections until then.
        """
        draft, machine = self.draft(row), self.machine(row)
        judged = [*machine, *draft.missing]
        through = draft.revealed and self.all_judged(row) and bool(machine or draft.missing or draft.none_other)
        held = [found for found in judged if found in draft.missing or draft.verdicts.get(found) is Verdict.RIGHT]
        replies = self.replies(row)
        return Gold(
            label=draft.label,
            acts={reply: draft.acts[reply] for reply in replies} if _all_told(replies, draft.acts) else None,
            findings=tuple(held) if through else None,
            corrections=(
                *(_correction(found, verdict) for found, verdict in draft.verdicts.items()),
                *(_correction(found, Verdict.MISSING) for found in draft.missing),
                *_act_corrections(self.proposals[row].candidate.acts, draft.acts),
            ),
        )

    def _earlier(self) -> list[LabelledThread]:
        if not self._path.exists() or not self._path.stat().st_size:
            return []
        entries = []
        for entry in read_labelled_threads([self._path]):
            if isinstance(entry, Reject):
                raise UnreadableInputError(
                    "holds something else than labelled threads", str(self._path), "name another"
                )
            entries.append(entry)
        return entries

    def _save(self) -> None:
        records = [*self._kept]
        for row, draft in sorted(self._drafts.items()):
            if draft != Draft():
                proposal = self.proposals[row]
                records.append(labelled_record(proposal.candidate.thread, self.gold(row), self._said(proposal, draft)))
        partial = self._path.with_name(f"{self._path.name}.partial")
        try:
            partial.write_bytes(b"".join(msgspec.json.encode(record) + b"\n" for record in records))
            os.replace(partial, self._path)
        except OSError as error:
            what = (error.strerror or "cannot be written").lower()
            raise AnalyzerError(what, str(self._path), "check the path and the disk") from error

    def _said(self, proposal: Proposal, draft: Draft) -> dict[str, Any]:
        model = proposal.candidate.model
        said: dict[str, Any] = {
            "annotators": [self._annotator],
            "blind_label": draft.blind,
            "reason": str(proposal.reason),
            "machine": {"model": f"{model.name} {model.version}", "label": proposal.candidate.label},
        }
        if draft.acts:
            said["acts"] = draft.acts
        return {**said, "note": draft.note} if draft.note else said


def _all_told(replies: Sequence[str], acts: Mapping[str, tuple[Act, ...]]) -> bool:
    return bool(replies) and all(reply in acts for reply in replies)


def _act_corrections(
    machine: Mapping[str, tuple[Act, ...]], said: Mapping[str, tuple[Act, ...]]
) -> Iterator[Correction]:
    for message, acts in said.items():
        found = machine.get(message, ())
        for act in Act:
            if act in acts:
                yield Correction(message, Verdict.RIGHT if act in found else Verdict.MISSING, act=act)
            elif act in found:
                yield Correction(message, Verdict.WRONG, act=act)


def _correction(found: GoldFinding, verdict: Verdict) -> Correction:
    return Correction(found.message, verdict, code=found.code, slot=found.slot)


def _draft(entry: LabelledThread) -> Draft:
    said = entry.thread.extra.get(LABELLING)
    said = said if isinstance(said, dict) else {}
    blind = said.get("blind_label")
    named = [
        (GoldFinding(each.code, each.message, each.slot), each.verdict)
        for each in entry.gold.corrections
        if each.code is not None
    ]
    return Draft(
        blind=Label(blind) if blind in list(Label) else entry.gold.label,
        label=entry.gold.label,
        verdicts={found: verdict for found, verdict in named if verdict is not Verdict.MISSING},
        missing=tuple(found for found, verdict in named if verdict is Verdict.MISSING),
        acts=entry.gold.acts or _acts(said.get("acts")),
        note=str(said.get("note") or ""),
        none_other=entry.gold.findings == (),
    )


def _acts(value: Any) -> dict[str, tuple[Act, ...]]:
    try:
        return msgspec.convert(value or {}, dict[str, tuple[Act, ...]])
    except msgspec.ValidationError:
        return {}


def with_label(label: Label) -> Callable[[Draft], Draft]:
    """The change that gives a label; the first one is the blind one."""
    return lambda draft: replace(draft, label=label, blind=draft.blind or label)


def with_verdict(found: GoldFinding, verdict: Verdict) -> Callable[[Draft], Draft]:
    """The change that calls a finding right or wrong."""
    return lambda draft: replace(draft, verdicts={**draft.verdicts, found: verdict})


def with_missing(found: GoldFinding) -> Callable[[Draft], Draft]:
    """The change that adds a finding, or takes it away again."""

    def change(draft: Draft) -> Draft:
        others = tuple(each for each in draft.missing if each != found)
        return replace(draft, missing=others if found in draft.missing else (*others, found))

    return change


def with_acts(message: str, acts: tuple[Act, ...]) -> Callable[[Draft], Draft]:
    """The change that names the acts of a reply."""
    return lambda draft: replace(draft, acts={**draft.acts, message: acts})


def with_note(note: str) -> Callable[[Draft], Draft]:
    """The change that writes a note."""
    return lambda draft: replace(draft, note=note)


def with_none_other() -> Callable[[Draft], Draft]:
    """The change that says the thread was read for findings and holds no other one, or takes that back."""
    return lambda draft: replace(draft, none_other=not draft.none_other)

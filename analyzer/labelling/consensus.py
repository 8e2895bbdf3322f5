"""Several people's judgements of one thread as one gold, their disagreement kept beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from analyzer.codebook import Act, Code, Label, Slot
from analyzer.labelling.judgements import Judgement
from analyzer.modeling.classifier import LABELS
from analyzer.threads import Correction, Disputed, Gold, GoldFinding

Answer = TypeVar("Answer", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Consensus:
    """What several people said of one thread, together.

    Attributes:
        gold: Their gold; what half of them saw is disputed.
        labels: Share of the people that gave each label.
        to_talk_about: Why they should talk about the thread; empty where they need not.
    """

    gold: Gold
    labels: Mapping[Label, float]
    to_talk_about: tuple[str, ...]


def consensus(judgements: Sequence[Judgement]) -> Consensus:
    """The consensus of at least one judgement.

    What more than half of those asked said holds. Where exactly half saw an act or a finding, it is disputed and
    counts neither way; a label without a majority is the lower of the middle ones, and disputed.
    """
    labels = [one.label for one in judgements if one.label is not None]
    counts = Counter(labels)
    label = _majority(labels)
    middle = sorted(labels, key=LABELS.index)[(len(labels) - 1) // 2] if labels else None
    acts, disputed_acts = _acts([one.acts for one in judgements if one.acts is not None])
    findings, disputed_findings = _findings([one.findings for one in judgements if one.findings is not None])
    gold = Gold(
        label=label or middle,
        acts=acts,
        requested=_requested([one.requested for one in judgements if one.requested is not None]),
        findings=findings,
        disputed=Disputed(disputed_acts, disputed_findings, label is None and bool(labels)),
        corrections=_corrections(judgements),
    )
    shares = {each: round(counts[each] / len(labels), 4) for each in LABELS if counts[each]}
    return Consensus(gold, shares, tuple(_to_talk_about(counts, gold)))


def _majority(answers: Sequence[Answer]) -> Answer | None:
    """What more than half say."""
    if not answers:
        return None
    answer, people = Counter(answers).most_common(1)[0]
    return answer if 2 * people > len(answers) else None


def _acts(
    said: Sequence[Mapping[str, tuple[Act, ...]]],
) -> tuple[dict[str, tuple[Act, ...]] | None, dict[str, tuple[Act, ...]]]:
    if not said:
        return None, {}
    held: dict[str, tuple[Act, ...]] = {}
    disputed: dict[str, tuple[Act, ...]] = {}
    for message in dict.fromkeys(name for one in said for name in one):
        asked = [one[message] for one in said if message in one]
        seen = Counter(act for acts in asked for act in acts)
        held[message] = tuple(act for act in Act if 2 * seen[act] > len(asked))
        if halves := tuple(act for act in Act if seen[act] and 2 * seen[act] == len(asked)):
            disputed[message] = halves
    return held, disputed


def _findings(
    said: Sequence[tuple[GoldFinding, ...]],
) -> tuple[tuple[GoldFinding, ...] | None, tuple[GoldFinding, ...]]:
    if not said:
        return None, ()
    seen = Counter(place for one in said for place in {(found.code, found.message) for found in one})
    places = dict.fromkeys((found.code, found.message) for one in said for found in one)
    held = [each for place in places if 2 * seen[place] > len(said) for each in _with_slots(place, said)]
    disputed = tuple(GoldFinding(*place) for place in places if 2 * seen[place] == len(said))
    return tuple(held), disputed


def _with_slots(place: tuple[Code, str], said: Sequence[tuple[GoldFinding, ...]]) -> list[GoldFinding]:
    """The finding once for each data item that more than half of those who saw it name, else once without."""
    answers = [{found.slot for found in one if (found.code, found.message) == place} for one in said]
    seeing = [slots for slots in answers if slots]
    counts = Counter(slot for slots in seeing for slot in slots if slot is not None)
    named = [slot for slot in Slot if 2 * counts[slot] > len(seeing)]
    return [GoldFinding(*place, slot=slot) for slot in named] or [GoldFinding(*place)]


def _requested(said: Sequence[Mapping[str, tuple[Slot, ...]]]) -> dict[str, tuple[Slot, ...]] | None:
    if not said:
        return None
    held = {}
    for message in dict.fromkeys(name for one in said for name in one):
        seen = Counter(slot for one in said for slot in set(one.get(message, ())))
        if 2 * sum(message in one for one in said) > len(said):
            held[message] = tuple(slot for slot in Slot if 2 * seen[slot] > len(said))
    return held


def _corrections(judgements: Iterable[Judgement]) -> tuple[Correction, ...]:
    said: dict[tuple[str, Code | None, Act | None, Slot | None], list[Correction]] = {}
    for one in judgements:
        for each in one.corrections:
            said.setdefault((each.message, each.code, each.act, each.slot), []).append(each)
    return tuple(found for each in said.values() if (found := _majority(each)) is not None)


def _to_talk_about(counts: Counter[Label], gold: Gold) -> Iterable[str]:
    if counts[Label.UNRESPONSIVE] and counts[Label.RESPONSIVE]:
        yield "responsive for one, unresponsive for another"
    elif gold.disputed.label:
        yield "no majority for a label"
    for message, acts in gold.disputed.acts.items():
        yield f"{message}: {', '.join(acts)} seen by half"
    for found in gold.disputed.findings:
        yield f"{found.message}: {found.code} seen by half"

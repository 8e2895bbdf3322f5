"""The threads whose labels teach most, without near copies, over brands and channels, each with its reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.labelling.candidates import Candidate
from analyzer.labelling.near_copies import NearCopies
from analyzer.labelling.reasons import Motive, Reason, motives

RANDOM_SHARE = 0.2
_SEED = 20_150_127
_DRAWN = "drawn by chance, so that these alone tell how good the model is on all threads"
_FILLS = "no other reason; without it there were fewer than asked for"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A thread to label and why.

    Attributes:
        candidate: The thread with what the model says.
        reason: Why it is proposed.
        words: The same for this thread.
    """

    candidate: Candidate
    reason: Reason
    words: str


def choose(candidates: Sequence[Candidate], number: int) -> list[Proposal]:
    """At most ``number`` proposals, the same ones for the same candidates.

    A fifth are drawn by chance, every thread with the same chance within rounding, so that figures on them hold for
    all threads. The others are taken in turn from the reasons, strongest first, brands and channels taking turns
    within a reason (Settles, "Active Learning Literature Survey", 2009, on why neither uncertainty nor chance should
    have all the labels). A thread nearly the same as one already taken is left out. They come in mixed order, so that
    whoever stops half-way has labelled a fair half of each reason.

    Args:
        candidates: Threads that can be judged.
        number: How many to label, at least 1.
    """
    generator = np.random.default_rng(_SEED)
    taken: dict[int, tuple[Reason, str]] = {}
    copies = NearCopies()

    def take(row: int, reason: Reason, words: str) -> bool:
        if row in taken or not copies.is_new(candidates[row].thread):
            return False
        taken[row] = (reason, words)
        return True

    by_chance = _drawn(candidates, generator)
    drawn = max(1, round(RANDOM_SHARE * number))
    for row in by_chance:
        if len(taken) >= min(drawn, number):
            break
        take(row, Reason.RANDOM, _DRAWN)
    for motive in _in_turn(motives(candidates), candidates):
        if len(taken) >= number:
            break
        take(motive.row, motive.reason, motive.words)
    for row in by_chance:
        if len(taken) >= number:
            break
        take(row, Reason.NOTHING, _FILLS)
    order = generator.permutation(len(taken))
    rows = list(taken)
    return [Proposal(candidates[rows[place]], *taken[rows[place]]) for place in order]


def _stratum(candidate: Candidate) -> tuple[str, str]:
    return (candidate.thread.brand or "").casefold(), (candidate.thread.channel or "").casefold()


def _drawn(candidates: Sequence[Candidate], generator: np.random.Generator) -> list[int]:
    """All rows by chance, such that any first few have brands and channels in their shares.

    Rows lie side by side by stratum, in random order within one, and are taken in steps of the golden ratio of the
    whole from a random start, which spreads any number of them evenly.
    """
    size = len(candidates)
    if not size:
        return []
    shuffled = generator.permutation(size).tolist()
    laid = sorted(shuffled, key=lambda row: _stratum(candidates[row]))
    places = np.argsort((generator.random() + np.arange(size) * (5**0.5 - 1) / 2) % 1.0, kind="stable")
    order = np.empty(size, dtype=np.int64)
    order[places] = np.arange(size)
    return [laid[place] for place in order.tolist()]


def _in_turn(found: Sequence[Motive], candidates: Sequence[Candidate]) -> Iterator[Motive]:
    """One motive of each reason, then the next of each, brands and channels in turn within a reason."""
    queues: dict[Reason, list[tuple[int, int, Motive]]] = defaultdict(list)
    seen: Counter[tuple[Reason, tuple[str, str]]] = Counter()
    for place, motive in enumerate(found):
        key = (motive.reason, _stratum(candidates[motive.row]))
        queues[motive.reason].append((seen[key], place, motive))
        seen[key] += 1
    lines = [iter(sorted(queues[reason], key=lambda entry: entry[:2])) for reason in Reason if reason in queues]
    while lines:
        for line in list(lines):
            entry = next(line, None)
            if entry is None:
                lines.remove(line)
            else:
                yield entry[2]

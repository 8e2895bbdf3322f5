"""Why a thread is worth labelling; each reason says how strongly it holds, and in words.

The words never name the label that the model gives, so that whoever reads them labels blind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analyzer.codebook import Code, Confidence, Label
from analyzer.labelling.candidates import Candidate

EVEN = 0.2
FAR = 0.3
RARE = 0.02
FEWEST_SEEN = 3
UNKNOWN_WORDS = 0.35
FEWEST_WORDS = 8


class Reason(StrEnum):
    """Why a thread is proposed, from the one that must stay honest to the one that only tops up."""

    RANDOM = "random"
    CONTRADICTION = "model contradicts its findings"
    DISAGREEMENT = "models disagree"
    UNCERTAIN = "uncertain"
    RARE_FINDING = "rare finding"
    UNLIKE = "unlike anything seen"
    NOTHING = "fills up"


@dataclass(frozen=True, slots=True)
class Motive:
    """One reason for one thread.

    Attributes:
        row: Which candidate.
        reason: Why.
        strength: Larger is stronger; comparable within a reason alone.
        words: What a reader of the tasks is told.
    """

    row: int
    reason: Reason
    strength: float
    words: str


def motives(candidates: Sequence[Candidate]) -> list[Motive]:
    """Every reason of every candidate but chance, strongest first within a reason; equal ones in input order."""
    rare = _rare_codes(candidates)
    found = [motive for row, candidate in enumerate(candidates) for motive in _motives(row, candidate, rare)]
    return sorted(found, key=lambda motive: -motive.strength)


def _motives(row: int, candidate: Candidate, rare: frozenset[Code]) -> Iterator[Motive]:
    margin = _margin(candidate)
    if _contradicts(candidate):
        yield Motive(row, Reason.CONTRADICTION, 1 - margin, "the label is not what the findings alone would give")
    apart = abs(candidate.score - candidate.other_score) / 100
    if candidate.label is not candidate.other_label and apart >= FAR:
        words = f"the model and {candidate.other_name} give different labels"
        yield Motive(row, Reason.DISAGREEMENT, apart, words)
    if margin <= EVEN:
        words = f"the two likeliest labels are {100 * margin:.0f} points apart"
        yield Motive(row, Reason.UNCERTAIN, 1 - margin, words)
    codes = sorted({found.code for found in candidate.findings} & rare)
    if codes:
        yield Motive(row, Reason.RARE_FINDING, len(codes), f"has {', '.join(codes)}, which few threads have")
    if candidate.reply_words >= FEWEST_WORDS and candidate.unknown_words >= UNKNOWN_WORDS:
        words = f"{candidate.unknown_words:.0%} of the replies' words were never seen in training"
        yield Motive(row, Reason.UNLIKE, candidate.unknown_words, words)


def _contradicts(candidate: Candidate) -> bool:
    """A good label with nothing for it, or a bad one with nothing certain for it."""
    against = any(
        not found.code.is_credit and found.code is not Code.SLOW_REPLY and found.confidence is Confidence.CERTAIN
        for found in candidate.findings
    )
    credited = any(found.code.is_credit for found in candidate.findings)
    if candidate.label is Label.RESPONSIVE:
        return not credited
    return candidate.label is Label.UNRESPONSIVE and credited and not against


def _margin(candidate: Candidate) -> float:
    highest, second = np.sort(candidate.probabilities)[::-1][:2]
    return float(highest - second)


def _rare_codes(candidates: Sequence[Candidate]) -> frozenset[Code]:
    """Codes in at most ``RARE`` of the threads, or in no more than ``FEWEST_SEEN``."""
    having = Counter(code for each in candidates for code in {found.code for found in each.findings})
    most = max(FEWEST_SEEN, RARE * len(candidates))
    return frozenset(code for code, threads in having.items() if threads <= most and code is not Code.SLOW_REPLY)

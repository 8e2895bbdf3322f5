"""A linear model of what a message does, from its words and from named cues; fitted elsewhere, read here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
CUE = "#"


@dataclass(frozen=True, slots=True)
class TextModel:
    """One logistic regression for each output, calibrated (Platt 1999).

    Attributes:
        outputs: Names of the outputs.
        rows: Word gram, or cue with ``#`` before it, to its row of ``weights``.
        rarity: Inverse document frequency of each gram; 1 for cues. Shape (rows,).
        weights: Shape (rows, outputs).
        intercepts: Shape (outputs,).
        slopes: Calibration of each output's logit; ``chance = 1 / (1 + exp(-(slope * logit + offset)))``.
        offsets: See ``slopes``.
        thresholds: Chance from which an output is said to hold, 0 to 1. Shape (outputs,).
        cue_weight: What a cue counts beside the words, which together have length 1.
    """

    outputs: tuple[str, ...]
    rows: Mapping[str, int]
    rarity: Floats
    weights: Floats
    intercepts: Floats
    slopes: Floats
    offsets: Floats
    thresholds: Floats
    cue_weight: float

    def calibrated(self, grams: Iterable[str], cues: Mapping[str, float]) -> Floats:
        """Calibrated logits of one message; shape (outputs,)."""
        return self.logits(grams, cues) * self.slopes + self.offsets

    def logits(self, grams: Iterable[str], cues: Mapping[str, float]) -> Floats:
        """Raw logits of one message; each gram counts once, however often it occurs. Shape (outputs,)."""
        rows = self.rows
        logits = self.intercepts.copy()
        if seen := sorted({rows[gram] for gram in grams if gram in rows}):
            rarity = self.rarity[seen]
            logits += (rarity @ self.weights[seen]) / np.sqrt(rarity @ rarity)
        named = [(rows[CUE + name], value) for name, value in cues.items() if value and CUE + name in rows]
        if named:
            places, values = zip(*sorted(named), strict=True)
            logits += (np.array(values) * self.cue_weight) @ self.weights[list(places)]
        return logits

    def strongest(self, sentences: Sequence[Iterable[str]], output: str) -> int:
        """Number of the sentence whose grams speak most for an output; 0 when there is none."""
        column = self.weights[:, self.outputs.index(output)]
        totals = [
            sum(self.rarity[row] * column[row] for row in sorted({self.rows[g] for g in grams if g in self.rows}))
            for grams in sentences
        ]
        return int(np.argmax(totals)) if totals else 0


def chances(calibrated: Floats) -> Floats:
    """Probabilities of calibrated logits, elementwise."""
    return np.asarray(1.0 / (1.0 + np.exp(-calibrated)))

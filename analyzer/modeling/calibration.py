"""Whether a probability means what it says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzer.modeling.bootstrap import SEED, Estimate, Floats, estimates, ratios
from analyzer.modeling.classifier import Probabilities, most_probable, ordinal_codes

BINS = 10
DRAWS = 1_000
QUANTILE = 0.9


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Threads whose label was predicted with about the same probability.

    Attributes:
        low: Probabilities from above this,
        high: up to this.
        threads: How many.
        confidence: Mean probability of the predicted label; None without threads.
        accuracy: Share of threads whose predicted label is right.
    """

    low: float
    high: float
    threads: int
    confidence: float | None
    accuracy: Estimate


@dataclass(frozen=True, slots=True)
class Calibration:
    """Expected calibration error of the predicted label (Guo et al., "On calibration of modern neural networks", 2017).

    Attributes:
        ece: Mean distance of confidence from accuracy over ten bins of equal width, weighted by their threads; 0 to 1.
        ece_if_calibrated: What a perfectly calibrated model with these very probabilities stays under in nine of ten
            draws of gold labels; an error below it is no sign of miscalibration.
        bins: The reliability table.
    """

    ece: Estimate
    ece_if_calibrated: float
    bins: tuple[ReliabilityBin, ...]


def calibration(gold: NDArray[np.int64], probabilities: Probabilities) -> Calibration:
    """Calibration of the predicted labels.

    Args:
        gold: Ordinal labels, shape (threads,), at least one.
        probabilities: Shape (threads, 3).
    """
    confidence, right, members = top_label(gold, probabilities)
    figures = estimates(lambda weights: ece(weights, confidence, right, members), len(gold))
    sizes = members.sum(axis=0)
    accuracies = ratios(members * right[:, None], members)
    confidences = (members * confidence[:, None]).sum(axis=0)
    return Calibration(
        ece=figures[0],
        ece_if_calibrated=_ece_if_calibrated(confidence, members),
        bins=tuple(
            ReliabilityBin(
                number / BINS,
                (number + 1) / BINS,
                int(sizes[number]),
                float(confidences[number] / sizes[number]) if sizes[number] else None,
                accuracies[number],
            )
            for number in range(BINS)
        ),
    )


def top_label(gold: NDArray[np.int64], probabilities: Probabilities) -> tuple[Floats, Floats, Floats]:
    """Confidence of the predicted label, whether it is right, and its bin (one-hot, shape (threads, bins))."""
    predicted = ordinal_codes(most_probable(probabilities))
    confidence = probabilities[np.arange(len(predicted)), predicted]
    numbers = np.clip(np.ceil(np.round(confidence * BINS, 9)).astype(int) - 1, 0, BINS - 1)
    return confidence, (predicted == gold).astype(np.float64), np.eye(BINS)[numbers]


def ece(weights: Floats, confidence: Floats, right: Floats, members: Floats) -> Floats:
    """The error for each row of weights; shape (resamples, 1)."""
    gaps = weights @ (members * (right - confidence)[:, None])
    return np.asarray(np.abs(gaps).sum(axis=1, keepdims=True) / weights.sum(axis=1, keepdims=True))


def _ece_if_calibrated(confidence: Floats, members: Floats) -> float:
    drawn = np.random.default_rng(SEED).random((DRAWS, len(confidence))) < confidence
    gaps = (drawn - confidence) @ members
    return float(np.quantile(np.abs(gaps).sum(axis=1) / len(confidence), QUANTILE))

"""Whether probabilities mean what they say."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.modeling.calibration import BINS, calibration

GENERATOR = np.random.default_rng(21)
PROBABILITIES = GENERATOR.dirichlet([1.0, 1.0, 1.0], 1_000)


def drawn_from(probabilities: np.ndarray) -> np.ndarray:
    return np.array([GENERATOR.choice(3, p=row) for row in probabilities])


def test_a_calibrated_model_stays_under_its_bound_nine_times_in_ten() -> None:
    under = [
        (found.ece.value or 0) < found.ece_if_calibrated
        for found in (calibration(drawn_from(PROBABILITIES[:150]), PROBABILITIES[:150]) for _ in range(60))
    ]
    assert 0.75 < np.mean(under) < 1.0


def test_an_overconfident_model_lies_above_it() -> None:
    sure = np.full((500, 3), 0.03)
    sure[:, 1] = 0.94
    gold = np.repeat([0, 1], 250)
    found = calibration(gold, sure)
    assert found.ece.value == pytest.approx(0.44)
    assert found.ece_if_calibrated < 0.05


def test_the_bins_hold_every_thread_once() -> None:
    found = calibration(drawn_from(PROBABILITIES), PROBABILITIES)
    assert sum(entry.threads for entry in found.bins) == 1_000
    assert [(entry.low, entry.high) for entry in found.bins] == [(n / BINS, (n + 1) / BINS) for n in range(BINS)]
    for entry in found.bins:
        if entry.confidence is not None:
            assert entry.low < entry.confidence <= entry.high


def test_a_bin_without_threads_says_nothing() -> None:
    empty = calibration(np.array([1]), np.array([[0.0, 1.0, 0.0]])).bins[0]
    assert (empty.threads, empty.confidence, empty.accuracy.value) == (0, None, None)


@pytest.mark.parametrize(("probability", "number"), [(0.6, 5), (0.7, 6), (0.61, 6), (1.0, 9)])
def test_a_probability_on_a_boundary_belongs_below_it(probability: float, number: int) -> None:
    row = np.array([[1 - probability, probability, 0.0]])
    [inside] = [place for place, entry in enumerate(calibration(np.array([1]), row).bins) if entry.threads]
    assert inside == number

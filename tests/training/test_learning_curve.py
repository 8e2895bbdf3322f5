"""Where a learning curve leads, and when that is not known."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.modeling.classifier import Probabilities
from analyzer.training.learning_curve import WORTH, _led_on, _read

SIZES = [25, 50, 100, 200]


def judged(gold: np.ndarray, wrong: float, seed: int = 0) -> Probabilities:
    """Judgements of which a share is wrong; the same threads are the first to be wrong in each."""
    order = np.random.default_rng(seed).permutation(len(gold))
    said = gold.copy()
    missed = order[: round(wrong * len(gold))]
    said[missed] = (said[missed] + 1) % 3
    return np.eye(3)[said]


GOLD = np.arange(600) % 3


def test_error_that_falls_as_a_power_is_led_on_as_one() -> None:
    errors = 0.4 * np.array(SIZES, dtype=float) ** -0.25
    doubled, further = _led_on(1 - errors[None, :], SIZES, 250)
    now = 0.4 * 250**-0.25
    assert doubled[0] == pytest.approx(now - 0.4 * 500**-0.25)
    assert 0.4 * (250 + further[0]) ** -0.25 == pytest.approx(now - WORTH)


def test_a_curve_that_falls_or_stays_never_gains() -> None:
    doubled, further = _led_on(np.array([[0.8, 0.8, 0.8, 0.8], [0.8, 0.79, 0.78, 0.77]]), SIZES, 250)
    assert doubled[0] == pytest.approx(0)
    assert doubled[1] < 0
    assert (further > 1e8).all()


def test_a_rising_curve_says_how_many_labels_are_worth_it() -> None:
    shares = (0.40, 0.32, 0.256, 0.205)
    curve = _read({size: [judged(GOLD, share)] for size, share in zip(SIZES, shares, strict=True)}, GOLD)
    assert curve.rises
    assert curve.doubled is not None
    assert curve.doubled.value == pytest.approx(0.2 * 0.2, abs=0.015)
    assert curve.further is not None
    assert curve.further.value is not None
    assert 0 < curve.further.value < 600


def test_a_flat_curve_says_not_known() -> None:
    curve = _read({size: [judged(GOLD, 0.3, seed)] for seed, size in enumerate(SIZES)}, GOLD)
    assert not curve.rises
    assert curve.further is None


def test_two_points_lead_nowhere() -> None:
    curve = _read({50: [judged(GOLD, 0.3)], 100: [judged(GOLD, 0.2)]}, GOLD)
    assert [point.labels for point in curve.points] == [50, 100]
    assert (curve.doubled, curve.further) == (None, None)

"""Intervals from resampled threads."""

from __future__ import annotations

import time

import numpy as np
import pytest

from analyzer.modeling.bootstrap import RESAMPLES, SEED, Estimate, estimates, ratios


def test_a_figure_is_the_plain_one_and_lies_within_its_interval() -> None:
    hits = np.array([[1.0], [0.0], [1.0], [1.0]] * 20)
    [estimate] = ratios(hits, np.ones_like(hits))
    assert estimate.value == 0.75
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.low < 0.75 < estimate.high


def test_the_interval_is_that_of_drawing_threads_one_by_one() -> None:
    generator = np.random.default_rng(1)
    above = generator.integers(0, 3, (50, 1)).astype(float)
    below = above + generator.integers(0, 3, (50, 1))
    drawn = np.random.default_rng(SEED).integers(0, 50, (RESAMPLES, 50))
    by_hand = [above[rows].sum() / below[rows].sum() for rows in drawn]
    [estimate] = ratios(above, below)
    assert (estimate.low, estimate.high) == pytest.approx(tuple(np.quantile(by_hand, [0.025, 0.975])))


def test_the_interval_of_a_share_is_near_the_binomial_one() -> None:
    hits = (np.arange(400) % 4 == 0).astype(float)[:, None]
    [estimate] = ratios(hits, np.ones_like(hits))
    spread = 1.96 * np.sqrt(0.25 * 0.75 / 400)
    assert (estimate.low, estimate.high) == pytest.approx((0.25 - spread, 0.25 + spread), abs=0.01)


def test_the_same_threads_give_the_same_interval() -> None:
    hits = np.random.default_rng(3).random((30, 2))
    assert ratios(hits, np.ones_like(hits)) == ratios(hits, np.ones_like(hits))


def test_nothing_to_divide_by_is_undefined() -> None:
    undefined = Estimate(None, None, None)
    assert ratios(np.zeros((4, 1)), np.zeros((4, 1))) == [undefined]
    assert ratios(np.zeros((0, 2)), np.zeros((0, 2))) == [undefined, undefined]


def test_resamples_in_which_a_figure_is_undefined_are_left_out() -> None:
    rare = np.zeros((40, 1))
    rare[7] = 1.0
    assert ratios(rare, rare) == [Estimate(1.0, 1.0, 1.0)]


def test_every_thread_is_drawn_as_often_as_there_are_threads() -> None:
    totals = []

    def total(weights: np.ndarray) -> np.ndarray:
        totals.extend(weights.sum(axis=1))
        return weights[:, :1]

    estimates(total, 6_000)
    assert totals == [6_000.0] * (RESAMPLES + 1)


def test_two_thousand_threads_take_seconds() -> None:
    counts = np.random.default_rng(2).integers(0, 2, (2_000, 60)).astype(float)
    started = time.perf_counter()
    ratios(counts, np.ones_like(counts))
    assert time.perf_counter() - started < 5

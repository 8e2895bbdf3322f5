"""Rank statistics by weights are those of the threads drawn."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score

from analyzer.modeling.weighted_ranks import roc_auc, spearman

GENERATOR = np.random.default_rng(5)
SCORES = GENERATOR.integers(0, 12, 60) / 2.0
GOLD = GENERATOR.integers(0, 3, 60)
DRAWN = GENERATOR.integers(0, 60, (40, 60))
WEIGHTS = np.array([np.bincount(rows, minlength=60) for rows in DRAWN], dtype=float)


def test_the_auc_of_a_resample_is_that_of_its_threads() -> None:
    by_hand = [roc_auc_score(GOLD[rows] == 0, SCORES[rows]) for rows in DRAWN]
    assert roc_auc(WEIGHTS, GOLD == 0, SCORES) == pytest.approx(by_hand)


def test_the_rank_correlation_of_a_resample_is_that_of_its_threads() -> None:
    by_hand = [spearmanr(GOLD[rows], SCORES[rows]).statistic for rows in DRAWN]
    assert spearman(WEIGHTS, GOLD.astype(float), SCORES) == pytest.approx(by_hand)


def test_one_side_empty_or_all_the_same_is_undefined() -> None:
    whole = np.ones((1, 60))
    assert np.isnan(roc_auc(whole, GOLD > 5, SCORES)).all()
    assert np.isnan(spearman(whole, GOLD.astype(float), np.full(60, 0.3))).all()
    assert np.isnan(spearman(np.eye(60), GOLD.astype(float), SCORES)).all()

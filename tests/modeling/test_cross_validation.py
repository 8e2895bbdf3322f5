"""Folds by brand, and the choice among named settings."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analyzer.codebook import Label
from analyzer.errors import TrainingRefusedError
from analyzer.modeling.classifier import LABELS, ordinal_codes
from analyzer.modeling.cross_validation import Fold, brand_folds, choose_settings, fitted_folds, gathered
from analyzer.modeling.effects import effects
from analyzer.modeling.training import FitSettings, fit, refuse_thin_classes

GENERATOR = np.random.default_rng(5)
GOLD = GENERATOR.integers(0, 3, 240)
TABLE = pd.DataFrame({"credits": GOLD + GENERATOR.integers(0, 2, 240), "noise": GENERATOR.random(240)}).astype(float)
LABELLED = [LABELS[code] for code in GOLD]
BRANDS = [f"brand {row % 12}" for row in range(240)]
DIRECTIONS = {"credits": 1, "noise": 0}
QUICK = FitSettings(rounds=20, samples_a_leaf=5)


def folds() -> list[Fold]:
    return fitted_folds(TABLE, LABELLED, BRANDS, DIRECTIONS, QUICK, brand_folds(LABELLED, BRANDS))


def test_every_thread_is_tested_once_and_no_brand_is_on_both_sides() -> None:
    parts = brand_folds(LABELLED, BRANDS)
    assert sorted(row for _, test in parts for row in test) == list(range(240))
    for train, test in parts:
        assert not {BRANDS[row] for row in train} & {BRANDS[row] for row in test}


def test_the_settings_that_learn_win_over_those_that_cannot() -> None:
    stump = FitSettings(rounds=1, samples_a_leaf=200)
    choice = choose_settings(
        TABLE, LABELLED, DIRECTIONS, brand_folds(LABELLED, BRANDS), {"deaf": stump, "quick": QUICK, "twin": QUICK}
    )
    assert choice.name == "quick"
    assert choice.settings == QUICK
    assert choice.macro_f1["deaf"] < choice.macro_f1["quick"] == choice.macro_f1["twin"]


def test_held_out_judgements_come_from_the_fold_of_the_thread() -> None:
    found = folds()
    table = gathered(found, [np.full((len(fold.test), 3), number) for number, fold in enumerate(found)])
    for number, fold in enumerate(found):
        assert (table[fold.test] == number).all()


def test_the_column_that_tells_the_label_is_the_one_that_matters() -> None:
    classifier = fit(TABLE, LABELLED, BRANDS, DIRECTIONS, QUICK)
    telling, noise = effects(classifier, TABLE, ordinal_codes(LABELLED).tolist(), folds())
    assert telling.importance > 0.2 > abs(noise.importance)
    scores = [score for _, score in telling.scores]
    assert scores == sorted(scores)
    assert scores[-1] - scores[0] > 40


def test_a_label_of_one_brand_alone_is_refused() -> None:
    labels = [Label.PARTIAL, Label.UNRESPONSIVE, Label.RESPONSIVE] * 20
    brands = ["only" if label is Label.RESPONSIVE else f"brand {row % 5}" for row, label in enumerate(labels)]
    with pytest.raises(TrainingRefusedError, match="all threads labelled responsive are of one brand"):
        refuse_thin_classes(labels, brands)


def test_a_label_of_two_brands_can_be_fitted_and_calibrated() -> None:
    labels = [Label.PARTIAL, Label.UNRESPONSIVE, Label.RESPONSIVE] * 20
    brands = [
        f"rare {row % 2}" if label is Label.RESPONSIVE else f"brand {row % 5}" for row, label in enumerate(labels)
    ]
    table = TABLE.iloc[:60].reset_index(drop=True)
    assert np.isfinite(fit(table, labels, brands, DIRECTIONS, QUICK).probabilities(table)).all()

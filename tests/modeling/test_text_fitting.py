"""Fitting a text model: what one group alone says is not learned, and held-out figures are held out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analyzer.modeling.text_fitting import TextExample, TextFitSettings, best_threshold, fit_text_model
from analyzer.nlp.text_model import chances

SETTINGS = TextFitSettings(strength=10.0)


def examples(groups: int = 6, a_group: int = 10) -> list[TextExample]:
    """``good`` goes with the output, ``bad`` without; each group has a word of its own that says it too."""
    made = []
    for group in range(groups):
        for number in range(a_group):
            holds = number % 2 == 0
            words = ["good" if holds else "bad", f"word{number}", f"sign{group}" if holds else "other"]
            made.append(TextExample(words, {"cue": float(holds)}, {"it"} if holds else set(), f"g{group}"))
    return made


def test_words_of_one_group_alone_are_not_learned() -> None:
    model, _ = fit_text_model(examples(), ["it"], SETTINGS)
    assert "good" in model.rows
    assert not [row for row in model.rows if row.startswith("sign")]


def test_the_model_tells_what_it_was_taught_also_on_groups_it_has_not_seen() -> None:
    model, held_out = fit_text_model(examples(), ["it"], SETTINGS)
    holds = np.array([bool(each.holds) for each in examples()])
    assert ((held_out[:, 0] > 0) == holds).all()
    assert chances(model.calibrated(["good"], {}))[0] > 0.5 > chances(model.calibrated(["bad"], {}))[0]


def test_the_matrix_and_the_single_message_agree() -> None:
    """Training reads all messages at once, scoring one by one: both must say the same."""
    model, _ = fit_text_model(examples(), ["it"], SETTINGS)
    swapped = examples()[::-1]
    again, _ = fit_text_model(swapped, ["it"], SETTINGS)
    for each in examples():
        assert model.logits(each.grams, each.cues) == pytest.approx(again.logits(each.grams, each.cues), abs=1e-3)


def test_the_same_examples_give_the_same_model() -> None:
    first, second = (fit_text_model(examples(), ["it"], SETTINGS)[0] for _ in range(2))
    assert (first.weights == second.weights).all()
    assert first.thresholds == second.thresholds


def test_the_threshold_parts_what_holds_from_what_does_not() -> None:
    holds = np.array([False] * 50 + [True] * 50)
    probabilities = np.concatenate([np.linspace(0, 0.35, 50), np.linspace(0.55, 1, 50)])
    assert 0.35 < best_threshold(holds, probabilities) < 0.56


def test_what_nobody_said_teaches_nothing() -> None:
    known = examples()
    silent = [replace(each, holds=(), unknown={"it"}) for each in known]
    alone, _ = fit_text_model(known, ["it"], SETTINGS)
    both, held_out = fit_text_model([*known, *silent], ["it"], SETTINGS)
    assert held_out.shape == (2 * len(known), 1)
    assert chances(both.calibrated(["good"], {}))[0] == pytest.approx(
        chances(alone.calibrated(["good"], {}))[0], abs=0.1
    )
    assert (held_out[: len(known)] == held_out[len(known) :]).all()

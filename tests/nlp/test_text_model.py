"""A linear model read without the library that fitted it."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.nlp.text_model import TextModel, chances


@pytest.fixture
def model() -> TextModel:
    """Two outputs over three grams and one cue."""
    return TextModel(
        outputs=("first", "second"),
        rows={"a": 0, "b": 1, "c": 2, "#cue": 3},
        rarity=np.array([1.0, 2.0, 2.0, 1.0]),
        weights=np.array([[1.0, 0.0], [3.0, -1.0], [0.0, 5.0], [2.0, 2.0]]),
        intercepts=np.array([0.5, -0.5]),
        slopes=np.array([2.0, 1.0]),
        offsets=np.array([0.0, 1.0]),
        thresholds=np.array([0.5, 0.5]),
        cue_weight=0.5,
    )


def test_words_together_have_length_one_and_cues_their_own_weight(model: TextModel) -> None:
    length = np.sqrt(1.0 + 4.0)
    assert model.logits(["a", "b"], {"cue": 1.0}) == pytest.approx(
        [0.5 + (1 + 6) / length + 1.0, -0.5 - 2 / length + 1.0]
    )


def test_a_word_counts_once_and_unknown_ones_do_not(model: TextModel) -> None:
    assert model.logits(["a", "a", "unknown"], {"other": 1.0}) == pytest.approx(model.logits(["a"], {}))


def test_a_message_without_known_words_has_the_intercepts(model: TextModel) -> None:
    assert model.logits([], {}) == pytest.approx([0.5, -0.5])


def test_order_of_words_and_cues_changes_not_one_bit(model: TextModel) -> None:
    assert (model.logits(["c", "a", "b"], {}) == model.logits(["b", "c", "a"], {})).all()


def test_calibration_scales_and_shifts(model: TextModel) -> None:
    assert model.calibrated([], {}) == pytest.approx([1.0, 0.5])


def test_the_strongest_sentence_is_the_one_that_speaks_most_for_the_output(model: TextModel) -> None:
    sentences = [["a"], ["b"], ["c"]]
    assert model.strongest(sentences, "first") == 1
    assert model.strongest(sentences, "second") == 2
    assert model.strongest([], "first") == 0


def test_chances_lie_between_none_and_certainty() -> None:
    assert chances(np.array([-40.0, 0.0, 40.0])) == pytest.approx([0.0, 0.5, 1.0])

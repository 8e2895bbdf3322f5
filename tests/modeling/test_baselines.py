"""What a model has to beat."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.codebook import Code, Confidence, Label
from analyzer.errors import TrainingRefusedError
from analyzer.modeling.baselines import (
    HAND_SET_WEIGHTS,
    fit_text_baseline,
    label_shares,
    role_words,
    weighted_findings,
)
from analyzer.modeling.classifier import most_probable
from analyzer.scores import Finding
from tests.conftest import thread_of

CERTAIN, LIKELY = Confidence


def finding(code: Code, confidence: Confidence = CERTAIN) -> Finding:
    return Finding(code, "m1", 0, 1, "x", confidence)


def test_the_commonest_label_is_named_for_every_thread() -> None:
    labels = [Label.PARTIAL] * 3 + [Label.RESPONSIVE]
    shares = label_shares(labels, 5)
    assert most_probable(shares) == [Label.PARTIAL] * 5
    assert shares[0] == pytest.approx([0, 0.75, 0.25])


@pytest.mark.parametrize(
    ("findings", "label"),
    [
        ([], Label.PARTIAL),
        ([finding(Code.REPEATED_REQUEST)], Label.UNRESPONSIVE),
        ([finding(Code.REPEATED_REQUEST, LIKELY)], Label.PARTIAL),
        ([finding(Code.REPEATED_REQUEST, LIKELY)] * 2, Label.UNRESPONSIVE),
        ([finding(Code.ANSWER)], Label.RESPONSIVE),
        ([finding(Code.ANSWER), finding(Code.NO_REPLY)], Label.PARTIAL),
        ([finding(Code.FORMULA_ONLY), finding(Code.RESOLUTION)], Label.RESPONSIVE),
        ([finding(Code.SLOW_REPLY)] * 9, Label.PARTIAL),
    ],
    ids=["nothing", "accused", "perhaps", "twice perhaps", "credited", "both", "made good", "slow"],
)
def test_findings_are_summed_by_fixed_weights(findings: list[Finding], label: Label) -> None:
    probabilities = weighted_findings([findings])
    assert most_probable(probabilities) == [label]
    assert probabilities.sum() == pytest.approx(1)


def test_every_code_has_a_weight_that_points_its_way() -> None:
    assert set(HAND_SET_WEIGHTS) == set(Code)
    for code, weight in HAND_SET_WEIGHTS.items():
        assert weight > 0 if code.is_credit else weight <= 0


def test_words_are_told_apart_by_who_says_them() -> None:
    words = role_words(thread_of(["C: Il pacco, ancora", "B: Il pacco", "N: nota interna", "BOT: Ciao ciao"]))
    assert words == ["c:il", "c:pacco", "c:ancora", "c:il pacco", "c:pacco ancora", "b:il", "b:pacco", "b:il pacco"]


def test_the_word_baseline_learns_what_its_labels_share() -> None:
    bad, good = ["C: Where is it?", "B: Have a nice day"], ["C: Where is it?", "B: Refund issued today"]
    threads = [thread_of(bad), thread_of(good)] * 4
    baseline = fit_text_baseline(threads, [Label.UNRESPONSIVE, Label.RESPONSIVE] * 4)
    probabilities = baseline.probabilities([thread_of(good), thread_of(bad)])
    assert most_probable(probabilities) == [Label.RESPONSIVE, Label.UNRESPONSIVE]
    assert probabilities[:, 1].tolist() == [0, 0]
    assert probabilities.sum(axis=1) == pytest.approx([1, 1])
    assert np.array_equal(baseline.probabilities([]), np.zeros((0, 3)))


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        (["C: Where is it?"], [Label.PARTIAL] * 4),
        (["C: ?"], [Label.PARTIAL, Label.RESPONSIVE] * 2),
    ],
    ids=["one label", "no words"],
)
def test_what_cannot_be_fitted_is_refused(lines: list[str], labels: list[Label]) -> None:
    with pytest.raises(TrainingRefusedError):
        fit_text_baseline([thread_of(lines)] * 4, labels)

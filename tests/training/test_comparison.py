"""When a new model counts as worse than an old one."""

from __future__ import annotations

import pytest

from analyzer.modeling.bootstrap import Estimate
from analyzer.training.comparison import Comparison, held_out_rows


@pytest.mark.parametrize(
    ("gain", "worse"),
    [
        ((0.02, -0.01, 0.05), False),
        ((0.0, 0.0, 0.0), False),
        ((-0.004, -0.02, 0.01), False),
        ((-0.004, -0.006, -0.001), True),
        ((-0.02, -0.05, 0.01), True),
    ],
    ids=["better", "the same", "as good as the same", "a little worse for sure", "worse"],
)
def test_a_loss_counts_when_it_is_more_than_a_trifle_or_beyond_chance(
    gain: tuple[float, float, float], worse: bool
) -> None:
    assert Comparison("old", 100, 0, 0.7, 0.7 + gain[0], Estimate(*gain), True).worse is worse


@pytest.mark.parametrize(
    ("gain", "verdict"),
    [
        ((0.02, 0.01, 0.05), "better"),
        ((0.02, -0.01, 0.05), "not known to be better"),
        ((-0.02, -0.05, 0.01), "not known to be better"),
        ((-0.02, -0.05, -0.01), "worse"),
    ],
)
def test_the_verdict_says_no_more_than_the_interval(gain: tuple[float, float, float], verdict: str) -> None:
    assert Comparison("old", 100, 0, 0.7, 0.7 + gain[0], Estimate(*gain), True).verdict == verdict


def test_broken_judgements_are_told() -> None:
    with pytest.raises(ValueError, match="0123"):
        held_out_rows("thread,unresponsive,partial,responsive\n0123,0.5\n")

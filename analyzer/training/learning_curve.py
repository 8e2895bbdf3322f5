"""How good models get with more own labels, and what more of them would bring.

Error is taken to fall as a power of the number of labels (Figueroa et al., "Predicting sample size required for
classification performance", BMC Medical Informatics and Decision Making 12:8, 2012), without the plateau that curves of
a few points cannot tell; so nothing is said beyond four times the labels at hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.modeling.bootstrap import Estimate, Floats, estimates
from analyzer.modeling.classifier import Probabilities
from analyzer.modeling.label_figures import macro_f1_under
from analyzer.modeling.training import Rows
from analyzer.training.trials import Trials
from analyzer.training.weighing import Weighing, can_be_fitted, weights_of

SHARES = (0.125, 0.25, 0.5, 1.0)
DRAWS = 2
MANY = 1_000
WORTH = 0.02
FARTHEST = 4
_FEWEST_LABELS, _FEWEST_POINTS = 8, 3
_SEED = 20_150_127
_LEAST_ERROR, _LEAST_SLOPE, _NEVER = 1e-3, 1e-4, 1e9


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Macro-F1 on own threads not seen, of models fitted on so many own labels."""

    labels: int
    macro_f1: Estimate


@dataclass(frozen=True, slots=True)
class LearningCurve:
    """The curve and where it leads.

    Attributes:
        points: From the fewest labels on; 0 is the corpus alone.
        doubled: Macro-F1 gained by as many labels again, if the curve goes on as it has; the interval is over
            resampled threads, random draws of labels, and points left out. None where there are too few points.
        further: Labels it takes to gain ``WORTH``. None where that is not known: the curve does not rise beyond
            chance, or it would take more than ``FARTHEST`` times the labels at hand.
    """

    points: tuple[CurvePoint, ...]
    doubled: Estimate | None
    further: Estimate | None

    @property
    def rises(self) -> bool:
        """Whether more labels gain beyond chance."""
        return self.doubled is not None and self.doubled.low is not None and self.doubled.low > 0


def learning_curve(trials: Trials, folds: Sequence[tuple[Rows, Rows]], weighing: Weighing | None) -> LearningCurve:
    """The curve over nested random parts of the own labels, before calibration.

    Args:
        trials: The threads and how models are fitted on them.
        folds: Those of ``folds_of``.
        weighing: How own threads count beside the corpus; None without a corpus.
    """
    own, gold = trials.rows.own, trials.gold
    splits: list[tuple[Rows, Rows]] = []
    sizes: list[tuple[int, int]] = []
    for share in SHARES:
        draws = 1 if share == 1.0 or own >= MANY else DRAWS
        parts = [_part(train, own, share, draw) for draw in range(draws) for train, _ in folds]
        size = round(sum(int((part < own).sum()) for part in parts) / len(parts))
        if size >= _FEWEST_LABELS and all(can_be_fitted(gold[part]) for part in parts):
            sizes.append((size, draws))
            tests = [test[test < own] for _ in range(draws) for _, test in folds]
            splits += list(zip(parts, tests, strict=True))
    weights = None if weighing is None else weights_of(trials.rows, weighing.weight)
    said = iter(trials.judgements(splits, [weights] * len(splits)))
    curve: dict[int, list[Probabilities]] = {} if weighing is None else {0: [weighing.corpus_alone]}
    for size, draws in sizes:
        curve[size] = []
        for _ in range(draws):
            table = np.zeros((own, 3))
            for _, test in folds:
                table[test[test < own]] = next(said)
            curve[size].append(table)
    return _read(curve, gold[:own])


def _part(train: Rows, own: int, share: float, draw: int) -> Rows:
    """All rows of the corpus, and a random part of the own ones that holds every smaller part of the same draw."""
    mine = np.random.default_rng([_SEED, draw]).permutation(train[train < own])
    return np.sort(np.concatenate([mine[: max(1, round(share * len(mine)))], train[train >= own]]))


def _read(curve: Mapping[int, Sequence[Probabilities]], gold: Rows) -> LearningCurve:
    sizes = [size for size in curve if size]
    at_hand = len(gold)

    def statistic(weights: Floats) -> Floats:
        drawn = [np.column_stack([macro_f1_under(gold, each, weights) for each in tables]) for tables in curve.values()]
        heights = np.column_stack([each.mean(axis=1) for each in drawn])
        if len(sizes) < _FEWEST_POINTS:
            return heights
        turns = np.arange(len(weights))
        one_draw = np.column_stack([each[turns, turns // len(sizes) % each.shape[1]] for each in drawn])
        resampled = len(weights) > 1
        rising = (one_draw if resampled else heights)[:, -len(sizes) :]
        left_out = turns % len(sizes) if resampled and len(sizes) > _FEWEST_POINTS else None
        return np.column_stack([heights, *_led_on(rising, sizes, at_hand, left_out)])

    found = estimates(statistic, at_hand)
    points = tuple(CurvePoint(size, each) for size, each in zip(curve, found, strict=False))
    if len(sizes) < _FEWEST_POINTS:
        return LearningCurve(points, None, None)
    doubled, further = found[len(curve) :]
    read = LearningCurve(points, doubled, further)
    reached = further.value is not None and further.value <= (FARTHEST - 1) * at_hand
    return read if read.rises and reached else LearningCurve(points, doubled, None)


def _led_on(heights: Floats, sizes: Sequence[int], at_hand: int, left_out: Rows | None = None) -> tuple[Floats, Floats]:
    """What doubling the labels gains, and how many labels it takes to gain ``WORTH``.

    Args:
        heights: Macro-F1, shape (resamples, sizes).
        sizes: Labels fitted on.
        at_hand: Labels there are.
        left_out: The size each resample does without, shape (resamples,).
    """
    counted = np.ones_like(heights)
    if left_out is not None:
        counted[np.arange(len(heights)), left_out] = 0.0
    places = np.broadcast_to(np.log2(np.array(sizes, dtype=np.float64)), heights.shape)
    errors = np.log2(np.maximum(1 - heights, _LEAST_ERROR))
    middle, level = (np.average(each, axis=1, weights=counted) for each in (places, errors))
    off = counted * (places - middle[:, None])
    slopes = -(off * errors).sum(axis=1) / (off * places).sum(axis=1)
    error = 2 ** (level - slopes * (np.log2(at_hand) - middle))
    doubled = error * (1 - 2**-slopes)
    possible = (slopes > _LEAST_SLOPE) & (error > WORTH)
    left = np.where(possible, 1 - WORTH / np.where(possible, error, 1.0), 0.5)
    exponent = np.minimum(-np.log2(left) / np.where(possible, slopes, 1.0), np.log2(_NEVER))
    further = np.where(possible, at_hand * (2**exponent - 1), _NEVER)
    return doubled, np.minimum(further, _NEVER)

"""How much an own thread counts beside one of the corpus, chosen by validation on own threads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzer.modeling.classifier import Probabilities
from analyzer.modeling.label_figures import macro_f1
from analyzer.modeling.training import Rows, Weights
from analyzer.training.table import LabelledRows
from analyzer.training.trials import Trials

CANDIDATES = (1, 3, 10, 30)
_LEAST = 1e-3


@dataclass(frozen=True, slots=True)
class Tried:
    """One way to weigh: mean log loss of the gold label (lower is better) and macro-F1 on own threads."""

    name: str
    log_loss: float
    macro_f1: float


@dataclass(frozen=True, slots=True)
class Weighing:
    """The choice.

    Attributes:
        weight: How many threads of the corpus an own one counts for.
        in_folds: The same as chosen without the threads of each fold, so that its figures owe nothing to the choice.
        tried: Every way, the corpus alone and the own threads alone among them.
        corpus_alone: What a model of the corpus alone says of the own threads, before calibration.
        chosen: What models with ``weight`` say of the own threads they have not seen, before calibration.
    """

    weight: int
    in_folds: tuple[int, ...]
    tried: tuple[Tried, ...]
    corpus_alone: Probabilities
    chosen: Probabilities


def choose_weight(trials: Trials, folds: Sequence[tuple[Rows, Rows]]) -> Weighing:
    """The weight with the least log loss on held-out own threads; the smaller of equals.

    Log loss moves with every thread, macro-F1 only when a label flips, so that a choice by it rests on chance less.
    """
    rows = trials.rows
    own, size = rows.own, len(rows.labels)
    tests = [test[test < own] for _, test in folds]
    own_alone = [train[train < own] for train, _ in folds]
    corpus = np.arange(own, size)
    splits = [
        *((train, test) for _ in CANDIDATES for (train, _), test in zip(folds, tests, strict=True)),
        (corpus, np.arange(own)),
    ]
    weights: list[Weights | None] = [weights_of(rows, each) for each in CANDIDATES for _ in folds]
    weights.append(None)
    gold = trials.gold
    if alone_is_possible := all(can_be_fitted(gold[train]) for train in own_alone):
        splits += list(zip(own_alone, tests, strict=True))
        weights += [None] * len(folds)
    said = iter(trials.judgements(splits, weights))
    by_weight = {each: _gathered(tests, [next(said) for _ in folds]) for each in CANDIDATES}
    corpus_alone = next(said)
    ways = {"corpus alone": corpus_alone, **{f"own count {each}": by_weight[each] for each in CANDIDATES}}
    if alone_is_possible:
        ways["own alone"] = _gathered(tests, [next(said) for _ in folds])
    losses = {each: _losses(gold[:own], by_weight[each]) for each in CANDIDATES}
    weight = _best(losses, np.arange(own))
    return Weighing(
        weight,
        tuple(_best(losses, np.setdiff1d(np.arange(own), test)) for test in tests),
        tuple(
            Tried(name, float(_losses(gold[:own], each).mean()), macro_f1(gold[:own], each))
            for name, each in ways.items()
        ),
        corpus_alone,
        by_weight[weight],
    )


def weights_of(rows: LabelledRows, weight: float) -> Weights:
    """The weight of each row: own ones ``weight``, those of the corpus 1."""
    return np.where(np.arange(len(rows.labels)) < rows.own, float(weight), 1.0)


def can_be_fitted(codes: NDArray[np.int64]) -> bool:
    """Whether there are threads on both sides of both thresholds."""
    return bool(len(codes)) and 0 in codes and 2 in codes


def _gathered(tests: Sequence[Rows], said: Sequence[Probabilities]) -> Probabilities:
    table = np.zeros((sum(map(len, tests)), 3))
    for test, probabilities in zip(tests, said, strict=True):
        table[test] = probabilities
    return table


def _losses(gold: NDArray[np.int64], probabilities: Probabilities) -> NDArray[np.float64]:
    return -np.log(np.maximum(probabilities[np.arange(len(gold)), gold], _LEAST))


def _best(losses: Mapping[int, NDArray[np.float64]], rows: Rows) -> int:
    return min(CANDIDATES, key=lambda each: round(float(losses[each][rows].mean()), 4))

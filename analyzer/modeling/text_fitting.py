"""Fits a ``TextModel`` and gives what it says of messages it has not seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from analyzer.nlp.text_model import CUE, Floats, TextModel, chances

FOLDS = 5
_GRID = np.linspace(0.1, 0.85, 31)
_SMOOTHED_OVER = 5
_UNREGULARISED = 1e4


@dataclass(frozen=True, slots=True)
class TextExample:
    """One message of the training data.

    Attributes:
        grams: Its word grams.
        cues: Named cues.
        holds: Outputs that hold for it.
        group: Messages of a group (a brand) never part between fitting and testing.
        unknown: Outputs of which nobody said whether they hold; nothing is learned from it there.
    """

    grams: Collection[str]
    cues: Mapping[str, float]
    holds: Collection[str]
    group: str
    unknown: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class TextFitSettings:
    """Settings of a fit.

    Attributes:
        strength: Inverse of the ridge penalty.
        fewest_groups: Groups a word gram must occur in; what one brand alone says is its name or manner.
        cue_weight: What a cue counts beside the words.
    """

    strength: float
    fewest_groups: int = 2
    cue_weight: float = 0.3


def fit_text_model(
    examples: Sequence[TextExample], outputs: Sequence[str], settings: TextFitSettings
) -> tuple[TextModel, Floats]:
    """A model, and the calibrated logits of each example from a model of other groups.

    Args:
        examples: Training messages of at least two groups.
        outputs: Names of what is told.
        settings: See ``TextFitSettings``.

    Returns:
        The model, fitted on all examples, calibration and thresholds taken from the held-out folds; and held-out
        calibrated logits, shape (examples, outputs).
    """
    rows, rarity = _vocabulary(examples, settings)
    matrix = _matrix(examples, rows, rarity, settings)
    groups = [example.group for example in examples]
    weights, intercepts, slopes, offsets, thresholds, held_out = [], [], [], [], [], []
    with threadpool_limits(1):  # on matrices this thin more threads wait for each other, and round otherwise
        for output in outputs:
            holds = np.array([output in example.holds for example in examples])
            known = np.array([output not in example.unknown for example in examples])
            logits = _held_out_logits(matrix, holds, known, groups, settings)
            slope, offset = _calibration(logits[known], holds[known])
            model = _regression(settings).fit(matrix[known], holds[known])
            weights.append(model.coef_[0])
            intercepts.append(float(model.intercept_[0]))
            slopes.append(slope)
            offsets.append(offset)
            thresholds.append(best_threshold(holds[known], chances(logits[known] * slope + offset)))
            held_out.append(logits * slope + offset)
    fitted = TextModel(
        tuple(outputs), rows, rarity, np.column_stack(weights), np.array(intercepts), np.array(slopes),
        np.array(offsets), np.array(thresholds), settings.cue_weight,
    )  # fmt: skip
    return fitted, np.column_stack(held_out)


def best_threshold(holds: NDArray[np.bool_], probabilities: Floats) -> float:
    """The chance that parts best by F1, the curve smoothed over its neighbours so that no lucky spot wins.

    Args:
        holds: Truth, shape (examples,).
        probabilities: Held-out chances, shape (examples,).

    Returns:
        A threshold from 0.1 to 0.85.
    """
    said = probabilities[None, :] >= _GRID[:, None]
    scores = 2 * (said & holds).sum(axis=1) / np.maximum(1, said.sum(axis=1) + holds.sum())
    padded = np.pad(scores, _SMOOTHED_OVER // 2, mode="edge")
    return float(_GRID[int(np.argmax(np.convolve(padded, np.ones(_SMOOTHED_OVER) / _SMOOTHED_OVER, "valid")))])


def _vocabulary(examples: Sequence[TextExample], settings: TextFitSettings) -> tuple[dict[str, int], Floats]:
    groups: defaultdict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for example in examples:
        counts.update(set(example.grams))
        for gram in example.grams:
            groups[gram].add(example.group)
    kept = sorted(gram for gram, seen_at in groups.items() if len(seen_at) >= settings.fewest_groups)
    cues = sorted({CUE + name for example in examples for name in example.cues})
    frequency = np.array([counts[gram] for gram in kept], dtype=np.float64)
    rarity = np.log((1 + len(examples)) / (1 + frequency)) + 1
    return {name: row for row, name in enumerate([*kept, *cues])}, np.concatenate([rarity, np.ones(len(cues))])


def _matrix(
    examples: Sequence[TextExample], rows: Mapping[str, int], rarity: Floats, settings: TextFitSettings
) -> sparse.csr_matrix:
    """One line a message: its grams weighed by rarity to length 1, then its cues."""
    starts, places, values = [0], [], []
    for example in examples:
        seen = sorted({rows[gram] for gram in example.grams if gram in rows})
        length = float(np.sqrt((rarity[seen] ** 2).sum())) or 1.0
        cues = sorted((rows[CUE + name], value) for name, value in example.cues.items() if value and CUE + name in rows)
        places += [*seen, *(row for row, _ in cues)]
        values += [*(rarity[seen] / length), *(value * settings.cue_weight for _, value in cues)]
        starts.append(len(places))
    return sparse.csr_matrix((values, places, starts), shape=(len(examples), len(rows)))


def _regression(settings: TextFitSettings) -> LogisticRegression:
    return LogisticRegression(C=settings.strength, solver="newton-cg", class_weight="balanced", max_iter=300)


def _held_out_logits(
    matrix: sparse.csr_matrix,
    holds: NDArray[np.bool_],
    known: NDArray[np.bool_],
    groups: Sequence[str],
    settings: TextFitSettings,
) -> Floats:
    logits = np.zeros(len(holds))
    folds = GroupKFold(min(FOLDS, len(set(groups))))
    for others, test in folds.split(holds, groups=groups):
        train = others[known[others]]
        if len(set(holds[train])) == 2:
            logits[test] = _regression(settings).fit(matrix[train], holds[train]).decision_function(matrix[test])
    return logits


def _calibration(logits: Floats, holds: NDArray[np.bool_]) -> tuple[float, float]:
    fitted = LogisticRegression(C=_UNREGULARISED).fit(logits[:, None], holds)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])

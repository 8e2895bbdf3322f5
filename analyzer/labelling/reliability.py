"""How far several people agree: Krippendorff's alpha with its interval, and Cohen's kappa of each pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean
from typing import Any

import numpy as np
from sklearn.metrics import cohen_kappa_score

from analyzer.codebook import Act, Code
from analyzer.labelling.judgements import Judgement
from analyzer.modeling.bootstrap import Estimate, Floats, estimates
from analyzer.modeling.classifier import LABELS

Values = Sequence[Mapping[str, int]]
FEW = 30


@dataclass(frozen=True, slots=True)
class Reliability:
    """Agreement on one question.

    Attributes:
        name: ``label``, an act or a code.
        units: Threads, or replies for an act, that at least two people judged.
        alpha: Krippendorff's, ordinal for the label, nominal for the others; its interval over resampled threads.
        kappa: Mean of Cohen's over the pairs of people, quadratic for the label; None where it is not defined.
        few: Whether there are under 30 units, too few to lean on.
    """

    name: str
    units: int
    alpha: Estimate
    kappa: float | None
    few: bool


def reliabilities(threads: Sequence[Sequence[Judgement]]) -> list[Reliability]:
    """Agreement on the label, then on each act and code that somebody saw; empty where no thread has two people.

    Args:
        threads: The judgements of each thread, one a person.
    """
    labels = [[{one.annotator: LABELS.index(one.label) for one in thread if one.label}] for thread in threads]
    found = [_reliability("label", labels, ordinal=True)]
    found += [_reliability(act.value, [_act_units(thread, act) for thread in threads]) for act in Act]
    found += [_reliability(code.value, [[_code_unit(thread, code)] for thread in threads]) for code in Code]
    return [entry for entry in found if entry is not None]


def krippendorff_alpha(threads: Sequence[Values], values: int, ordinal: bool = False) -> Estimate:
    """Krippendorff's alpha with missing values allowed.

    ``1 - D_o / D_e`` over the coincidence matrix; ordinal differences are squared sums of the frequencies between two
    ranks (Krippendorff, "Content Analysis", 4th edition, 2019, chapter 12).

    Args:
        threads: For each thread its units, each the values by person.
        values: How many values there are; they run from 0.
        ordinal: Whether values are ranks.

    Returns:
        Not defined where all values are the same or no unit has two.
    """
    tables = np.array([_coincidences(units, values) for units in threads]).reshape(len(threads), values, values)

    def statistic(weights: Floats) -> Floats:
        observed = np.tensordot(weights, tables, axes=(-1, 0))
        totals = observed.sum(axis=-1)
        pairs = totals.sum(axis=-1)
        distance = _ordinal_distances(totals) if ordinal else np.broadcast_to(1.0 - np.eye(values), observed.shape)
        apart = (observed * distance).sum(axis=(-1, -2))
        expected = (totals[..., :, None] * totals[..., None, :] * distance).sum(axis=(-1, -2))
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(expected > 0, 1.0 - (pairs - 1.0) * apart / expected, np.nan))[..., None]

    return estimates(statistic, len(threads))[0]


def _ordinal_distances(totals: Floats) -> Floats:
    """Squared, shape (..., values, values)."""
    values = totals.shape[-1]
    distances = np.zeros((*totals.shape, values))
    for low, high in combinations(range(values), 2):
        between = totals[..., low : high + 1].sum(axis=-1) - (totals[..., low] + totals[..., high]) / 2
        distances[..., low, high] = distances[..., high, low] = between**2
    return distances


def _coincidences(units: Values, values: int) -> Floats:
    table = np.zeros((values, values))
    for unit in units:
        counts = np.bincount(list(unit.values()), minlength=values).astype(float)
        people = counts.sum()
        if people > 1:
            table += (np.outer(counts, counts) - np.diag(counts)) / (people - 1)
    return table


def _reliability(name: str, threads: Sequence[Values], ordinal: bool = False) -> Reliability | None:
    units = [unit for thread in threads for unit in thread if len(unit) > 1]
    if not units or (name != "label" and not any(any(unit.values()) for unit in units)):
        return None
    values = len(LABELS) if ordinal else 2
    alpha = krippendorff_alpha(threads, values, ordinal)
    return Reliability(name, len(units), alpha, _mean_kappa(units, ordinal), len(units) < FEW)


def _mean_kappa(units: Values, ordinal: bool) -> float | None:
    people = sorted({person for unit in units for person in unit})
    found = []
    for one, other in combinations(people, 2):
        both = [(unit[one], unit[other]) for unit in units if one in unit and other in unit]
        if len({value for pair in both for value in pair}) > 1:
            first, second = zip(*both, strict=True)
            found.append(float(cohen_kappa_score(first, second, weights="quadratic" if ordinal else None)))
    return fmean(found) if found else None


def _act_units(thread: Sequence[Judgement], act: Act) -> list[dict[str, int]]:
    replies = dict.fromkeys(reply for one in thread for reply in one.acts or ())
    return [
        {one.annotator: int(act in one.acts[reply]) for one in thread if one.acts is not None and reply in one.acts}
        for reply in replies
    ]


def _code_unit(thread: Sequence[Judgement], code: Code) -> dict[str, int]:
    return {
        one.annotator: int(any(found.code is code for found in one.findings))
        for one in thread
        if one.findings is not None
    }


def plain(found: Sequence[Reliability]) -> list[dict[str, Any]]:
    """The figures as plain values."""
    return [
        {
            "name": entry.name,
            "units": entry.units,
            "few": entry.few,
            "alpha": {"value": entry.alpha.value, "low": entry.alpha.low, "high": entry.alpha.high},
            "kappa": entry.kappa,
        }
        for entry in found
    ]

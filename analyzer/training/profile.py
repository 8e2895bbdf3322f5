"""What training data look like, in a few numbers that a later set can be held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from analyzer.codebook import Label, Role
from analyzer.modeling.classifier import LABELS
from analyzer.nlp.annotation import AnnotatedThread

PART_SIZE = 100
SHARE_MOVED = 0.15
LENGTH_TIMES = 1.5
_RANGE = (0.005, 0.995)
_DRAWS = 400
_SEED = 20_150_127


@dataclass(frozen=True, slots=True)
class DataProfile:
    """Summary of labelled threads.

    Attributes:
        labels: Share of each label.
        languages: Share of each primary language tag.
        message_length: Median characters of a message, by role.
        messages: Mean messages a thread.
        columns: Mean of each feature, and the range that 99 in 100 means of ``PART_SIZE`` such threads lie in.
    """

    labels: Mapping[str, float]
    languages: Mapping[str, float]
    message_length: Mapping[str, float]
    messages: float
    columns: Mapping[str, tuple[float, float, float]]


def profile_of(threads: Sequence[AnnotatedThread], labels: Sequence[Label], table: pd.DataFrame) -> DataProfile:
    """The profile of threads, their labels and their features, row by row."""
    said = [message for thread in threads for message in thread.thread.messages]
    lengths = {
        role: [len(message.text) for message in said if message.role is role] for role in (Role.CUSTOMER, Role.BRAND)
    }
    return DataProfile(
        {label.value: round(labels.count(label) / len(labels), 4) for label in LABELS},
        _shares([thread.language or "und" for thread in threads]),
        {role.value: float(np.median(found)) if found else 0.0 for role, found in lengths.items()},
        round(len(said) / len(threads), 3),
        _columns(table),
    )


def drift(profile: DataProfile, card: Mapping[str, Any], name: str) -> list[str]:
    """One line for each way in which data lie outside what the model of a card was fitted on.

    Args:
        profile: The data.
        card: The model's card; without a profile there is nothing to say.
        name: The model's name.
    """
    before = card.get("profile")
    if not isinstance(before, Mapping):
        return []
    lines = []
    for part in ("labels", "languages"):
        now, then = asdict(profile)[part], before.get(part, {})
        lines += [
            f"{key} in {now.get(key, 0.0):.0%} of the threads, {then.get(key, 0.0):.0%} where {name} was fitted"
            for key in sorted({*now, *then})
            if abs(now.get(key, 0.0) - then.get(key, 0.0)) > SHARE_MOVED
        ]
    lengths = before.get("message_length", {})
    lines += [
        f"a {role} message has {now:.0f} characters, {lengths[role]:.0f} where {name} was fitted"
        for role, now in profile.message_length.items()
        if lengths.get(role) and not 1 / LENGTH_TIMES <= now / lengths[role] <= LENGTH_TIMES
    ]
    columns = before.get("columns", {})
    outside = [
        f"{column} {mean:.2f} (mean of a hundred threads {columns[column][1]:.2f} to {columns[column][2]:.2f})"
        for column, (mean, _, _) in profile.columns.items()
        if column in columns and not columns[column][1] <= mean <= columns[column][2]
    ]
    if outside:
        lines.append(f"features outside what {name} was fitted on: {', '.join(outside)}")
    return lines


def _shares(values: Sequence[str]) -> dict[str, float]:
    return {key: round(count / len(values), 4) for key, count in sorted(Counter(values).items())}


def _columns(table: pd.DataFrame) -> dict[str, tuple[float, float, float]]:
    generator = np.random.default_rng(_SEED)
    drawn = generator.integers(0, len(table), size=(_DRAWS, PART_SIZE))
    means = table.to_numpy()[drawn].mean(axis=1)
    low, high = np.quantile(means, _RANGE, axis=0)
    return {
        str(column): (round(float(mean), 4), round(float(least), 4), round(float(most), 4))
        for column, mean, least, most in zip(table.columns, table.mean(), low, high, strict=True)
    }

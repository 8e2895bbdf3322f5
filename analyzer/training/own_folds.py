"""Folds that ask the right question: corpus threads are judged as of new brands, own ones as of one's own brands."""

from __future__ import annotations

from itertools import zip_longest

import numpy as np

from analyzer.errors import TrainingRefusedError
from analyzer.modeling.classifier import ordinal_codes
from analyzer.modeling.cross_validation import brand_folds
from analyzer.modeling.training import Rows, grouped_folds
from analyzer.training.copies import copy_groups
from analyzer.training.table import LabelledRows

FEWEST_OWN = 20


def groups_of(rows: LabelledRows) -> list[str]:
    """What must stay on one side of a fold: a brand's threads, and of own ones beside a corpus only near copies.

    A model for the own brands will meet them again, so its figures on them may rest on other threads of theirs.

    Raises:
        TrainingRefusedError: Fewer than ``FEWEST_OWN`` own threads.
    """
    if rows.alone:
        return rows.brands
    if rows.own < FEWEST_OWN:
        raise TrainingRefusedError(
            f"only {rows.own} threads of your own have a label", mend=f"label at least {FEWEST_OWN}"
        )
    return [*(f"own {number}" for number in copy_groups(rows.entries[: rows.own])), *rows.brands[rows.own :]]


def folds_of(rows: LabelledRows, groups: list[str]) -> list[tuple[Rows, Rows]]:
    """Rows to fit on and rows to test on; own threads and those of the corpus are each spread over all folds."""
    codes = ordinal_codes(rows.labels)
    if rows.alone:
        return brand_folds(rows.labels, groups)
    own, corpus = slice(None, rows.own), slice(rows.own, None)
    parts = zip_longest(
        (test for _, test in grouped_folds(codes[own], groups[own])),
        (test + rows.own for _, test in grouped_folds(codes[corpus], groups[corpus])),
        fillvalue=np.empty(0, dtype=np.intp),
    )
    everyone = np.arange(len(codes))
    tests = [np.concatenate(pair) for pair in parts]
    return [(np.setdiff1d(everyone, test), test) for test in tests]

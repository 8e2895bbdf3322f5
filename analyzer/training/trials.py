"""Quick fits that judge own threads as scoring does but for calibration: what weights and learning curves rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyzer.codebook import Label
from analyzer.features import feature_table
from analyzer.modeling.classifier import Probabilities, most_probable, ordinal_codes, raised_above_unresponsive
from analyzer.modeling.cross_validation import quick_judgements
from analyzer.modeling.training import FitSettings, Rows, Weights
from analyzer.training.table import LabelledRows, TrainingTable


@dataclass(frozen=True, slots=True)
class Trials:
    """What quick fits need.

    Attributes:
        table: Features of all rows, then those of the own rows in ``likely`` without their likely accusations.
        rows: The threads.
        likely: Own rows with likely accusations, in the order in which they stand at the end of ``table``.
        directions: Column to -1, 0 or 1.
        settings: Of every fit.
    """

    table: pd.DataFrame
    rows: LabelledRows
    likely: Rows
    directions: Mapping[str, int]
    settings: FitSettings

    @property
    def gold(self) -> NDArray[np.int64]:
        """Ordinal label of each row."""
        return ordinal_codes(self.rows.labels)

    def judgements(self, splits: Sequence[tuple[Rows, Rows]], weights: Sequence[Weights | None]) -> list[Probabilities]:
        """What a model of each split's first rows says of its second, which are own ones; see ``label_probabilities``.

        Raises:
            TrainingRefusedError: Only one side of a threshold has threads to fit on.
        """
        size = len(self.rows.labels)
        twice = [np.flatnonzero(np.isin(self.likely, test)) for _, test in splits]
        asked = [
            (train, np.concatenate([test, also + size])) for (train, test), also in zip(splits, twice, strict=True)
        ]
        labels = [*self.rows.labels, *(self.rows.labels[row] for row in self.likely)]
        said = quick_judgements(self.table, labels, self.directions, [self.settings] * len(splits), asked, weights)
        return [
            _spared(each, test, self.likely[also]) for each, (_, test), also in zip(said, splits, twice, strict=True)
        ]


def trials(table: TrainingTable, directions: Mapping[str, int], settings: FitSettings) -> Trials:
    """The trials of a training table."""
    own = table.reviewed[: table.rows.own]
    likely = [row for row, thread in enumerate(own) if thread.has_likely_accusations]
    firm = feature_table(own[row].without_likely_accusations() for row in likely)
    both = pd.concat([table.features, firm], ignore_index=True) if likely else table.features
    return Trials(both, table.rows, np.array(likely, dtype=np.intp), directions, settings)


def _spared(said: Probabilities, test: Rows, likely: Rows) -> Probabilities:
    """The judgements of ``test``, none unresponsive by likely accusations alone; theirs without them come after."""
    judged, firm = said[: len(test)].copy(), said[len(test) :]
    place = {row: number for number, row in enumerate(test.tolist())}
    lowest, firm_labels = most_probable(judged), most_probable(firm)
    spared = [
        place[row]
        for row, label in zip(likely.tolist(), firm_labels, strict=True)
        if lowest[place[row]] is Label.UNRESPONSIVE and label is not Label.UNRESPONSIVE
    ]
    judged[spared] = raised_above_unresponsive(judged[spared])
    return judged

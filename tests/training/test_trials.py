"""Quick fits judge as scoring does: no thread is unresponsive by likely accusations alone."""

from __future__ import annotations

import numpy as np

from analyzer.codebook import Label
from analyzer.features import feature_table
from analyzer.modeling.classifier import most_probable
from analyzer.modeling.training import DEFAULT_SETTINGS, fit_uncalibrated
from analyzer.nlp.annotation import annotate
from analyzer.readers import Reject, read_labelled_threads
from analyzer.scoring import label_probabilities, reviewed_thread
from analyzer.training.table import TrainingTable, labelled_rows, with_label
from analyzer.training.trials import trials
from tests.conftest import ROOT, shipped_model


def test_quick_judgements_are_those_of_scoring_before_calibration() -> None:
    read = read_labelled_threads([ROOT / "data" / "labelled" / "it.jsonl"])
    entries = with_label([each for each in read if not isinstance(each, Reject)][:240])
    rows = labelled_rows(entries, list(annotate(each.thread for each in entries)))
    model = shipped_model()
    reviewed = tuple(reviewed_thread(each, model.judges) for each in rows.annotated)
    table = TrainingTable(rows, reviewed, feature_table(reviewed), model.judges)
    train, test = np.arange(0, len(reviewed), 2), np.arange(1, len(reviewed), 2)
    free = dict.fromkeys(table.features.columns, 0)
    [said] = trials(table, free, DEFAULT_SETTINGS).judgements([(train, test)], [None])
    fitted = fit_uncalibrated(table.features.iloc[train], [rows.labels[row] for row in train], free, DEFAULT_SETTINGS)
    bare = fitted.probabilities(table.features.iloc[test])
    assert (said == label_probabilities([reviewed[row] for row in test], fitted)).all()
    spared = [row for row in range(len(test)) if most_probable(said)[row] is not most_probable(bare)[row]]
    assert spared
    assert all(most_probable(bare)[row] is Label.UNRESPONSIVE for row in spared)

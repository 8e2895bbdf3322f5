"""Labels that a rule wrote are told from labels that readers gave."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle, islice

import numpy as np
import pandas as pd
import pytest

from analyzer.codebook import Code, Confidence, Label
from analyzer.errors import TrainingRefusedError
from analyzer.modeling.artifact import Model
from analyzer.modeling.baselines import weighted_findings
from analyzer.modeling.classifier import most_probable
from analyzer.nlp.annotation import annotate
from analyzer.scores import Finding
from analyzer.scoring import label_probabilities, reviewed_thread
from analyzer.threads import Gold, LabelledThread
from analyzer.training.rule_labels import FEWEST_TO_TELL, refuse_rule_labels, worst_finding
from analyzer.training.table import TrainingTable, labelled_rows
from tests.conftest import shipped_model, thread_of

THREADS = [
    ["C: Where is my refund?", "B: It was issued today and reaches you tomorrow."],
    ["C: Where is my refund?", "B: Please send us your order number."],
    ["C: Dov'è il pacco?"],
    ["C: Il numero è 02/3293.", "B: Potresti comunicarci il numero che ti chiama?"],
    ["C: The app does not open.", "B: Thanks for reaching out! Have a nice day!"],
]


class Cycling:
    """A classifier that says one label after the other, whatever was found."""

    def probabilities(self, rows: pd.DataFrame) -> np.ndarray:
        return np.eye(3)[np.arange(len(rows)) % 3]


def model_at_hand() -> Model:
    return replace(shipped_model(), classifier=Cycling())  # type: ignore[arg-type]


def table(labels: list[Label], model: Model) -> TrainingTable:
    threads = [thread_of(lines) for lines in islice(cycle(THREADS), len(labels))]
    annotated = list(annotate(threads))
    entries = [LabelledThread(thread, Gold(label=label)) for thread, label in zip(threads, labels, strict=True)]
    reviewed = tuple(reviewed_thread(thread, model.judges) for thread in annotated)
    return TrainingTable(labelled_rows(entries, annotated), reviewed, pd.DataFrame(), model.judges)


def said(rule: str, threads: int) -> list[Label]:
    """What a rule says of the threads."""
    model = model_at_hand()
    seen = table([Label.PARTIAL] * threads, model).reviewed
    if rule == "weights":
        return most_probable(weighted_findings(thread.findings for thread in seen))
    if rule == "worst":
        return [worst_finding(thread.findings) for thread in seen]
    return most_probable(label_probabilities(seen, model.classifier))


@pytest.mark.parametrize(
    ("rule", "reason"), [("weights", "fixed weights"), ("worst", "findings"), ("model", "the model 'default'")]
)
def test_labels_that_a_rule_wrote_are_refused(rule: str, reason: str) -> None:
    labels = said(rule, FEWEST_TO_TELL)
    assert len(set(labels)) > 1
    with pytest.raises(TrainingRefusedError, match=reason):
        refuse_rule_labels(table(labels, shipped_model()), model_at_hand())


@pytest.mark.parametrize("rule", ["weights", "worst", "model"])
def test_a_reader_who_differs_three_times_in_a_hundred_passes(rule: str) -> None:
    labels = said(rule, FEWEST_TO_TELL)
    for row in range(3):
        labels[row] = next(label for label in Label if label is not labels[row])
    refuse_rule_labels(table(labels, shipped_model()), model_at_hand())


def test_a_few_threads_tell_nothing() -> None:
    refuse_rule_labels(table(said("model", FEWEST_TO_TELL - 1), shipped_model()), model_at_hand())


def test_the_worst_finding_decides() -> None:
    def finding(code: Code) -> Finding:
        return Finding(code, "m1", 0, 1, "x", Confidence.CERTAIN)

    assert worst_finding([]) is Label.PARTIAL
    assert worst_finding([finding(Code.ANSWER)]) is Label.RESPONSIVE
    assert worst_finding([finding(Code.ANSWER), finding(Code.NO_REPLY)]) is Label.UNRESPONSIVE
    assert worst_finding([finding(Code.SLOW_REPLY), finding(Code.ANSWER)]) is Label.RESPONSIVE

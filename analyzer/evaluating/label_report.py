"""The label of a model against gold: from found evidence, from gold evidence, and beside its baselines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzer.codebook import Label
from analyzer.evaluating.examined import ExaminedThread
from analyzer.evaluating.gold_evidence import with_gold_evidence
from analyzer.evaluating.slices import slices
from analyzer.findings import ReviewedThread
from analyzer.modeling.artifact import Model
from analyzer.modeling.baselines import fit_text_baseline, label_shares, weighted_findings
from analyzer.modeling.calibration import Calibration, calibration
from analyzer.modeling.classifier import Probabilities, ordinal_codes
from analyzer.modeling.label_figures import LabelFigures, label_figures
from analyzer.scores import ModelStamp
from analyzer.scoring import label_probabilities
from analyzer.threads import LabelledThread

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Slice:
    """Figures of some of the threads.

    Attributes:
        split: What the threads were split by.
        name: Which of them these are.
        found_evidence: The model on what was found.
        gold_evidence: The model on gold evidence; None where no thread of the slice has it.
    """

    split: str
    name: str
    found_evidence: LabelFigures
    gold_evidence: LabelFigures | None


@dataclass(frozen=True, slots=True)
class LabelReport:
    """How good the labels and scores of a model are.

    Attributes:
        model: Which model.
        threads: Threads judged: scorable, with a label that is not disputed.
        left_out: Scorable threads without a label.
        disputed: Scorable threads whose label readers disputed.
        found_evidence: The model on what was found, as ``analyzer score`` judges.
        gold_evidence: The same model on gold evidence; what it gains is what the rules cost. None without gold for it.
        baselines: Figures by name: the commonest label, findings by hand-set weights, and the words, where asked for.
        calibration: Reliability of the probabilities from found evidence.
        slices: The threads split by language, sector, channel, number of messages and file.
    """

    model: ModelStamp
    threads: int
    left_out: int
    disputed: int
    found_evidence: LabelFigures
    gold_evidence: LabelFigures | None
    baselines: dict[str, LabelFigures]
    calibration: Calibration
    slices: tuple[Slice, ...]


def label_report(
    examined: Sequence[ExaminedThread], model: Model, baseline_from: Sequence[LabelledThread] = ()
) -> LabelReport | None:
    """The report of a model; None where no scorable thread has a label.

    Args:
        examined: Threads with their evidence.
        model: The model to judge.
        baseline_from: Labelled threads to fit the word baseline on; none, no such baseline.

    Raises:
        TrainingRefusedError: No word baseline can be fitted on ``baseline_from``.
    """
    scorable = [thread for thread in examined if thread.reviewed is not None]
    labelled = [thread for thread in scorable if thread.gold.label is not None]
    kept = [thread for thread in labelled if not thread.gold.disputed.label]
    if not kept:
        return None
    labels = [thread.gold.label for thread in kept if thread.gold.label]
    gold = ordinal_codes(labels)
    reviewed = [thread.reviewed for thread in kept if thread.reviewed]
    found = label_probabilities(reviewed, model.classifier)
    ideal = _Ideal.of(kept, model)
    rows = np.arange(len(kept))
    return LabelReport(
        model=model.stamp,
        threads=len(kept),
        left_out=len(scorable) - len(labelled),
        disputed=len(labelled) - len(kept),
        found_evidence=label_figures(gold, found),
        gold_evidence=ideal.figures(gold, rows),
        baselines=_baselines(kept, reviewed, labels, baseline_from),
        calibration=calibration(gold, found),
        slices=tuple(
            Slice(split, name, label_figures(gold[part], found[part]), ideal.figures(gold, np.array(part)))
            for split, name, part in slices(kept)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Ideal:
    """Judgements from gold evidence, and which rows have any."""

    probabilities: Probabilities
    known: NDArray[np.bool_]

    @classmethod
    def of(cls, threads: Sequence[ExaminedThread], model: Model) -> _Ideal:
        ideal = [with_gold_evidence(thread) for thread in threads]
        known = np.array([thread is not None for thread in ideal])
        probabilities = np.zeros((len(threads), 3))
        probabilities[known] = label_probabilities([thread for thread in ideal if thread is not None], model.classifier)
        return cls(probabilities, known)

    def figures(self, gold: Codes, rows: NDArray[np.intp]) -> LabelFigures | None:
        part = rows[self.known[rows]]
        return label_figures(gold[part], self.probabilities[part]) if len(part) else None


def _baselines(
    threads: Sequence[ExaminedThread],
    reviewed: Sequence[ReviewedThread],
    labels: Sequence[Label],
    baseline_from: Sequence[LabelledThread],
) -> dict[str, LabelFigures]:
    fitted_on = [entry for entry in baseline_from if entry.gold.label is not None and not entry.gold.disputed.label]
    known = [entry.gold.label for entry in fitted_on if entry.gold.label]
    predictions = {
        "commonest label": label_shares(known or labels, len(threads)),
        "weighted findings": weighted_findings(thread.findings for thread in reviewed),
    }
    if baseline_from:
        words = fit_text_baseline([entry.thread for entry in fitted_on], known)
        predictions["words"] = words.probabilities([thread.thread for thread in threads])
    gold = ordinal_codes(labels)
    return {name: label_figures(gold, probabilities) for name, probabilities in predictions.items()}

"""Everything an evaluation says, as plain data; the formats only lay it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.codebook import NotScorable
from analyzer.errors import EvaluationRefusedError
from analyzer.evaluating.agreement import Compared, LanguageAgreement, agreement_by_language
from analyzer.evaluating.cases import Part, cases_of, is_annotated
from analyzer.evaluating.counterfactuals import CounterfactualFigures, counterfactual_figures
from analyzer.evaluating.examined import ExaminedThread
from analyzer.evaluating.label_report import LabelReport, label_report
from analyzer.modeling.artifact import Model
from analyzer.threads import LabelledThread


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation found; the JSON form has these very keys.

    Attributes:
        files: Inputs, as the user named them.
        threads: Threads read.
        not_scorable: How many of them cannot be judged, by reason; they count nowhere else.
        evidence: Agreement of acts, requested slots and findings with gold, by language.
        label: Agreement of the model's labels and scores with gold; None where no thread has a label.
        counterfactuals: What changes that must not matter do to label and score; None where not asked for.
    """

    files: tuple[str, ...]
    threads: int
    not_scorable: dict[NotScorable, int]
    evidence: tuple[LanguageAgreement, ...]
    label: LabelReport | None
    counterfactuals: tuple[CounterfactualFigures, ...] | None = None


def compare(examined: Sequence[ExaminedThread]) -> list[Compared]:
    """The threads that can be judged, each beside its cases."""
    return [(thread, cases_of(thread)) for thread in examined if thread.reviewed is not None]


def evaluate(
    files: Sequence[str],
    examined: Sequence[ExaminedThread],
    compared: Sequence[Compared],
    model: Model,
    baseline_from: Sequence[LabelledThread] = (),
    counterfactuals: bool = False,
) -> Evaluation:
    """The figures of an evaluation.

    Args:
        files: Inputs, for the record.
        examined: Every thread read.
        compared: What ``compare`` made of them.
        model: The model whose labels are judged.
        baseline_from: Labelled threads to fit a baseline of bare words on, if wanted.
        counterfactuals: Whether to judge changed copies of the threads, too.

    Raises:
        EvaluationRefusedError: No thread has gold of any kind.
        TrainingRefusedError: No baseline can be fitted on ``baseline_from``.
    """
    if not any(_has_gold(thread) for thread in examined):
        raise EvaluationRefusedError(
            "no thread has gold labels", ", ".join(files), "add 'label', 'acts', 'requested' or 'findings' to them"
        )
    obstacles = Counter(thread.obstacle for thread in examined if thread.obstacle)
    return Evaluation(
        files=tuple(files),
        threads=len(examined),
        not_scorable=dict(sorted(obstacles.items())),
        evidence=agreement_by_language(compared),
        label=label_report(examined, model, baseline_from),
        counterfactuals=counterfactual_figures(examined, model) if counterfactuals else None,
    )


def _has_gold(thread: ExaminedThread) -> bool:
    return thread.gold.label is not None or any(is_annotated(thread.gold, part) for part in Part)

"""Everything an evaluation says, as plain data; the formats only lay it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.codebook import NotScorable
from analyzer.errors import EvaluationRefusedError
from analyzer.evaluating.agreement import Compared, LanguageAgreement, agreement_by_language
from analyzer.evaluating.cases import Part, cases_of, is_annotated
from analyzer.evaluating.examined import ExaminedThread


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation found; the JSON form has these very keys.

    Attributes:
        files: Inputs, as the user named them.
        threads: Threads read.
        not_scorable: How many of them cannot be judged, by reason; they count nowhere else.
        evidence: Agreement of acts, requested slots and findings with gold, by language.
    """

    files: tuple[str, ...]
    threads: int
    not_scorable: dict[NotScorable, int]
    evidence: tuple[LanguageAgreement, ...]


def compare(examined: Sequence[ExaminedThread]) -> list[Compared]:
    """The threads that can be judged, each beside its cases."""
    return [(thread, cases_of(thread)) for thread in examined if thread.reviewed is not None]


def evaluate(files: Sequence[str], examined: Sequence[ExaminedThread], compared: Sequence[Compared]) -> Evaluation:
    """The figures of an evaluation.

    Args:
        files: Inputs, for the record.
        examined: Every thread read.
        compared: What ``compare`` made of them.

    Raises:
        EvaluationRefusedError: No thread has gold of any kind.
    """
    if not any(_has_gold(thread) for thread in examined):
        raise EvaluationRefusedError(
            "no thread has gold labels", ", ".join(files), "add 'label', 'acts', 'requested' or 'findings' to them"
        )
    obstacles = Counter(thread.obstacle for thread in examined if thread.obstacle)
    return Evaluation(tuple(files), len(examined), dict(sorted(obstacles.items())), agreement_by_language(compared))


def _has_gold(thread: ExaminedThread) -> bool:
    return thread.gold.label is not None or any(is_annotated(thread.gold, part) for part in Part)

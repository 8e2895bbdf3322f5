"""Labels that a rule wrote: a model fitted on them learns the rule, and its figures say nothing about readers.

Two readers of the codebook agree on 95 of 100 labels, and the best rule on gold evidence reaches 93. Labels that match
a fixed rule more than 98 times in 100 were therefore not made by reading. The rules tried are findings summed by
hand-set weights and the worst finding, each on what was found and on gold findings, and the labels of the model at
hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.codebook import Code, Confidence, Label
from analyzer.errors import TrainingRefusedError
from analyzer.findings import ReviewedThread
from analyzer.modeling.artifact import Model
from analyzer.modeling.baselines import weighted_findings
from analyzer.modeling.classifier import most_probable
from analyzer.scores import Finding
from analyzer.scoring import label_probabilities, reviewed_thread
from analyzer.threads import LabelledThread
from analyzer.training.table import TrainingTable

SUSPICIOUS = 0.98
FEWEST_TO_TELL = 100


def refuse_rule_labels(table: TrainingTable, base: Model | None, seen: Sequence[ReviewedThread] | None = None) -> None:
    """Stops where labels are what a fixed rule says.

    Args:
        table: Threads with what was found in them.
        base: The model at hand; its judges and its labels are tried too.
        seen: The threads as its judges see them, where that is known already.

    Raises:
        TrainingRefusedError: At least ``FEWEST_TO_TELL`` threads, and more than 98 % of their labels match a rule.
    """
    for rule, rows, said in _rules(table, base, seen):
        if len(rows) < FEWEST_TO_TELL:
            continue
        right = sum(table.rows.labels[row] is label for row, label in zip(rows, said, strict=True))
        if right > SUSPICIOUS * len(rows):
            raise TrainingRefusedError(
                f"{right} of {len(rows)} labels are what {rule}", mend="label by reading, not by rule or model"
            )


def worst_finding(findings: Sequence[Finding]) -> Label:
    """A rule of three lines: any finding against the brand, then any credit, then neither."""
    if any(not found.code.is_credit and found.code is not Code.SLOW_REPLY for found in findings):
        return Label.UNRESPONSIVE
    return Label.RESPONSIVE if findings else Label.PARTIAL


def _rules(
    table: TrainingTable, base: Model | None, known: Sequence[ReviewedThread] | None
) -> Iterator[tuple[str, Sequence[int], Sequence[Label]]]:
    everyone = range(len(table.reviewed))
    yield from _by_findings([thread.findings for thread in table.reviewed], everyone, "found")
    gold = [row for row, entry in enumerate(table.rows.entries) if entry.gold.findings is not None]
    if gold:
        yield from _by_findings([_gold_findings(table.rows.entries[row]) for row in gold], gold, "gold")
    if base is not None:
        seen = known or [reviewed_thread(thread, base.judges) for thread in table.rows.annotated]
        yield from _by_findings([thread.findings for thread in seen], everyone, "found")
        labels = most_probable(label_probabilities(seen, base.classifier))
        yield f"the model {base.stamp.name!r} says", everyone, labels


def _by_findings(
    findings: Sequence[Sequence[Finding]], rows: Sequence[int], kind: str
) -> Iterator[tuple[str, Sequence[int], Sequence[Label]]]:
    yield f"{kind} findings by fixed weights say", rows, most_probable(weighted_findings(findings))
    yield f"the worst of {kind} findings says", rows, [worst_finding(each) for each in findings]


def _gold_findings(entry: LabelledThread) -> list[Finding]:
    return [
        Finding(found.code, found.message, 0, 0, "", Confidence.CERTAIN, found.slot)
        for found in dict.fromkeys(entry.gold.findings or ())
    ]

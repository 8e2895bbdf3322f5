"""Coded evidence: every rule of the codebook over a thread's ledger."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from analyzer.codebook import Code, Confidence
from analyzer.findings.base import FindingRule
from analyzer.ledger import Ledger
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.registry import declared
from analyzer.scores import Finding

__all__ = ["FindingRule", "ReviewedThread", "finding_rules", "review"]


@dataclass(frozen=True, slots=True)
class ReviewedThread:
    """A thread's ledger beside the findings in it, ordered by message, place and code."""

    ledger: Ledger
    findings: tuple[Finding, ...]

    def of(self, *codes: Code) -> tuple[Finding, ...]:
        """Findings with one of the codes."""
        return tuple(finding for finding in self.findings if finding.code in codes)

    def accused(self, message: AnnotatedMessage) -> bool:
        """Whether a reply carries a finding against the brand, slowness apart."""
        return any(
            finding.message == message.message.id and not finding.code.is_credit and finding.code is not Code.SLOW_REPLY
            for finding in self.findings
        )


def finding_rules() -> dict[Code, FindingRule]:
    """Every rule by its code, in the codebook's order."""
    rules = {rule.code: rule for rule in declared("analyzer.findings", FindingRule)}
    return {code: rules[code] for code in Code if code in rules}


def review(ledger: Ledger) -> ReviewedThread:
    """All findings of a thread; a rule gives way where a code it names was raised on the same message."""
    raised: dict[str, set[Code]] = defaultdict(set)
    findings: list[Finding] = []
    rules = sorted(finding_rules().values(), key=lambda rule: (bool(rule.gives_way_to), rule.code))
    for rule in rules:
        for found in rule.find(ledger):
            if not raised[found.message] & rule.gives_way_to:
                findings.append(found)
        for found in findings:
            raised[found.message].add(found.code)
    position = {entry.message.id: entry.index for entry in ledger.annotated.messages}
    certain_first = {Confidence.CERTAIN: 0, Confidence.LIKELY: 1}
    findings.sort(key=lambda found: (position[found.message], found.start, found.code, certain_first[found.confidence]))
    return ReviewedThread(ledger, tuple(findings))

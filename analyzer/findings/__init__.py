"""Coded evidence: every rule of the codebook over a thread's ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

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
    _codes: frozenset[Code] = field(init=False, repr=False, compare=False)
    _accused: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note once which codes there are and which messages carry a finding against the brand, slowness apart."""
        against = (each for each in self.findings if not each.code.is_credit and each.code is not Code.SLOW_REPLY)
        object.__setattr__(self, "_codes", frozenset([each.code for each in self.findings]))
        object.__setattr__(self, "_accused", frozenset([each.message for each in against]))

    def of(self, *codes: Code) -> tuple[Finding, ...]:
        """Findings with one of the codes."""
        if self._codes.isdisjoint(codes):
            return ()
        return tuple([finding for finding in self.findings if finding.code in codes])

    @property
    def has_likely_accusations(self) -> bool:
        """Whether some finding against the brand is only likely."""
        return any(_likely_accusation(finding) for finding in self.findings)

    def without_likely_accusations(self) -> ReviewedThread:
        """The same thread with only the certain findings against the brand, and all credits."""
        kept = tuple(finding for finding in self.findings if not _likely_accusation(finding))
        return ReviewedThread(self.ledger, kept)

    def accused(self, message: AnnotatedMessage) -> bool:
        """Whether a reply carries a finding against the brand, slowness apart."""
        return message.message.id in self._accused


def _likely_accusation(finding: Finding) -> bool:
    return finding.confidence is Confidence.LIKELY and not finding.code.is_credit


@cache
def finding_rules() -> Mapping[Code, FindingRule]:
    """Every rule by its code, in the codebook's order."""
    rules = {rule.code: rule for rule in declared("analyzer.findings", FindingRule)}
    return MappingProxyType({code: rules[code] for code in Code if code in rules})


def review(ledger: Ledger) -> ReviewedThread:
    """All findings of a thread; a rule gives way where a code it names was raised on the same message."""
    found = [(rule, finding) for rule in finding_rules().values() for finding in rule.find(ledger)]
    raised: dict[str, set[Code]] = defaultdict(set)
    for _, finding in found:
        raised[finding.message].add(finding.code)
    findings = [finding for rule, finding in found if not raised[finding.message] & rule.gives_way_to]
    position = {entry.message.id: entry.index for entry in ledger.annotated.messages}
    certain_first = {Confidence.CERTAIN: 0, Confidence.LIKELY: 1}
    findings.sort(key=lambda seen: (position[seen.message], seen.start, seen.code, certain_first[seen.confidence]))
    return ReviewedThread(ledger, tuple(findings))

"""Whether an audit passes."""

from __future__ import annotations

from analyzer.auditing.policy import AuditPolicy
from analyzer.report.summary import AuditSummary


def failed_gates(summary: AuditSummary, policy: AuditPolicy) -> list[str]:
    """One sentence for each gate that failed."""
    failed = []
    mean = summary.headline.mean_score.value
    if policy.fail_under is not None and mean is not None and mean < policy.fail_under:
        failed.append(f"the mean score is {mean:.1f}, below {policy.fail_under:g}")
    found = {figures.code: figures.threads for figures in summary.findings}
    failed.extend(f"{code} in {found[code]} threads" for code in sorted(policy.fail_on) if code in found)
    return failed

"""What an audit lets pass: weights, critical findings and gates, as code and as a TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from analyzer.codebook import Code
from analyzer.errors import UsageError
from analyzer.ledger.policy import DEFAULT_POLICY, ReplyTimePolicy, policy_content, reply_time_policy

DEFAULT_WEIGHTS: Mapping[Code, float] = {
    code: 0.0 if code.is_credit or code is Code.SLOW_REPLY else 0.5 if code is Code.UNANSWERED_QUESTION else 1.0
    for code in Code
}


@dataclass(frozen=True, slots=True)
class AuditPolicy:
    """What an audit lets pass.

    Attributes:
        reply_times: When a reply is late.
        weights: What each finding counts in the order of what went wrong most, 0 or more; a likely one counts half.
        critical: Findings that fail a thread whatever its score.
        thread_fails_under: Score below which a thread fails, 0 to 100.
        fail_under: Mean score below which the audit fails; None for no such gate.
        fail_on: Findings any of which fails the audit.
    """

    reply_times: ReplyTimePolicy = DEFAULT_POLICY
    weights: Mapping[Code, float] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    critical: frozenset[Code] = frozenset()
    thread_fails_under: float = 25.0
    fail_under: float | None = None
    fail_on: frozenset[Code] = frozenset()


class _Audit(msgspec.Struct, forbid_unknown_fields=True):
    """The ``[audit]`` table of a policy file."""

    weights: dict[Code, float] = {}
    critical: list[Code] = []
    thread_fails_under: float = 25.0
    fail_under: float | None = None
    fail_on: list[Code] = []


def read_audit_policy(path: str) -> AuditPolicy:
    """The policy in a TOML file; what it leaves out is as by default.

    Raises:
        UsageError: The file cannot be read, is no TOML, or holds a key or value that has no meaning here.
    """
    content = policy_content(path)
    reply_times = reply_time_policy(content, path)
    found = _audit_table(content.get("audit", {}), path)
    for name in ("thread_fails_under", "fail_under"):
        if (value := getattr(found, name)) is not None and not 0 <= value <= 100:
            raise UsageError(f"{name} is not between 0 and 100", path, "give a score")
    for code, weight in found.weights.items():
        if code.is_credit or not 0 <= weight < float("inf"):
            raise UsageError(f"weight of {code} is not allowed", path, "weigh accusations alone, with 0 or more")
    return AuditPolicy(
        reply_times,
        {**DEFAULT_WEIGHTS, **found.weights},
        frozenset(found.critical),
        found.thread_fails_under,
        found.fail_under,
        frozenset(found.fail_on),
    )


def _audit_table(table: Any, path: str) -> _Audit:
    try:
        return msgspec.convert(table, _Audit)
    except msgspec.ValidationError as error:
        raise UsageError(f"audit: {error}", path, "see the policy file in the README") from None

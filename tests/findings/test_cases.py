"""Every code has cases: threads that raise it and near-misses that must not.

``missed`` and ``mistaken`` hold what the rules are known to get wrong: a case that comes right fails there, so that it
is moved up and kept.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from analyzer.codebook import Code
from analyzer.findings import finding_rules
from analyzer.scores import Finding
from tests.conftest import reviewed

FOLDER = Path(__file__).parent


def cases(kind: str) -> list[Any]:
    found = []
    for code in Code:
        content = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
        entries = content.get(kind, [])
        found.extend(pytest.param(code, case, id=f"{code}-{kind}-{number}") for number, case in enumerate(entries))
    return found


def raised(code: Code, case: dict[str, Any]) -> list[Finding]:
    return list(reviewed(case["thread"], case.get("language"), case.get("times", ())).of(code))


def fits(finding: Finding, case: dict[str, Any]) -> bool:
    quote = case.get("quote", "")
    return (
        finding.message == case.get("message", finding.message)
        and (quote in finding.quote or finding.quote in quote or _share(quote, finding.quote))
        and finding.slot == case.get("slot", finding.slot)
        and finding.confidence == case.get("confidence", finding.confidence)
        and (finding.rests_on is None or finding.rests_on.message == case.get("rests_on", finding.rests_on.message))
    )


def _share(expected: str, found: str) -> bool:
    """Whether the quotes share a word of substance."""
    return any(len(word) > 3 and word in found for word in expected.split())


@pytest.mark.parametrize(("code", "case"), cases("raises"))
def test_the_evidence_is_found(code: Code, case: dict[str, Any]) -> None:
    assert any(fits(finding, case) for finding in raised(code, case)), case.get("why")


@pytest.mark.parametrize(("code", "case"), cases("silent"))
def test_a_near_miss_raises_nothing(code: Code, case: dict[str, Any]) -> None:
    assert not raised(code, case), case.get("why")


@pytest.mark.parametrize(("code", "case"), cases("missed"))
def test_a_known_miss_is_still_missed(code: Code, case: dict[str, Any]) -> None:
    assert not any(fits(finding, case) for finding in raised(code, case)), "found now: move it to [[raises]]"


@pytest.mark.parametrize(("code", "case"), cases("mistaken"))
def test_a_known_mistake_is_still_made(code: Code, case: dict[str, Any]) -> None:
    assert raised(code, case), "silent now: move it to [[silent]]"


@pytest.mark.parametrize("code", list(Code))
def test_every_code_has_a_rule_and_cases_of_both_kinds(code: Code) -> None:
    content = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    assert code in finding_rules()
    assert content["raises"]
    assert content["silent"]

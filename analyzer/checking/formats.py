"""A check as lines for people, as JSON, and as annotations of GitHub Actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from analyzer.checking.checking import Check, Judgement
from analyzer.checking.open_items import OpenItem
from analyzer.checking.wording import says
from analyzer.codebook import Confidence
from analyzer.findings.base import shortened
from analyzer.scores import Evidence, Finding
from analyzer.writers.base import finding_record
from analyzer.writers.console import SCALE
from analyzer.writers.terminal_text import one_line


def _place(evidence: Evidence | Finding) -> str:
    return f"{evidence.message}:{evidence.start}-{evidence.end}"


def _line(finding: Finding, check: Check) -> str:
    doubt = " (likely)" if finding.confidence is Confidence.LIKELY else ""
    return one_line(f"{_place(finding)} {finding.code} {says(finding, check.values)}{doubt}")


def _verdict(judgement: Judgement) -> str:
    return "none" if judgement.score is None else f"{judgement.score:.1f} {judgement.label}"


def text_lines(check: Check) -> Iterator[str]:
    """What a linter prints: findings of the draft, score before and after, what stays open and what closes it."""
    if check.not_scorable:
        yield f"not scorable: {check.not_scorable}"
        return
    for finding in check.findings:
        yield _line(finding, check)
    for finding in check.caused:
        yield f"{_line(finding, check)}, with this reply"
    for finding in check.closed:
        yield one_line(f"{_place(finding)} {finding.code} is closed by this reply")
    yield f"score {_verdict(check.before)} -> {_verdict(check.after)} (scale: {SCALE})"
    for item in check.open:
        yield one_line(f'open {_place(item.evidence)} {item.says}: "{shortened(item.evidence.quote)}"')
        yield f"  to close it: {item.closes}"
    if not check.open:
        yield "nothing stays open"


def check_record(check: Check) -> dict[str, Any]:
    """The check as a JSON object; findings as in scores, each with ``says``."""
    record: dict[str, Any] = {
        "thread_id": check.draft.after.id,
        "draft": check.draft.message.id,
        "score": {"before": check.before.score, "after": check.after.score},
        "label": {"before": check.before.label, "after": check.after.label},
        "findings": [_finding(finding, check) for finding in check.findings],
        "closed": [_finding(finding, check) for finding in check.closed],
        "caused": [_finding(finding, check) for finding in check.caused],
        "open": [_open(item) for item in check.open],
        "model": check.model,
    }
    if check.not_scorable:
        record["not_scorable"] = check.not_scorable
    return record


def json_lines(check: Check) -> Iterator[str]:
    """The check as one line of JSON."""
    yield msgspec.json.encode(check_record(check)).decode("utf-8")


def github_lines(check: Check) -> Iterator[str]:
    """Workflow commands: an error for what is certain against the brand, a warning for what is likely.

    See GitHub, "Workflow commands for GitHub Actions".
    """
    for finding in (*check.findings, *check.caused):
        if not finding.code.is_credit:
            level = "error" if finding.confidence is Confidence.CERTAIN else "warning"
            title = f"{finding.code} {finding.code.finding_name}"
            yield _command(level, check, title, f"{_place(finding)} {says(finding, check.values)}")
    for item in check.open:
        text = f'{_place(item.evidence)} {item.says}: "{shortened(item.evidence.quote)}"; to close it: {item.closes}'
        yield _command("notice", check, f"open {item.kind}", text)
    outcome = check.not_scorable and f"not scorable: {check.not_scorable}"
    yield _command("notice", check, "score", outcome or f"score {_verdict(check.before)} -> {_verdict(check.after)}")


FORMATS: Mapping[str, Callable[[Check], Iterator[str]]] = {
    "text": text_lines,
    "json": json_lines,
    "github": github_lines,
}


def _finding(finding: Finding, check: Check) -> dict[str, Any]:
    return {**finding_record(finding), "says": says(finding, check.values)}


def _open(item: OpenItem) -> dict[str, Any]:
    evidence = item.evidence
    return {
        "kind": item.kind,
        "message": evidence.message,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "slot": item.slot,
        "due": item.due,
        "says": item.says,
        "closes": item.closes,
    }


def _command(level: str, check: Check, title: str, text: str) -> str:
    source = check.draft.after.source
    place = {"file": source.file, "line": str(source.line or 1), "title": title}
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items())
    return f"::{level} {properties}::{_data(one_line(text))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")

"""What a thread's two sides owe each other: data, answers, time, outcomes; each entry with its span."""

from __future__ import annotations

from analyzer.ledger.data_items import Ledger, Request, Statement, build_ledger
from analyzer.ledger.needs import has_substance
from analyzer.ledger.policy import DEFAULT_POLICY, ReplyTimePolicy, read_policy

__all__ = [
    "DEFAULT_POLICY",
    "Ledger",
    "ReplyTimePolicy",
    "Request",
    "Statement",
    "build_ledger",
    "has_substance",
    "read_policy",
]

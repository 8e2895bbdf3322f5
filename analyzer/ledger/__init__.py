"""What a thread's two sides owe each other: data, answers, time, outcomes; each entry with its span."""

from __future__ import annotations

from analyzer.ledger.data_items import Ledger, Request, Statement, build_ledger
from analyzer.ledger.needs import has_substance, needs_answer

__all__ = ["Ledger", "Request", "Statement", "build_ledger", "has_substance", "needs_answer"]

"""Shows whether a brand really answered: reads customer-care threads, quotes the evidence, scores the replies.

Importing this package is cheap; what a name needs is imported when the name is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "AnalyzerError": "analyzer.errors",
    "CumulativeClassifier": "analyzer.modeling.estimator",
    "Finding": "analyzer.scores",
    "Message": "analyzer.threads",
    "ReadOptions": "analyzer.readers",
    "Reject": "analyzer.readers",
    "ReplyTimePolicy": "analyzer.ledger.policy",
    "Score": "analyzer.scores",
    "Thread": "analyzer.threads",
    "ThreadFeatures": "analyzer.thread_features",
    "feature_table": "analyzer.features",
    "load_model": "analyzer.modeling.artifact",
    "read_policy": "analyzer.ledger.policy",
    "read_labelled_threads": "analyzer.readers",
    "read_threads": "analyzer.readers",
    "score_threads": "analyzer.scoring",
    "train": "analyzer.training.training",
}
__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'analyzer' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)

"""What a model has to beat: the commonest label, findings counted by hand-set weights, and the bare words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from threadpoolctl import threadpool_limits

from analyzer.codebook import Code, Confidence, Label, Role
from analyzer.errors import TrainingRefusedError
from analyzer.modeling.classifier import LABELS, Probabilities, ordinal_codes
from analyzer.scores import Finding
from analyzer.threads import Thread

HAND_SET_WEIGHTS: Mapping[Code, float] = {
    **{code: 1.0 if code.is_credit else -1.0 for code in Code},
    Code.RESOLUTION: 2.0,
    Code.UNANSWERED_QUESTION: -0.5,
    Code.SLOW_REPLY: 0.0,
}
LIKELY_WEIGHT = 0.5
THRESHOLDS = (-0.75, 0.75)
STEEPNESS = 2.0
FEWEST_THREADS_OF_A_WORD = 2
_WORD = re.compile(r"[^\W_]{2,}")


def label_shares(labels: Sequence[Label], threads: int) -> Probabilities:
    """The shares of the labels given, for every thread alike: the label it names is the commonest one.

    Args:
        labels: Where the shares are taken from, at least one.
        threads: Number of rows.

    Returns:
        Shape (threads, 3).
    """
    shares = np.bincount(ordinal_codes(labels), minlength=len(LABELS)) / len(labels)
    return np.tile(shares, (threads, 1))


def weighted_findings(findings: Iterable[Sequence[Finding]]) -> Probabilities:
    """A sum of findings by ``HAND_SET_WEIGHTS``, a likely one by half, read as an ordinal judgement.

    Nothing is fitted. ``P(label >= k)`` is the logistic function of ``STEEPNESS`` times the distance of the sum from
    the k-th of ``THRESHOLDS`` (the proportional-odds form of McCullagh, "Regression models for ordinal data", 1980):
    a sum at or below -0.75 means unresponsive, one at or above 0.75 responsive.

    Args:
        findings: One sequence a thread.

    Returns:
        Shape (threads, 3).
    """
    sums = np.array([sum(map(_weight, thread)) for thread in findings], dtype=np.float64)
    partial, responsive = (1 / (1 + np.exp(-STEEPNESS * (sums - threshold))) for threshold in THRESHOLDS)
    return np.column_stack([1 - partial, partial - responsive, responsive])


def _weight(finding: Finding) -> float:
    return HAND_SET_WEIGHTS[finding.code] * (LIKELY_WEIGHT if finding.confidence is Confidence.LIKELY else 1.0)


@dataclass(frozen=True, slots=True)
class TextBaseline:
    """TF-IDF and logistic regression on the words of a thread, each prefixed by who says it."""

    pipeline: Any

    def probabilities(self, threads: Sequence[Thread]) -> Probabilities:
        """Probability of each label; shape (threads, 3), 0 for a label it was not fitted on."""
        table = np.zeros((len(threads), len(LABELS)))
        if threads:
            with threadpool_limits(1):
                table[:, self.pipeline.classes_] = self.pipeline.predict_proba(list(threads))
        return table


def fit_text_baseline(threads: Sequence[Thread], labels: Sequence[Label]) -> TextBaseline:
    """Fits the baseline on words and pairs of words.

    Raises:
        TrainingRefusedError: The threads have fewer than two labels, or share no words.
    """
    if len(set(labels)) < 2:
        raise TrainingRefusedError("a baseline needs threads of at least two labels", mend="label more threads")
    vectors = TfidfVectorizer(analyzer=role_words, min_df=FEWEST_THREADS_OF_A_WORD, sublinear_tf=True)
    pipeline = make_pipeline(vectors, LogisticRegression(C=10, max_iter=2_000, class_weight="balanced"))
    try:
        with threadpool_limits(1):
            pipeline.fit(list(threads), ordinal_codes(labels))
    except ValueError as error:
        raise TrainingRefusedError("the threads share no words", mend="add threads") from error
    return TextBaseline(pipeline)


def role_words(thread: Thread) -> list[str]:
    """Words and pairs of neighbouring words of the customer (``c:``) and of the brand's replies (``b:``)."""
    found: list[str] = []
    for message in thread.messages:
        side = "c:" if message.role is Role.CUSTOMER else "b:" if message.is_reply else ""
        if side:
            words = _WORD.findall(message.text.casefold())
            found.extend(side + word for word in words)
            found.extend(f"{side}{first} {second}" for first, second in pairwise(words))
    return found

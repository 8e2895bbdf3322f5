"""More against the brand never raises a score, more for it never lowers one: over the findings of shipped threads."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from analyzer.codebook import Code, Confidence
from analyzer.features import feature_table
from analyzer.findings import ReviewedThread, review
from analyzer.ledger import build_ledger
from analyzer.modeling.artifact import Model
from analyzer.modeling.classifier import expected_score
from analyzer.nlp.annotation import AnnotatedMessage, annotate
from analyzer.scores import Finding
from analyzer.scoring import label_probabilities
from tests.properties.conftest import shipped_threads

ON_REPLIES = [
    code for code in Code if code not in (Code.UNANSWERED_QUESTION, Code.NO_REPLY, Code.SLOW_REPLY)
]  # the codes a reply can carry; U403 moves nothing


@cache
def every_third() -> list[ReviewedThread]:
    return [review(build_ledger(thread)) for thread in annotate(shipped_threads()[::3]) if thread.obstacle is None]


def firm(thread: ReviewedThread) -> ReviewedThread:
    """The thread with every finding certain."""
    return replace(
        thread, findings=tuple(replace(finding, confidence=Confidence.CERTAIN) for finding in thread.findings)
    )


def with_one_more(thread: ReviewedThread, code: Code, reply: AnnotatedMessage) -> ReviewedThread:
    found = Finding(code, reply.message.id, 0, 1, reply.message.text[:1], Confidence.CERTAIN)
    return replace(thread, findings=(*thread.findings, found))


def moved_the_wrong_way(threads: list[ReviewedThread], code: Code, model: Model) -> list[str]:
    """Threads whose score one more finding of the code on some reply moves against its meaning."""
    before = expected_score(label_probabilities(threads, model.classifier)).tolist()
    cases = [
        (thread, before[place], with_one_more(thread, code, reply))
        for place, thread in enumerate(threads)
        for reply in thread.ledger.annotated.replies
    ]
    after = expected_score(label_probabilities([more for _, _, more in cases], model.classifier)).tolist()
    return [
        thread.ledger.annotated.thread.id
        for (thread, was, _), now in zip(cases, after, strict=True)
        if (now < was if code.is_credit else now > was)
    ]


@pytest.mark.parametrize("code", ON_REPLIES)
def test_one_more_finding_moves_the_score_as_it_means(default_model: Model, code: Code) -> None:
    assert not moved_the_wrong_way([firm(thread) for thread in every_third()], code, default_model)


def test_one_more_accusation_never_raises_a_score_also_beside_likely_ones(default_model: Model) -> None:
    accusations = [code for code in ON_REPLIES if not code.is_credit]
    assert not [name for code in accusations for name in moved_the_wrong_way(every_third(), code, default_model)]


def test_the_feature_table_is_the_same_however_threads_are_batched() -> None:
    threads = every_third()[:60]
    whole = feature_table(threads)
    parts = [feature_table(threads[start : start + 7]) for start in range(0, len(threads), 7)]
    assert whole.to_numpy().tolist() == [row for part in parts for row in part.to_numpy().tolist()]

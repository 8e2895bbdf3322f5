"""What people correct teaches the text models as what they go through whole does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from analyzer.codebook import Act, Code, Verdict
from analyzer.judge_training import is_told, train_judges
from analyzer.nlp.annotation import AnnotatedThread, annotate
from analyzer.nlp.text_model import chances
from analyzer.readers import Reject, read_labelled_threads
from analyzer.threads import Correction, Gold, LabelledThread
from tests.conftest import ROOT

CORRECTED = 30


@pytest.fixture(scope="module")
def threads() -> tuple[list[LabelledThread], list[AnnotatedThread]]:
    read = (each for each in read_labelled_threads([ROOT / "data" / "labelled" / "en.jsonl"]))
    labelled = [each for each in read if not isinstance(each, Reject)][:160:2]
    return labelled, list(annotate(each.thread for each in labelled))


def corrected(entry: LabelledThread, verdict: Verdict) -> LabelledThread:
    """The thread of which nothing is told but whether each reply apologises."""
    replies = [message.id for message in entry.thread.messages if message.is_reply]
    said = tuple(Correction(message, verdict, act=Act.APOLOGY) for message in replies)
    return replace(entry, gold=Gold(entry.gold.label, corrections=said))


def chance_of_an_apology(labelled: Sequence[LabelledThread], annotated: Sequence[AnnotatedThread]) -> float:
    """What the model says of a reply with no known word, 0 to 1."""
    acts = train_judges(labelled, annotated).judges.acts
    return float(chances(acts.calibrated((), {}))[acts.outputs.index(Act.APOLOGY)])


def test_corrected_acts_teach_the_model(threads: tuple[list[LabelledThread], list[AnnotatedThread]]) -> None:
    labelled, annotated = threads
    said = {
        verdict: chance_of_an_apology(
            [*(corrected(each, verdict) for each in labelled[:CORRECTED]), *labelled[CORRECTED:]], annotated
        )
        for verdict in (Verdict.RIGHT, Verdict.WRONG)
    }
    assert said[Verdict.RIGHT] > said[Verdict.WRONG]


@pytest.mark.parametrize(
    ("gold", "told"),
    [
        (Gold(), False),
        (Gold(acts={}), True),
        (Gold(findings=()), True),
        (Gold(corrections=(Correction("m2", Verdict.WRONG, act=Act.APOLOGY),)), True),
        (Gold(corrections=(Correction("m2", Verdict.MISSING, code=Code.ANSWER),)), True),
        (Gold(corrections=(Correction("m2", Verdict.WRONG, code=Code.DEFLECTION),)), False),
    ],
)
def test_threads_that_tell_something_of_acts_or_answers_are_learned_from(gold: Gold, told: bool) -> None:
    assert is_told(gold) is told

"""Threads with gold acts and findings in, the text models of replies out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analyzer.codebook import Act, Code
from analyzer.modeling.text_fitting import TextExample, TextFitSettings, fit_text_model
from analyzer.nlp.annotation import AnnotatedMessage, AnnotatedThread
from analyzer.nlp.judging import ANSWER, Judges, logit_cues, replies_in_context, reply_grams, with_chances
from analyzer.nlp.reply_cues import act_cues, answer_cues
from analyzer.threads import LabelledThread

ACT_SETTINGS = TextFitSettings(strength=10.0)
ANSWER_SETTINGS = TextFitSettings(strength=0.5, cue_weight=1.0)
ANSWER_THRESHOLD = 0.2


@dataclass(frozen=True, slots=True)
class JudgeTraining:
    """Fitted judges, and the training threads as judges of other brands see them.

    Attributes:
        judges: Fitted on all threads.
        threads: The threads given, each reply with the chances that a model of other brands gives it.
    """

    judges: Judges
    threads: tuple[AnnotatedThread, ...]


def train_judges(labelled: Sequence[LabelledThread], annotated: Sequence[AnnotatedThread]) -> JudgeTraining:
    """Fits the text models on the gold acts and findings of threads.

    Args:
        labelled: Threads with gold acts and findings; disputed ones count neither way.
        annotated: The same threads, annotated by the patterns alone, in the same order.
    """
    replies = [
        (row, reply, waiting, first)
        for row, thread in enumerate(annotated)
        for reply, waiting, first in replies_in_context(thread.messages)
    ]
    groups = [(labelled[row].thread.brand or f"#{row}").casefold() for row, *_ in replies]
    examples = [
        TextExample(reply_grams(reply), act_cues(reply, first), _gold_acts(labelled[row], reply), group)
        for (row, reply, _, first), group in zip(replies, groups, strict=True)
    ]
    acts, act_logits = fit_text_model(examples, tuple(Act), ACT_SETTINGS)
    examples = [
        TextExample(
            (),
            answer_cues(reply, waiting, first) | logit_cues(acts.outputs, logits),
            {ANSWER} if _answers(labelled[row], reply) else (),
            group,
        )
        for (row, reply, waiting, first), logits, group in zip(replies, act_logits, groups, strict=True)
    ]
    answers, answer_logits = fit_text_model(examples, (ANSWER,), ANSWER_SETTINGS)
    judges = Judges(acts, replace(answers, thresholds=np.array([ANSWER_THRESHOLD])))
    threads = [list(thread.messages) for thread in annotated]
    for (row, reply, *_), logits, answering in zip(replies, act_logits, answer_logits, strict=True):
        threads[row][reply.index] = with_chances(reply, judges, logits, answering)
    return JudgeTraining(
        judges,
        tuple(replace(thread, messages=tuple(held)) for thread, held in zip(annotated, threads, strict=True)),
    )


def _gold_acts(labelled: LabelledThread, reply: AnnotatedMessage) -> frozenset[str]:
    return frozenset(act.value for act in (labelled.gold.acts or {}).get(reply.message.id, ()))


def _answers(labelled: LabelledThread, reply: AnnotatedMessage) -> bool:
    return any(
        found.code is Code.ANSWER and found.message == reply.message.id for found in labelled.gold.findings or ()
    )

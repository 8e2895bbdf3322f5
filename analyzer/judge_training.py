"""Threads with gold acts and findings in, the text models of replies out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analyzer.codebook import Act, Code, Verdict
from analyzer.modeling.text_fitting import TextExample, TextFitSettings, fit_text_model
from analyzer.nlp.annotation import AnnotatedThread
from analyzer.nlp.judging import ANSWER, Judges, logit_cues, replies_in_context, reply_grams, with_chances
from analyzer.nlp.reply_cues import act_cues, answer_cues
from analyzer.threads import Gold, LabelledThread

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
        labelled: Threads of which something is told, see ``is_told``; what is not told of a reply counts neither way.
        annotated: The same threads, annotated by the patterns alone, in the same order.
    """
    replies = [
        (row, reply, waiting, first)
        for row, thread in enumerate(annotated)
        for reply, waiting, first in replies_in_context(thread.messages)
    ]
    groups = [(labelled[row].thread.brand or f"#{row}").casefold() for row, *_ in replies]
    told = [_told(labelled[row].gold, reply.message.id) for row, reply, *_ in replies]
    examples = [
        TextExample(reply_grams(reply), act_cues(reply, first), each.acts, group, each.unknown_acts)
        for (_, reply, _, first), each, group in zip(replies, told, groups, strict=True)
    ]
    acts, act_logits = fit_text_model(examples, tuple(Act), ACT_SETTINGS)
    examples = [
        TextExample(
            (),
            answer_cues(reply, waiting, first) | logit_cues(acts.outputs, logits),
            {ANSWER} if each.answers else (),
            group,
            {ANSWER} if each.answers is None else (),
        )
        for (_, reply, waiting, first), logits, each, group in zip(replies, act_logits, told, groups, strict=True)
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


def is_told(gold: Gold) -> bool:
    """Whether people said anything of a thread's acts or answers: gone through whole, or single ones corrected."""
    corrected = any(each.act is not None or each.code is Code.ANSWER for each in gold.corrections)
    return gold.acts is not None or gold.findings is not None or corrected


@dataclass(frozen=True, slots=True)
class _Told:
    """What people say of one reply; ``answers`` is None where they were not asked."""

    acts: frozenset[str]
    unknown_acts: frozenset[str]
    answers: bool | None


def _told(gold: Gold, message: str) -> _Told:
    said = {each.act: each.verdict for each in gold.corrections if each.act is not None and each.message == message}
    if gold.acts is not None:
        acts, unknown = frozenset(act.value for act in gold.acts.get(message, ())), frozenset[str]()
    else:
        acts = frozenset(act.value for act, verdict in said.items() if verdict is not Verdict.WRONG)
        unknown = frozenset(act.value for act in Act if act not in said)
    return _Told(acts, unknown, _answers(gold, message))


def _answers(gold: Gold, message: str) -> bool | None:
    if gold.findings is not None:
        return any(found.code is Code.ANSWER and found.message == message for found in gold.findings)
    said = [each.verdict for each in gold.corrections if each.code is Code.ANSWER and each.message == message]
    return said[-1] is not Verdict.WRONG if said else None

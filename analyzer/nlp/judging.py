"""What text models add to the patterns: whether a reply informs, and whether it answers what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analyzer.codebook import Act
from analyzer.nlp.annotation import AnnotatedMessage, AnnotatedThread
from analyzer.nlp.reply_cues import act_cues, answer_cues
from analyzer.nlp.spans import Mark
from analyzer.nlp.text_model import Floats, TextModel, chances
from analyzer.nlp.wording import ReadWord, word_grams

ANSWER, ANSWERS = "answer", "answers"
EVASION, EVASIONS = "evasion", "evasions"
_MAY_EVADE = 0.05
_FEWEST_TELLING_WORDS = 2
_LIMIT, _SCALE = 7.0, 5.0


@dataclass(frozen=True, slots=True)
class Judges:
    """The text models of replies.

    Attributes:
        acts: One output for each act; what it says of ``information`` is kept, of the rest only as cues.
        answers: One output, whether the reply answers on the substance; reads cues and the acts' logits.
    """

    acts: TextModel
    answers: TextModel


def judged(annotated: AnnotatedThread, judges: Judges) -> AnnotatedThread:
    """The thread, each reply with the chances the models give it and its informing and answering words marked."""
    done = list(annotated.messages)
    for reply, waiting, first in replies_in_context(annotated.messages):
        logits = judges.acts.calibrated(reply_grams(reply), act_cues(reply, first))
        cues = answer_cues(reply, waiting, first) | logit_cues(judges.acts.outputs, logits)
        answering = judges.answers.calibrated((), cues)
        done[reply.index] = with_chances(reply, judges, logits, answering)
    return replace(annotated, messages=tuple(done))


def replies_in_context(
    messages: Sequence[AnnotatedMessage],
) -> list[tuple[AnnotatedMessage, tuple[AnnotatedMessage, ...], bool]]:
    """Each reply with the customer messages since the reply before it, and whether it is the first."""
    found: list[tuple[AnnotatedMessage, tuple[AnnotatedMessage, ...], bool]] = []
    waiting: list[AnnotatedMessage] = []
    for message in messages:
        if message.is_customer:
            waiting.append(message)
        elif message.is_reply:
            found.append((message, tuple(waiting), not found))
            waiting = []
    return found


def reply_grams(reply: AnnotatedMessage) -> set[str]:
    """The word grams of all its sentences."""
    return {gram for sentence in reply.wording for gram in word_grams(sentence)}


def logit_cues(acts: Sequence[str], logits: Floats) -> dict[str, float]:
    """The acts' calibrated logits as cues, cut at both ends."""
    return {f"logit:{act}": value for act, value in zip(acts, np.clip(logits, -_LIMIT, _LIMIT) / _SCALE, strict=True)}


def with_chances(
    reply: AnnotatedMessage, judges: Judges, act_logits: Floats, answer_logits: Floats
) -> AnnotatedMessage:
    """The reply with its chances to answer and to do each act, marked as informing or not as the acts' model says.

    Args:
        reply: A reply with the patterns' marks.
        judges: The models.
        act_logits: Calibrated, shape (acts,).
        answer_logits: Calibrated, shape (1,).
    """
    answering = float(chances(answer_logits)[0])
    information = judges.acts.outputs.index(Act.INFORMATION)
    informs = bool(chances(act_logits)[information] >= judges.acts.thresholds[information])
    marks = dict(reply.marks)
    if informs != (Act.INFORMATION in reply.acts):
        others = tuple(mark for mark in reply.labelled("acts") if mark.label != Act.INFORMATION)
        added = _telling_marks(reply, judges.acts, Act.INFORMATION.value) if informs else ()
        marks["acts"] = tuple(sorted((*others, *added), key=lambda mark: (mark.start, mark.end, mark.label)))
    if answering >= judges.answers.thresholds[0]:
        marks[ANSWERS] = _telling_marks(reply, judges.acts, ANSWER)
    doing = dict(zip(judges.acts.outputs, chances(act_logits).tolist(), strict=True))
    if doing[Act.DEFLECTION] >= _MAY_EVADE:
        marks[EVASIONS] = _telling_marks(reply, judges.acts, EVASION, Act.DEFLECTION)
    return replace(reply, marks=marks, chances={ANSWER: answering} | doing)


def _telling_marks(
    reply: AnnotatedMessage, acts: TextModel, label: str, act: Act = Act.INFORMATION
) -> tuple[Mark, ...]:
    """The sentence that informs (or does another act) most, among those that do nothing else where there are such.

    A signature or a greeting, where nobody in particular is named, tells nothing.
    """
    busy = {mark.sentence for mark in reply.labelled("acts") if mark.label != Act.INFORMATION}
    numbers = [number for number in range(len(reply.wording)) if reply.wording[number]]
    numbers = [number for number in numbers if _tells(reply.wording[number])] or numbers
    numbers = [number for number in numbers if number not in busy] or numbers
    if not numbers:
        return ()
    strongest = acts.strongest([word_grams(reply.wording[number]) for number in numbers], act)
    number = numbers[strongest]
    start, end = reply.sentences[number]
    quote = reply.message.text[start:end]
    start += len(quote) - len(quote.lstrip())
    return (Mark(label, start, start + len(quote.strip()), number),)


def _tells(words: Sequence[ReadWord]) -> bool:
    """Whether a sentence has two words beside those that stand for names, numbers and links."""
    return sum(word.whole[:1].isalnum() for word in words) >= _FEWEST_TELLING_WORDS

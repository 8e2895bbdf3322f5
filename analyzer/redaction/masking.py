"""Data items masked in what is shown, sign for sign, so that every offset still holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from analyzer.codebook import Role
from analyzer.findings.base import shortened
from analyzer.redaction.personal_items import Kind, PersonalItem, personal_items
from analyzer.redaction.thread_items import brands_own, thread_items
from analyzer.scores import Deadline, Evidence, Finding, Handoff, Promise, Question, RestsOn
from analyzer.scoring import ScoredThread
from analyzer.threads import Message, Thread

HIDDEN = "•"
Quoting = TypeVar("Quoting", Evidence, Finding, RestsOn)
Texts = Mapping[str, list[tuple[str, str]]]


def masked(text: str, names: Collection[str] = (), brand: str | None = None) -> str:
    """The text with every letter, digit and underscore of its data items masked; its length stays.

    >>> masked("Il numero è 02/3293, grazie.")
    'Il numero è ••/••••, grazie.'

    Args:
        text: Any text.
        names: Words that are people's names here.
        brand: Whose handles stay.
    """
    return _hidden(text, personal_items(text, names, brands_own(brand)))


def _hidden(text: str, items: list[PersonalItem]) -> str:
    if not items:
        return text
    signs = list(text)
    for item in items:
        signs[item.start : item.end] = blanked(text[item.start : item.end])
    return "".join(signs)


def blanked(text: str) -> str:
    """The text with every letter, digit and underscore hidden."""
    return "".join([HIDDEN if sign.isalnum() or sign == "_" else sign for sign in text])


def masked_thread(thread: Thread) -> Thread:
    """The thread with the data items masked in its texts and its id, customers unnamed; every offset still holds."""
    messages = tuple(
        _masked_message(message, thread, items)
        for message, items in zip(thread.messages, thread_items(thread), strict=True)
    )
    return replace(thread, id=_masked_identity(thread.id), messages=messages)


def masked_scored(scored: ScoredThread) -> ScoredThread:
    """A thread and its score with the data items masked in texts, quotes and explanations, customers unnamed.

    What a quote says is still exactly ``text[start:end]`` of the masked message.
    """
    thread = scored.thread
    messages = tuple(
        _masked_message(message, thread, items)
        for message, items in zip(thread.messages, thread_items(thread), strict=True)
    )
    texts: dict[str, list[tuple[str, str]]] = {}
    for message, hidden in zip(thread.messages, messages, strict=True):
        texts.setdefault(message.id, []).append((message.text, hidden.text))
    score = scored.score
    return ScoredThread(
        replace(thread, messages=messages),
        replace(
            score,
            findings=tuple(_masked_finding(finding, texts) for finding in score.findings),
            questions=tuple(Question(_requoted(entry.evidence, texts), entry.taken_up_by) for entry in score.questions),
            handoffs=tuple(
                Handoff(_requoted(entry.evidence, texts), entry.outcome, _shown(entry.shown_by, texts))
                for entry in score.handoffs
            ),
            promises=tuple(_masked_promise(entry, texts) for entry in score.promises),
        ),
    )


def _masked_identity(identity: str) -> str:
    """An id without what looks like an address, a telephone number or a handle; plain codes stay."""
    return _hidden(identity, [item for item in personal_items(identity) if item.kind is not Kind.CODE])


def _masked_message(message: Message, thread: Thread, items: list[PersonalItem]) -> Message:
    text = _hidden(message.text, items)
    author = message.author if message.author == thread.brand or message.role is Role.SYSTEM else None
    return replace(message, text=text, author=author)


def _masked_finding(finding: Finding, texts: Texts) -> Finding:
    told = _requoted(finding, texts)
    rests_on = None if finding.rests_on is None else _requoted(finding.rests_on, texts)
    explanation = finding.explanation
    for before, after in ((finding, told), (finding.rests_on, rests_on)):
        if before is not None and after is not None:
            explanation = explanation.replace(shortened(before.quote), shortened(after.quote))
    return replace(told, rests_on=rests_on, explanation=explanation)


def _masked_promise(promise: Promise, texts: Texts) -> Promise:
    deadline = promise.deadline and Deadline(_requoted(promise.deadline.evidence, texts), promise.deadline.moment)
    return Promise(_requoted(promise.evidence, texts), promise.outcome, deadline, _shown(promise.shown_by, texts))


def _shown(evidence: Evidence | None, texts: Texts) -> Evidence | None:
    return None if evidence is None else _requoted(evidence, texts)


def _requoted(quoting: Quoting, texts: Texts) -> Quoting:
    """The evidence with the masked characters of its message; of messages with one id, the one that it quotes."""
    start, end = quoting.start, quoting.end
    for text, hidden in texts.get(quoting.message, []):
        if text[start:end] == quoting.quote:
            return replace(quoting, quote=hidden[start:end])
    return replace(quoting, quote=masked(quoting.quote))

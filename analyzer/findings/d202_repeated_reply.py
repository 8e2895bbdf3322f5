"""The reply says what an earlier reply in the thread said, near enough word for word.

Evidence: both replies. The same closing formula around new substance is no repetition, nor is a request for
another item in the words of the last one.

Example: "We are sorry, our team is checking" … "We are sorry, our team is checking".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from analyzer.codebook import Act, Code, Ground
from analyzer.findings.base import earlier, finding, found, whole
from analyzer.ledger import Ledger
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.wording import ReadWord, topics
from analyzer.scores import Finding

FEWEST_WORDS = 6
SHORT = 12
LIKE = 0.55
LIKE_IF_SHORT = 0.6
ALIKE = 0.92
PLAINLY_LIKE = 0.65
LOOKED_BACK = 50
_FORMULAS = {Act.COURTESY.value, Act.APOLOGY.value}
_FEWEST_CORE_WORDS = 3


@finding(Code.REPEATED_REPLY)
def repeated_reply(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each reply like one of the ``LOOKED_BACK`` before it, resting on the most similar."""
    replies = ledger.annotated.replies
    for position, reply in enumerate(replies):
        if not position or not ledger.waiting_before(reply):
            continue
        earlier_ones = [
            previous for previous in replies[max(0, position - LOOKED_BACK) : position] if _comparable(previous, reply)
        ]
        alike = [(likeness(previous, reply), previous) for previous in earlier_ones]
        best, previous = max(alike, key=lambda pair: pair[0], default=(0.0, reply))
        if best >= (LIKE if len(reply.norms) > SHORT else LIKE_IF_SHORT):
            yield found(
                Code.REPEATED_REPLY, reply, whole(reply), ledger,
                certain=best >= PLAINLY_LIKE or _same_words(previous.norms, reply.norms) >= ALIKE,
                rests_on=earlier(Ground.EARLIER_REPLY, previous, whole(previous)),
            )  # fmt: skip


def likeness(previous: AnnotatedMessage, reply: AnnotatedMessage) -> float:
    """How much two replies say the same, 0 to 1.

    The mean of four: words in the same order (Ratcliff & Obershelp 1988) and topics in common (Jaccard 1901), of
    the whole replies and of their sentences that are more than courtesy.
    """
    pairs = ((previous.wording, reply.wording), (_core(previous), _core(reply)))
    return sum(_same_words(_stems(one), _stems(other)) + _same_topics(one, other) for one, other in pairs) / 4


def _comparable(previous: AnnotatedMessage, reply: AnnotatedMessage) -> bool:
    """Whether both are long enough, and the reply asks for no other item and names no other number."""
    long_enough = min(len(previous.norms), len(reply.norms)) >= FEWEST_WORDS
    return long_enough and set(reply.requested) <= set(previous.requested) and _numbers(reply) <= _numbers(previous)


def _numbers(reply: AnnotatedMessage) -> set[str]:
    return {norm for norm in reply.norms if any(map(str.isdigit, norm)) and "/" not in norm}


def _core(reply: AnnotatedMessage) -> tuple[tuple[ReadWord, ...], ...]:
    acts = defaultdict(set)
    for mark in reply.labelled("acts"):
        acts[mark.sentence].add(mark.label)
    core = tuple(
        sentence
        for number, sentence in enumerate(reply.wording)
        if len(sentence) >= _FEWEST_CORE_WORDS and acts[number] - _FORMULAS
    )
    return core or reply.wording


def _stems(sentences: Sequence[Sequence[ReadWord]]) -> list[str]:
    return [word.stem for sentence in sentences for word in sentence if word.stem.isalnum() or len(word.stem) > 1]


def _same_words(one: Sequence[str], other: Sequence[str]) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() > LIKE / 2 else 0.0


def _same_topics(one: Sequence[tuple[ReadWord, ...]], other: Sequence[tuple[ReadWord, ...]]) -> float:
    before, now = (frozenset[str]().union(*map(topics, sentences)) for sentences in (one, other))
    return len(before & now) / len(before | now) if before | now else 0.0

"""Named cues of a reply, beside its words: what the patterns found in it, and what it replies to."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from analyzer.codebook import Act
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.wording import topics

_COUNTED = 0.33
_FORMS = frozenset({Act.COURTESY.value, Act.APOLOGY.value, Act.DATA_REQUEST.value, Act.CHANNEL_HANDOFF.value})
_LINK, _ADDRESS, _NUMBER, _QUESTION = "<link>", "<address>", "<number>", "?"


def act_cues(reply: AnnotatedMessage, first: bool) -> dict[str, float]:
    """What the patterns say of a reply: acts, ways of asking, channels, generic help; its length in steps.

    Args:
        reply: A brand message.
        first: Whether it is the brand's first reply of the thread.
    """
    cues = {
        f"{group}:{mark.label}": 1.0 for group in ("acts", "requests", "channels") for mark in reply.labelled(group)
    }
    cues |= {group: 1.0 for group in ("generic", "requested", "steps", "channels") if reply.labelled(group)}
    words = sum(map(len, reply.wording))
    cues[f"words:{min(words // 10, 6)}"] = _COUNTED
    cues[f"sentences:{min(len(reply.wording), 6)}"] = _COUNTED
    cues["link"] = _COUNTED * _holds(reply, _LINK)
    cues["first"] = _COUNTED * first
    return cues


def answer_cues(reply: AnnotatedMessage, waiting: Sequence[AnnotatedMessage], first: bool) -> dict[str, float]:
    """What tells an answer to *this* customer from help that would fit anyone; each between 0 and about 1.

    Args:
        reply: A brand message.
        waiting: Customer messages it replies to.
        first: Whether it is the brand's first reply of the thread.
    """
    acts = _acts_by_sentence(reply)
    asked = frozenset().union(*(topics(sentence) for message in waiting for sentence in message.wording))
    said = frozenset().union(*map(topics, reply.wording))
    informing = [sentence for number, sentence in enumerate(reply.wording) if not acts[number] & _FORMS]
    longest = min(max((len(topics(sentence)) for sentence in informing), default=0), 15) / 15
    purely = sum(found == {Act.INFORMATION.value} for found in acts.values())
    link = float(_holds(reply, _LINK))
    cues = {
        "longest_informing": longest,
        "informing": min(len(informing), 4) / 4,
        "purely_informing": min(purely, 3) / 3,
        "words": math.log1p(sum(map(len, reply.wording))) / 5,
        "topics": math.log1p(len(said)) / 4,
        "shared_topics": min(len(said & asked), 6) / 6,
        "link": link,
        "link_and_words": link * longest,
        "address": float(_holds(reply, _ADDRESS)),
        "number": float(_holds(reply, _NUMBER)),
        "asks": float(_holds(reply, _QUESTION)),
        "ends_asking": float(reply.message.text.rstrip().endswith("?")),
        "customer_asks": float(any(_holds(message, _QUESTION) for message in waiting)),
        "customer_words": math.log1p(sum(len(sentence) for message in waiting for sentence in message.wording)) / 5,
        "nothing_waiting": float(not waiting),
        "generic": float(bool(reply.labelled("generic"))),
        "first": float(first),
    }
    return cues | {f"act:{act}": 1.0 for act in reply.acts}


def _acts_by_sentence(reply: AnnotatedMessage) -> defaultdict[int, set[str]]:
    acts: defaultdict[int, set[str]] = defaultdict(set)
    for mark in reply.labelled("acts"):
        acts[mark.sentence].add(mark.label)
    return acts


def _holds(message: AnnotatedMessage, whole: str) -> bool:
    return any(word.whole == whole for sentence in message.wording for word in sentence)

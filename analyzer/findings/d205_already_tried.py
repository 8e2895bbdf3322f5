"""The brand proposes a step that the customer said they took.

Evidence: the proposal, and the customer's words. Proposing it again because something has changed is fitting,
if the brand says what.

Example: "I have restarted the router twice" … "Please try restarting your router."
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.codebook import Act, Code, Ground, Slot
from analyzer.findings.base import earlier, finding, found
from analyzer.ledger import Ledger
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.folding import fold
from analyzer.nlp.spans import Mark
from analyzer.nlp.wording import STEM_LENGTH
from analyzer.scores import Finding

_ACTED = {Act.COMMITMENT, Act.RESOLUTION}
_AGAIN = "try_again"
_FEWEST_SHARED = 2
_EVEN = 0.5
_NO_PROPOSALS = (Act.CHANNEL_HANDOFF, Act.DEFLECTION, Act.BLAME_SHIFT)
_WORD = re.compile(r"\w+")
Pair = tuple[Mark, tuple[AnnotatedMessage, Mark]]


@finding(Code.ALREADY_TRIED)
def already_tried(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each reply that proposes a step taken before."""
    for reply in ledger.annotated.replies:
        if _ACTED & set(reply.acts) or reply.labelled("attempts", "changed"):
            continue
        if pair := _listed(ledger, reply):
            proposed, (message, mark) = pair
            certain = bool(_shared(reply, proposed, message, mark))
        elif not _answers(reply) and (
            pair := _again(ledger, reply) or _in_same_words(ledger, reply) or _proposed_anew(ledger, reply)
        ):
            proposed, (message, mark) = pair
            certain = False
        else:
            continue
        yield found(
            Code.ALREADY_TRIED, reply, proposed, ledger, certain=certain, rests_on=earlier(Ground.TRIED, message, mark)
        )


def _answers(reply: AnnotatedMessage) -> bool:
    """Whether a reply is more likely than not an answer to what was asked."""
    return reply.chances.get("answer", 0.0) > _EVEN


def _listed(ledger: Ledger, reply: AnnotatedMessage) -> Pair | None:
    """A proposed step that the language file knows, and where the customer last said they took it."""
    for proposed in reply.labelled("steps"):
        if proposed.label == _AGAIN:
            continue
        taken = [
            (message, mark) for message in _before(ledger, reply) for mark in message.labelled("steps", proposed.label)
        ]
        if taken:
            return proposed, taken[-1]
    return None


def _again(ledger: Ledger, reply: AnnotatedMessage) -> Pair | None:
    """A mere "try again" to a customer who has taken steps of any kind."""
    proposed = reply.labelled("steps")
    taken = [(message, mark) for message in _before(ledger, reply) for mark in message.labelled("steps")]
    if taken and proposed and {mark.label for mark in proposed} == {_AGAIN}:
        return proposed[0], taken[-1]
    return None


def _in_same_words(ledger: Ledger, reply: AnnotatedMessage) -> Pair | None:
    """The proposal and the attempt with most words in common, whatever the step is.

    Without words of an attempt, a verb in another form tells one ("regrease it" after "I regreased it").
    """
    pairs: list[tuple[int, int, Pair]] = []
    for proposed in _proposals(reply):
        for message in _before(ledger, reply):
            for mark in (*message.labelled("attempts", "taken"), *_statements_with(message, reply, proposed)):
                shared = len(_shared(reply, proposed, message, mark))
                if shared >= _FEWEST_SHARED:
                    pairs.append((shared, message.index, (proposed, (message, mark))))
    return max(pairs, key=lambda each: each[:2])[2] if pairs else None


def _statements_with(message: AnnotatedMessage, reply: AnnotatedMessage, proposed: Mark) -> Iterator[Mark]:
    """Sentences of a customer that ask nothing and hold a word of the proposal in another form."""
    asking = {mark.sentence for mark in message.labelled("questions")}
    forms = {word.stem: word.whole for word in reply.wording[proposed.sentence] if word.topic}
    for number, sentence in enumerate(message.wording):
        words = {word.stem: word.whole for word in sentence if word.topic}
        if number not in asking and any(_inflected(forms[stem], words[stem]) for stem in forms.keys() & words.keys()):
            start, end = message.sentences[number]
            text = message.message.text[start:end]
            yield Mark("taken", start + len(text) - len(text.lstrip()), start + len(text.rstrip()), number)


def _inflected(one: str, other: str) -> bool:
    """Whether two words of one stem differ by more than a plural s."""
    return one != other and one.rstrip("s") != other.rstrip("s")


def _proposed_anew(ledger: Ledger, reply: AnnotatedMessage) -> Pair | None:
    """What an earlier reply proposed, again, after the customer said they did it."""
    followed = [
        (message, mark)
        for message in ledger.waiting_before(reply)
        for mark in message.labelled("statements", "followed")
    ]
    if not followed:
        return None
    for previous in ledger.annotated.replies:
        if previous.index >= followed[0][0].index:
            break
        for proposed in _proposals(reply):
            for before in _proposals(previous):
                if len(_shared(reply, proposed, previous, before)) >= _FEWEST_SHARED:
                    return proposed, followed[-1]
    return None


def _proposals(reply: AnnotatedMessage) -> Iterator[Mark]:
    """Proposals in sentences that neither hand the customer on nor ask for data."""
    busy = {mark.sentence for mark in reply.labelled("acts", *_NO_PROPOSALS)}
    busy |= {mark.sentence for mark in reply.labelled("requested") if mark.label != Slot.DESCRIPTION}
    return (mark for mark in reply.labelled("attempts", "proposed") if mark.sentence not in busy)


def _before(ledger: Ledger, reply: AnnotatedMessage) -> Iterator[AnnotatedMessage]:
    return (message for message in ledger.annotated.customer_messages if message.index < reply.index)


def _shared(reply: AnnotatedMessage, proposed: Mark, message: AnnotatedMessage, taken: Mark) -> frozenset[str]:
    """Stems that a proposal and the sentence of an attempt have in common, function words apart."""
    within = {fold(word)[:STEM_LENGTH] for word in _WORD.findall(proposed.quote(reply.message.text))}
    return _stems(reply, proposed.sentence) & _stems(message, taken.sentence) & within


def _stems(message: AnnotatedMessage, sentence: int) -> frozenset[str]:
    words = message.wording[sentence] if sentence < len(message.wording) else ()
    return frozenset(word.stem for word in words if word.topic)

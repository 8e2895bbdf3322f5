"""What a finding's module declares, and the words it is explained in."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from analyzer.codebook import Act, Code, Confidence, Ground, Slot
from analyzer.ledger import Ledger, Request, Statement
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.folding import fold
from analyzer.nlp.spans import Mark
from analyzer.nlp.wording import TOPIC_LENGTH
from analyzer.scores import Finding, RestsOn

LONGEST_QUOTE = 90
_JOINED = re.compile(
    r"(?:\s*,)?\s+(?:and|&|plus|e|ed)\s+(?:the |your |il |la |lo |l'|i |le |un |una |a )?([^\W\d_]{3,})"
)
_VERB_ENDS = ("iamo", "remo", "ro", "ll")
_CERTAIN = 0.75


@dataclass(frozen=True, slots=True)
class FindingRule:
    """One code of the codebook and the function that finds it.

    Attributes:
        meaning: The module's docstring; what ``analyzer explain`` prints in English.
        find: Findings of this code in a thread.
        gives_way_to: Codes that already say what is wrong with a message, so that this one is not added.
    """

    code: Code
    meaning: str
    find: Callable[[Ledger], Iterator[Finding]]
    gives_way_to: frozenset[Code] = frozenset()


def finding(
    code: Code, gives_way_to: tuple[Code, ...] = ()
) -> Callable[[Callable[[Ledger], Iterator[Finding]]], FindingRule]:
    """Declares the decorated function as the rule of ``code``; its module's docstring explains it."""

    def declare(find: Callable[[Ledger], Iterator[Finding]]) -> FindingRule:
        meaning = inspect.cleandoc(inspect.getmodule(find).__doc__ or "")
        return FindingRule(code, meaning, find, frozenset(gives_way_to))

    return declare


def found(
    code: Code,
    message: AnnotatedMessage,
    mark: Mark,
    ledger: Ledger,
    *,
    certain: bool = True,
    slot: Slot | None = None,
    rests_on: RestsOn | None = None,
) -> Finding:
    """A finding with its quote and its sentence in the thread's language."""
    pack = ledger.annotated.pack
    sentence = pack.findings[code].sentence.format(
        slot=pack.slots[slot].name if slot else "",
        earlier=rests_on.message if rests_on else "",
        evidence=f"“{shortened(rests_on.quote)}”" if rests_on else "",
    )
    text = message.message.text
    return Finding(
        code=code,
        message=message.message.id,
        start=mark.start,
        end=mark.end,
        quote=text[mark.start : mark.end],
        confidence=Confidence.CERTAIN if certain else Confidence.LIKELY,
        slot=slot,
        rests_on=rests_on,
        explanation=sentence,
    )


def resting_on(statement: Statement) -> RestsOn:
    """A customer's statement as earlier evidence."""
    return earlier(statement.kind, statement.message, statement.mark)


def earlier(kind: Ground, message: AnnotatedMessage, mark: Mark) -> RestsOn:
    """A stretch of an earlier message as evidence."""
    return RestsOn(kind, message.message.id, mark.start, mark.end, mark.quote(message.message.text))


def whole(message: AnnotatedMessage) -> Mark:
    """The whole message without white space at its ends."""
    text = message.message.text
    start = len(text) - len(text.lstrip())
    return Mark("whole", start, start + len(text.strip()), 0)


def shortened(quote: str) -> str:
    """The quote on one line, as explanations hold it: at most ``LONGEST_QUOTE`` characters."""
    line = " ".join(quote.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"


def credits_of_act(ledger: Ledger, act: Act, code: Code) -> Iterator[Finding]:
    """One credit for each reply that does ``act``, quoting its fullest clause; likely where the acts' model doubts."""
    for reply in ledger.annotated.replies:
        if marks := reply.labelled("acts", act):
            fullest = max(marks, key=lambda mark: mark.end - mark.start)
            yield found(code, reply, fullest, ledger, certain=surely_does(reply, act))


def surely_does(reply: AnnotatedMessage, act: Act) -> bool:
    """Whether the model of acts, where there is one, leaves little doubt that a reply does what the patterns found."""
    return reply.chances.get(act, 1.0) >= _CERTAIN


def gives_reason(reply: AnnotatedMessage) -> bool:
    """Whether a reply says what is wrong with the value it has, or that it means another one."""
    no_reason = {mark.sentence for mark in reply.labelled("requests", "lacking")}
    no_reason |= {mark.sentence for mark in reply.labelled("acts", Act.BLAME_SHIFT)}
    return any(mark.sentence not in no_reason for mark in reply.labelled("requests", "reason"))


def reads_back(reply: AnnotatedMessage, request: Request, given: Statement) -> bool:
    """Whether a reply asks to confirm a value rather than to give it again."""
    confirms = {mark.sentence for mark in reply.labelled("requests", "confirmation")}
    numbered = any(char.isdigit() for char in given.value)
    repeated = numbered and any(mark.value == given.value for mark in reply.labelled("values"))
    return request.mark.sentence in confirms or repeated


def names_all(reply: AnnotatedMessage, requests: Iterable[Request]) -> bool:
    """Whether nothing is joined to the items asked for that no slot stands for ("the platform and mode")."""
    text = reply.message.text
    marks = reply.labelled("requested")
    topics = {word.topic for sentence in reply.wording for word in sentence if word.topic}
    for request in requests:
        joined = _JOINED.match(text, request.mark.end)
        if joined is None or any(mark.start <= joined.start(1) + 1 < mark.end for mark in marks):
            continue
        nearby = any(joined.start(1) <= mark.start <= joined.end(1) + 24 for mark in marks)
        word = fold(joined[1])
        if not nearby and word[:TOPIC_LENGTH] in topics and not word.endswith(_VERB_ENDS):
            return False
    return True

"""What an answer that gives nothing says of what was asked, by single words where no pattern tells.

Weak evidence: it counts only for what has just been asked for, in a clause that names it, and is never firm. A finding
rests on it only when the brand then asks for the same again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from analyzer.codebook import Ground, Slot
from analyzer.ledger.requests import Pending, words_of_substance
from analyzer.ledger.statements import Statement
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.folding import fold
from analyzer.nlp.spans import Mark

_CLAUSE = re.compile(r"[^,;:.!?()\n–—]+[,;:.!?()\n–—]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?['’]?")
_PUTTING_OFF = ("later", "withdrawn", "solved", "wonders")
_OF_THE_FAULT = ("problem", "unkept")
_LONGEST_ANSWER = 24


def hinted(message: AnnotatedMessage, pending: Pending, told: Collection[Slot]) -> Iterator[Statement]:
    """Refusals and pointers to the brand's records that only their words give away.

    Args:
        message: A customer message.
        pending: What was asked for before it.
        told: Slots of which the message is known to say something.
    """
    text = message.message.text
    if message.labelled("statements", *_PUTTING_OFF) or "?" in text:
        return
    short = len(message.norms) <= _LONGEST_ANSWER
    for slot in pending.meant():
        if slot in told:
            continue
        for clause in _CLAUSE.finditer(text):
            words = {fold(word) for word in _WORD.findall(clause[0])}
            if not (_names(message, clause, slot, pending) or (short and _means(message, clause, words, pending))):
                continue
            kind = Ground.DECLINED if pending.denies(words) else Ground.ON_FILE if words & pending.brands else None
            if kind:
                start = clause.start() + len(clause[0]) - len(clause[0].lstrip())
                end = clause.end() - len(clause[0]) + len(clause[0].rstrip(" ,;:.!()\n–—"))
                yield Statement(message, slot, Mark("hint", start, end, 0), kind, firm=False)
                break


def _means(message: AnnotatedMessage, clause: re.Match[str], words: set[str], pending: Pending) -> bool:
    """Whether a clause speaks of what was asked for by a pronoun, and neither of the fault nor of a value."""
    faults = message.labelled("statements", *_OF_THE_FAULT)
    if any(mark.start < clause.end() and clause.start() < mark.end for mark in faults):
        return False
    return not words.isdisjoint(pending.pronouns) and not any(map(str.isdigit, clause[0]))


def _names(message: AnnotatedMessage, clause: re.Match[str], slot: Slot, pending: Pending) -> bool:
    """Whether a clause speaks of a slot: by a name of it, or by a word the request had for it."""
    if any(
        mark.label == slot and clause.start() <= mark.start < clause.end() for mark in message.labelled("slot_names")
    ):
        return True
    asked = pending.words.get(slot, frozenset()) - pending.generic
    return bool(asked & words_of_substance(clause[0], message))

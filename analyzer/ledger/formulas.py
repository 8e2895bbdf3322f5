"""Whether a reply is courtesy formulas alone: next to nothing in it says, asks or does anything."""

from __future__ import annotations

import re

from analyzer.codebook import Act
from analyzer.ledger.data_items import Ledger
from analyzer.nlp.annotation import AnnotatedMessage
from analyzer.nlp.judging import ANSWERS
from analyzer.nlp.spans import covers
from analyzer.nlp.word_stems import stems

MOST_CONTENT_WORDS = 3
MOST_WORDS = 9
_MOST_WORDS_BESIDE_INFORMATION = 2
_FORMULAS = {Act.COURTESY, Act.APOLOGY}
_FIGURE = re.compile(r"\d")
_LINK = re.compile(r"https?:|www\.|\w@\w+\.|\.example\b")
_SIGNATURE = re.compile(r"(\^|/|\*|~|#|-\s?)\w{1,12}\s*$|^\s*@\w+")
_PART = re.compile(r"\b\d/\d\b")
_NAME = re.compile(r"\b[^\W\d_a-z]\w+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_YES = re.compile(r"(?i)\b(yes|yep|yup|sì)\b")
_YES_OR_NO = re.compile(
    r"(?i)\b(no|non|not|n't|unable|yes|yep|yup|s[iì]|(it|there) is|they are|you can)\b|\bwe do(?=[.,!]|$)"
)


def is_formulas(ledger: Ledger, reply: AnnotatedMessage) -> bool:
    """Whether a reply holds next to nothing but courtesies and apologies: no figure, no link, hardly a word."""
    formulas = reply.labelled("acts", *_FORMULAS)
    text = reply.message.text
    asks = "?" in text or bool(reply.requested)
    others = (mark for mark in reply.labelled("acts") if asks or not any(covers(formula, mark) for formula in formulas))
    acts = {mark.label for mark in others}
    proposes = bool(reply.labelled("steps") or reply.labelled("attempts", "proposed"))
    if not formulas or proposes or acts - _FORMULAS - {Act.INFORMATION} or _PART.search(text) or _LINK.search(text):
        return False
    beside = _beside_formulas(reply)
    if _FIGURE.search(beside) or says_yes_or_no(reply):
        return False
    words = len(_WORD.findall(beside))
    if Act.INFORMATION in acts or reply.labelled(ANSWERS):
        return words <= _MOST_WORDS_BESIDE_INFORMATION
    return words <= MOST_WORDS and len(stems(_NAME.sub(" ", beside), ledger.annotated.pack.code)) <= MOST_CONTENT_WORDS


def says_yes(reply: AnnotatedMessage) -> bool:
    """Whether a reply says yes outside its courtesies and apologies; Italian "si" alone is mostly a pronoun."""
    return bool(_YES.search(_beside_formulas(reply)))


def says_yes_or_no(reply: AnnotatedMessage) -> bool:
    """Whether a reply says yes or no outside its courtesies and apologies."""
    return bool(_YES_OR_NO.search(_beside_formulas(reply)))


def _beside_formulas(reply: AnnotatedMessage) -> str:
    """A reply's text with blanks for formulas, its signature and whom it speaks to."""
    text = list(reply.message.text)
    for mark in (*reply.labelled("acts", *_FORMULAS), *reply.labelled("formulas")):
        text[mark.start : mark.end] = " " * (mark.end - mark.start)
    return _SIGNATURE.sub(" ", "".join(text))

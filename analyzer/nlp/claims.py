"""What a reply says of its own deeds, held to what it really says: no ifs, no denials, whole clauses.

"We have opened a ticket" is a deed; "send us the number and we'll open a ticket", "we would have opened one" and "we
haven't opened one" are none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analyzer.codebook import Act
from analyzer.nlp.matching import Match
from analyzer.nlp.spans import longest
from analyzer.nlp.tokens import Tokens

CLAIMS = frozenset({Act.COMMITMENT.value, Act.RESOLUTION.value, Act.REDIRECT.value})
_DEEDS = frozenset({Act.COMMITMENT.value, Act.RESOLUTION.value})
_ASKS = frozenset({Act.DATA_REQUEST.value, Act.CHANNEL_HANDOFF.value})
_BREAKS = frozenset({",", ":", ";", "(", ")", "–", "—", "•", "\n"})
_DASHES = frozenset({"-", "--"})
_SYMBOL, _CURRENCY = "So", "Sc"
_DENIED_BEFORE, _DENIED_AFTER = 2, 2


@dataclass(frozen=True, slots=True)
class _Clause:
    """Tokens between two breaks of a sentence, as first and after the last."""

    first: int
    last: int


def firm_claims(
    tokens: Tokens,
    claims: Iterable[Match],
    acts: Iterable[Match],
    hedges: Iterable[Match],
) -> list[Match]:
    """The claims without those that are hedged, asked or denied, widened to their clauses.

    Args:
        tokens: A reply.
        claims: Commitments, resolutions and redirects found in it.
        acts: The other acts found in it.
        hedges: Matches labelled as in the language file's ``hedges``.
    """
    hedges = list(hedges)
    open_questions = {hedge[2] for hedge in hedges if hedge[0] == "whether"}
    hedges = [hedge for hedge in hedges if hedge[0] != "condition" or hedge[2] not in open_questions]
    asked = [match for match in acts if match[0] in _ASKS] + [hedge for hedge in hedges if hedge[0] == "directive"]
    kept = []
    for match in [*claims, *_told_where(hedges)]:
        sentence = tokens.sentences[match[3]]
        clause = _clause(tokens, match, sentence)
        near = [hedge for hedge in hedges if hedge[3] == match[3]]
        waiting = any(
            hedge[0] == "waiting" and clause.first <= hedge[1] <= match[1] and _after_request(hedge, sentence, asked)
            for hedge in near
        )
        if not _hedged(tokens, match, clause, near, waiting):
            kept.append((match[0], *_bare(tokens, clause), match[3]))
    return longest(kept)


def _told_where(hedges: Sequence[Match]) -> list[Match]:
    """Where to turn and, nearest to it, that it is not the brand's: together a redirect."""
    not_ours = [hedge for hedge in hedges if hedge[0] == "not_ours"]
    places = [hedge for hedge in hedges if hedge[0] == "elsewhere"] if not_ours else []
    said = [min(not_ours, key=lambda denial: abs(denial[1] - place[1])) for place in places]
    return [(Act.REDIRECT.value, *match[1:]) for match in (*places, *said)]


def _hedged(tokens: Tokens, match: Match, clause: _Clause, hedges: Sequence[Match], waiting: bool) -> bool:
    label, start, end, _ = match
    labels = {hedge[0] for hedge in hedges if clause.first <= hedge[1] <= start}
    if any(hedge[0] == "unreal" and clause.first <= hedge[1] < end for hedge in hedges):
        return True
    if label not in _DEEDS:
        return False
    if tokens.asks(min(end, clause.last) - 1, clause.last) or {"purpose", "condition"} & labels:
        return True
    if any(
        hedge[0] == "denial" and max(clause.first, start - _DENIED_BEFORE) <= hedge[1] <= start + _DENIED_AFTER
        for hedge in hedges
    ):
        return True
    if any(hedge[0] == "settled" and start - 2 <= hedge[1] < end for hedge in hedges):
        return False
    return waiting or any(hedge[0] == "condition" for hedge in hedges)


def _after_request(hedge: Match, sentence: tuple[int, int], asked: Sequence[Match]) -> bool:
    """Whether something is asked for earlier in the sentence, or in the one before when this opens its own."""
    _, start, _, number = hedge
    opens = start <= sentence[0] + 1
    return any((match[3] == number and match[1] < start) or (opens and match[3] == number - 1) for match in asked)


def _clause(tokens: Tokens, match: Match, sentence: tuple[int, int]) -> _Clause:
    first = match[1]
    while first > sentence[0] and not _breaks(tokens, first - 1):
        first -= 1
    last = next((place + 1 for place in range(match[1] + 1, sentence[1]) if _breaks(tokens, place)), sentence[1])
    return _Clause(first, last)


def _breaks(tokens: Tokens, place: int) -> bool:
    text = tokens.words[place].text
    if text in _DASHES:
        start = tokens.starts[place]
        return tokens.text[max(0, start - 1) : start].isspace() and tokens.text[start + len(text) :][:1].isspace()
    return text in _BREAKS or "\n" in text or unicodedata.category(text[0]) == _SYMBOL


def _bare(tokens: Tokens, clause: _Clause) -> tuple[int, int]:
    """The clause without handles before it and marks of punctuation around it."""
    first, last = clause.first, clause.last
    while first < last - 1 and not tokens.words[first].text[:1].isalnum():
        first += 1
    while last > first + 1 and not _ends_a_word(tokens.words[last - 1].text):
        last -= 1
    return first, last


def _ends_a_word(text: str) -> bool:
    return text[-1:].isalnum() or unicodedata.category(text[-1]) == _CURRENCY

"""Which sentences of a reply ask for data, and for which items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from analyzer.codebook import Act, Slot
from analyzer.nlp.matching import Match
from analyzer.nlp.tokens import Tokens

_FEWEST_QUESTION_TOKENS = 3
_OPENINGS = frozenset({"opening", "lacking", "details", "particulars", "unnamed", "pronoun"})
_BY_THEMSELVES = frozenset({"details", "particulars", "unnamed", "pronoun"})
_NOT_ASKING = frozenset({"reason", "offer", "needless", "joining", "finer"})
_NEEDLESS_BEFORE, _NEEDLESS_AFTER = 2, 3


def most_specific(matches: Sequence[Match]) -> list[Match]:
    """Of overlapping slot names the longest ("error message" is no "message"), of equals the last."""
    kept: list[Match] = []
    taken: set[int] = set()
    for match in sorted(matches, key=lambda found: (found[1] - found[2], -found[1])):
        tokens = range(match[1], match[2])
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(match)
    return sorted(kept, key=lambda found: found[1])


def asking_sentences(tokens: Tokens, requests: Sequence[Match], slots: Sequence[Match]) -> frozenset[int]:
    """Numbers of sentences that ask: an opening with a slot or as a question, and lists that go on below it."""
    kinds: dict[int, set[str]] = defaultdict(set)
    for label, _, _, number in requests:
        kinds[number].add(label)
    named = {match[3] for match in slots}
    joining = {start for label, start, _, _ in requests if label == "joining"}
    asking: set[int] = set()
    listing = False
    for number, (first, last) in enumerate(tokens.sentences):
        question = tokens.asks(first, last)
        offered = "offer" in kinds[number]
        opened = bool(kinds[number] & _OPENINGS) and (
            number in named or question or bool(kinds[number] & _BY_THEMSELVES)
        )
        joined = number in named and number - 1 in asking and first in joining
        asks_something = question and not offered and last - first >= _FEWEST_QUESTION_TOKENS
        if (opened and (number in named or not offered)) or asks_something or joined or (listing and number in named):
            asking.add(number)
        ends_with_colon = tokens.between(first, last).rstrip().endswith(":")
        listing = (listing and number in named) or (number in asking and ends_with_colon)
    return frozenset(asking)


def without_needless(slots: Iterable[Match], requests: Iterable[Match]) -> list[Match]:
    """Slot names without those that a reply says it does not need ("no account number", "the PIN is not needed")."""
    needless = [match for match in requests if match[0] == "needless"]
    return [
        slot
        for slot in slots
        if not any(
            slot[3] == mark[3]
            and (
                mark[1] < slot[1] <= mark[2] + _NEEDLESS_BEFORE
                or (mark[2] - mark[1] > 1 and 0 <= mark[1] - slot[2] <= _NEEDLESS_AFTER)
            )
            for mark in needless
        )
    ]


def meant_by_pronouns(asking: Collection[int], requests: Iterable[Match], slots: Iterable[Match]) -> dict[int, int]:
    """Sentences that ask by a pronoun alone ("just pop them in a DM") and the sentence before that names the items.

    A sentence with nothing named before it in the message stands for itself.
    """
    named = {match[3] for match in slots}
    pronouns = {match[3] for match in requests if match[0] == "pronoun"}
    return {
        number: max((earlier for earlier in named if earlier < number), default=number)
        for number in sorted(pronouns & set(asking))
        if number not in named
    }


def with_descriptions(
    tokens: Tokens,
    asking: Collection[int],
    requests: Sequence[Match],
    requested: Sequence[Match],
    handing_off: Collection[int],
) -> list[Match]:
    """The requested slots, with ``description`` where a sentence asks about the problem itself.

    "Some details: your number, the hour of the call" asks for the items of its list alone.
    """
    found = list(requested)
    named = {match[3] for match in requested}
    details = {match[3]: match for match in reversed(requests) if match[0] == "details"}
    further = {match[3]: match for match in requests if match[0] == "further"}
    for number in sorted(asking):
        first, last = tokens.sentences[number]
        if number in details and not (number in named and tokens.norms[details[number][2] :][:1] == [":"]):
            found.append((Slot.DESCRIPTION.value, details[number][1], details[number][2], number))
        elif number not in named and number not in handing_off and tokens.asks(first, last):
            found.append((Slot.DESCRIPTION.value, first, last, number))
        elif number in further and tokens.asks(first, last):
            start = further[number][1]
            if not any(match[3] == number and match[2] > start for match in requested):
                found.append((Slot.DESCRIPTION.value, start, last, number))
    return sorted(found, key=lambda match: (match[1], match[2]))


def request_spans(
    sentences: Sequence[tuple[int, int]],
    asking: Collection[int],
    requests: Iterable[Match],
    requested: Iterable[Match],
) -> list[Match]:
    """One ``data_request`` span for each asking sentence, over its opening and the items it names."""
    parts: dict[int, list[Match]] = defaultdict(list)
    for match in (*requests, *requested):
        if match[0] not in _NOT_ASKING:
            parts[match[3]].append(match)
    spans = []
    for number in sorted(asking):
        first = min((part[1] for part in parts[number]), default=sentences[number][0])
        last = max((part[2] for part in parts[number]), default=sentences[number][1])
        spans.append((Act.DATA_REQUEST.value, first, last, number))
    return spans

"""Marks what a brand message does: the ``acts`` and ``requested`` spans of its doc."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from analyzer.codebook import Act, Slot
from analyzer.languages import LanguagePack, load_language
from analyzer.nlp.data_requests import (
    Match,
    asking_sentences,
    meant_by_pronouns,
    most_specific,
    request_spans,
    with_descriptions,
    without_needless,
)
from analyzer.nlp.patterns import AnchoredMatcher, negation_norms
from analyzer.nlp.spans import longest, negated, sentence_bounds, write_group

_INFORMATION_TOKENS = 5
_NEGATION_REACH = 4
_SLOTS = frozenset(slot.value for slot in Slot)
_GUARDED = frozenset({Act.DATA_REQUEST.value, Act.CHANNEL_HANDOFF.value, "opening", *_SLOTS})


class ReplyActs:
    """spaCy component: acts, requested slots and how they are asked, from a language's patterns.

    Groups written: ``acts`` (label: act), ``requested`` (label: slot), ``requests`` (label:
    ``opening``, ``unnamed``, ``details``, ``pronoun``, ``reason``, ``confirmation``), ``steps`` (label: step proposed),
    ``channels`` (label: channel named in a hand-off), ``generic`` (help that fits any fault).
    """

    def __init__(self, nlp: Language, pack: LanguagePack) -> None:
        """Compile the language's patterns against the pipeline's vocabulary."""
        vocab, words = nlp.vocab, pack.words
        self._acts = AnchoredMatcher(vocab, {act.value: rows for act, rows in pack.acts.items()}, words)
        self._requests = AnchoredMatcher(vocab, pack.requests, words)
        self._slots = AnchoredMatcher(vocab, {slot.value: item.asked_by for slot, item in pack.slots.items()}, words)
        self._steps = AnchoredMatcher(vocab, {name: step.proposed for name, step in pack.steps.items()}, words)
        self._channels = AnchoredMatcher(vocab, {name: entry.names for name, entry in pack.channels.items()}, words)
        self._generic = AnchoredMatcher(vocab, {"generic": pack.generic_help}, words)
        self._negations = negation_norms(vocab, pack)
        self._conditions = frozenset(vocab.strings.add(word) for word in pack.words.get("conditional", ()))

    def __call__(self, doc: Doc) -> Doc:
        """Write the groups and return the doc."""
        sentences = sentence_bounds(doc)
        acts = [match for match in longest(self._acts(doc, sentences)) if not self._negated(doc, match, sentences)]
        requests = [
            match for match in longest(self._requests(doc, sentences)) if not self._negated(doc, match, sentences)
        ]
        unnamed = [match for match in requests if match[0] == "unnamed"]
        kept = without_needless(unnamed, requests)
        requests = [match for match in requests if match[0] != "unnamed" or match in kept]
        slots = without_needless(most_specific(longest(self._slots(doc, sentences))), requests)
        handoffs = [match for match in acts if match[0] == Act.CHANNEL_HANDOFF]
        lacking = {match[3] for match in requests if match[0] == "lacking"}
        pronouns = {match[3] for match in requests if match[0] == "pronoun"}
        wanted = [
            match
            for match in slots
            if (match[3] in lacking or not self._negated(doc, match, sentences))
            and not (match[3] in pronouns and doc[match[1]].norm in self._conditions)
        ]
        asking = asking_sentences(doc, sentences, requests, slots)
        meant = meant_by_pronouns(asking, requests, wanted)
        asking |= set(meant.values())
        named = [match for match in wanted if match[3] in asking]
        described = asking - set(meant)
        requested = with_descriptions(doc, sentences, described, requests, named, {match[3] for match in handoffs})
        request_acts = request_spans(sentences, asking, requests, requested)
        blamed = {match[3] for match in acts if match[0] == Act.BLAME_SHIFT}
        acts = [match for match in acts if match[0] != Act.INFORMATION or self._informs(match, asking, sentences)]
        acts += [match for match in request_acts if match[3] not in blamed]
        acts += _plain_statements(doc, sentences, acts)
        write_group(doc, "acts", sorted(acts, key=lambda found: (found[1], found[2], found[0])))
        write_group(doc, "requested", [match for match in requested if match[3] not in blamed])
        write_group(doc, "requests", requests)
        write_group(doc, "steps", longest(self._steps(doc, sentences)))
        write_group(doc, "channels", longest(self._channels(doc, sentences)))
        write_group(doc, "generic", longest(self._generic(doc, sentences)))
        return doc

    def _negated(self, doc: Doc, match: Match, sentences: Sequence[tuple[int, int]]) -> bool:
        """Whether a negation right before a request or hand-off turns it round ("never send your password")."""
        label, start, _, sentence = match
        if label not in _GUARDED:
            return False
        return negated(doc, start, sentences[sentence], self._negations, _NEGATION_REACH, self._conditions)

    def _informs(self, match: Match, asking: frozenset[int], sentences: Sequence[tuple[int, int]]) -> bool:
        _, start, _, sentence = match
        return sentence not in asking or start > sentences[sentence][0] + 2


def _plain_statements(doc: Doc, sentences: Sequence[tuple[int, int]], acts: Sequence[Match]) -> list[Match]:
    """A sentence of some length that does nothing else says something: information."""
    busy = {match[3] for match in acts}
    found = []
    for number, (first, last) in enumerate(sentences):
        words = [token for token in doc[first:last] if token.is_alpha]
        if number not in busy and len(words) >= _INFORMATION_TOKENS:
            found.append((Act.INFORMATION.value, first, last, number))
    return found


@Language.factory("reply_acts", default_config={"language": None})
def make_reply_acts(nlp: Language, name: str, language: str | None) -> ReplyActs:
    """The component for a pipeline; ``language`` defaults to the pipeline's own."""
    return ReplyActs(nlp, load_language(language or nlp.lang))

"""Marks what a brand message does: the ``acts`` and ``requested`` spans of its doc."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from analyzer.codebook import Act, Slot
from analyzer.languages import LanguagePack, load_language
from analyzer.nlp.claims import CLAIMS, firm_claims
from analyzer.nlp.data_requests import (
    asking_sentences,
    meant_by_pronouns,
    most_specific,
    request_spans,
    with_descriptions,
    without_needless,
)
from analyzer.nlp.matching import AnchoredMatcher, Match
from analyzer.nlp.patterns import folded_words
from analyzer.nlp.spans import longest, negated, write_group
from analyzer.nlp.tokens import Tokens, tokens_of

_INFORMATION_TOKENS = 5
_NEGATION_REACH = 4
_DENIAL_REACH = 2
_EXCEPTION = "exception"
_PLAIN_GROUPS = ("formulas", "steps", "attempts", "channels", "generic", "automatic", "answer_kinds", "deadlines")
_GUARDED = frozenset({Act.DATA_REQUEST.value, Act.CHANNEL_HANDOFF.value, "opening", *(slot.value for slot in Slot)})


class ReplyActs:
    """spaCy component: acts, requested slots and how they are asked, from a language's patterns.

    Groups written: ``acts`` (label: act), ``requested`` (label: slot), ``requests`` (label:
    ``opening``, ``unnamed``, ``details``, ``pronoun``, ``reason``, ``confirmation``), ``steps`` (label: step proposed),
    ``attempts`` (label: ``proposed``, ``changed``), ``channels`` (label: channel named in a hand-off), ``handoffs``
    (label: ``continued``, ``repaired``), ``generic`` (help that fits any fault), ``formulas`` (label: ``filler``,
    ``canned``, ``looking``), ``automatic`` (canned acknowledgements), ``deadlines`` (label: kind of deadline, or
    ``promising``), ``answer_kinds`` (label: kind of question that the words answer).
    """

    def __init__(self, pack: LanguagePack) -> None:
        """Compile the language's patterns."""
        groups = {
            "acts": {act.value: rows for act, rows in pack.acts.items()},
            "requests": pack.requests,
            "formulas": pack.formulas,
            "slots": {slot.value: item.asked_by for slot, item in pack.slots.items()},
            "steps": {name: step.proposed for name, step in pack.steps.items()},
            "attempts": {"proposed": pack.attempts.proposed, "changed": pack.attempts.changed},
            "channels": {name: entry.names for name, entry in pack.channels.items()},
            "handoffs": pack.handoffs,
            "hedges": pack.hedges,
            "generic": {"generic": pack.generic_help},
            "automatic": {"automatic": pack.automatic},
            "answer_kinds": {name: kind.answered_by for name, kind in pack.question_kinds.items()},
            "deadlines": pack.deadlines.patterns,
        }
        self._patterns = AnchoredMatcher(groups, pack.words, pack.openers)
        self._negations = folded_words(pack.negations)
        self._conditions = folded_words(pack.conditions)

    def __call__(self, doc: Doc) -> Doc:
        """Write the groups and return the doc."""
        tokens = tokens_of(doc)
        sentences = tokens.sentences
        matches = self._patterns(tokens)
        found = {group: longest(every) for group, every in matches.items()}
        ways = found["handoffs"]
        claims = [match for match in matches["acts"] if match[0] in CLAIMS]
        acts = longest(match for match in matches["acts"] if match[0] not in CLAIMS and not _excepted(match, ways))
        acts = [match for match in acts if not self._negated(tokens, match)]
        requests = [match for match in found["requests"] if not self._negated(tokens, match)]
        needed = without_needless([match for match in requests if match[0] == "unnamed"], requests)
        requests = [match for match in requests if match[0] != "unnamed" or match in needed]
        slots = without_needless(most_specific(found["slots"]), requests)
        handoffs = [match for match in acts if match[0] == Act.CHANNEL_HANDOFF]
        wanted = self._wanted(tokens, slots, requests)
        asking = asking_sentences(tokens, requests, slots)
        meant = meant_by_pronouns(asking, requests, wanted)
        described, asking = asking - set(meant), asking | set(meant.values())
        named = [match for match in wanted if match[3] in asking]
        requested = with_descriptions(tokens, described, requests, named, {match[3] for match in handoffs})
        request_acts = request_spans(sentences, asking, requests, requested)
        blamed = {match[3] for match in acts if match[0] == Act.BLAME_SHIFT}
        acts = [match for match in acts if match[0] != Act.INFORMATION or self._informs(match, asking, sentences)]
        acts += [match for match in request_acts if match[3] not in blamed]
        acts += firm_claims(tokens, claims, acts, found["hedges"])
        acts += _plain_statements(tokens, acts)
        write_group(doc, "acts", sorted(acts, key=lambda found: (found[1], found[2], found[0])))
        write_group(doc, "requested", [match for match in requested if match[3] not in blamed])
        write_group(doc, "requests", requests)
        write_group(doc, "handoffs", [match for match in ways if match[0] != _EXCEPTION])
        for group in _PLAIN_GROUPS:
            write_group(doc, group, found[group])
        return doc

    def _wanted(self, tokens: Tokens, slots: Sequence[Match], requests: Sequence[Match]) -> list[Match]:
        """Slot names that no negation turns round, and that are no condition ("if you find the number, send it")."""
        lacking = {match[3] for match in requests if match[0] == "lacking"}
        pronouns = {match[3] for match in requests if match[0] == "pronoun"}
        return [
            match
            for match in slots
            if (match[3] in lacking or not self._negated(tokens, match))
            and not (match[3] in pronouns and tokens.norms[match[1]] in self._conditions)
        ]

    def _negated(self, tokens: Tokens, match: Match) -> bool:
        """Whether a negation right before turns a request, hand-off or reproach round ("it is not your fault")."""
        label, start, _, sentence = match
        bounds = tokens.sentences[sentence]
        if label == Act.BLAME_SHIFT:
            return negated(tokens, start, bounds, self._negations, _DENIAL_REACH)
        if label not in _GUARDED:
            return False
        return negated(tokens, start, bounds, self._negations, _NEGATION_REACH, self._conditions)

    def _informs(self, match: Match, asking: frozenset[int], sentences: Sequence[tuple[int, int]]) -> bool:
        _, start, _, sentence = match
        return sentence not in asking or start > sentences[sentence][0] + 2


def _excepted(match: Match, ways: Sequence[Match]) -> bool:
    """Whether what looks like a hand-off stands in words that tell of somebody else's contact or of an answer."""
    label, start, end, _ = match
    kinds = {kind for kind, first, last, _ in ways if first < end and start < last}
    return label == Act.CHANNEL_HANDOFF and kinds == {_EXCEPTION}


def _plain_statements(tokens: Tokens, acts: Sequence[Match]) -> list[Match]:
    """A sentence of some length that does nothing else says something: information."""
    busy = {match[3] for match in acts}
    found = []
    for number, (first, last) in enumerate(tokens.sentences):
        if number in busy or last - first < _INFORMATION_TOKENS:
            continue
        if sum(word.is_alpha for word in tokens.words[first:last]) >= _INFORMATION_TOKENS:
            found.append((Act.INFORMATION.value, first, last, number))
    return found


@Language.factory("reply_acts", default_config={"language": None})
def make_reply_acts(nlp: Language, name: str, language: str | None) -> ReplyActs:
    """The component for a pipeline; ``language`` defaults to the pipeline's own."""
    return _of(language or nlp.lang)


@cache
def _of(language: str) -> ReplyActs:
    """One for all pipelines of a language, as it holds nothing of any."""
    return ReplyActs(load_language(language))

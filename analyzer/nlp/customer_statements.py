"""Marks what a customer message says: refusals, thanks, steps taken, channels tried, questions."""

from __future__ import annotations

from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from analyzer.languages import LanguagePack, load_language
from analyzer.nlp.matching import AnchoredMatcher, Match
from analyzer.nlp.patterns import folded_words
from analyzer.nlp.spans import longest, negated, write_group
from analyzer.nlp.tokens import Tokens, tokens_of

_NEGATION_REACH = 3
_HEAD = 4
_BY_OTHERS = "by_others"
_THE_CUSTOMERS_OWN = frozenset({"given", "gave", "pictured"})
_TURNED_ROUND = frozenset({"given", "gave", "on_file", "pictured", "logged_in"})
_CLAUSE_ENDS = frozenset(".,:;!?()-–—…\n")


class CustomerStatements:
    """spaCy component for customer messages.

    Groups written: ``statements`` (label as in the language file's ``statements``), ``steps`` (label: step
    taken), ``attempts`` (label: ``taken``), ``channels`` (label: channel tried), ``slot_names`` (label: slot
    named), ``questions``, ``question_kinds`` (label: kind of question).
    """

    def __init__(self, pack: LanguagePack) -> None:
        """Compile the language's patterns."""
        groups = {
            "statements": pack.statements,
            "steps": {name: step.taken for name, step in pack.steps.items()},
            "attempts": {"taken": pack.attempts.taken},
            "channels": {name: entry.tried for name, entry in pack.channels.items()},
            "slot_names": {slot.value: (*item.asked_by, *item.mentions) for slot, item in pack.slots.items()},
            "question_kinds": {name: kind.asked_by for name, kind in pack.question_kinds.items()},
        }
        self._patterns = AnchoredMatcher(groups, pack.words)
        self._negations = folded_words(pack.negations)
        self._unreal = folded_words((*pack.negations, *pack.hypotheticals))
        self._subjects = folded_words(pack.subjects)

    def __call__(self, doc: Doc) -> Doc:
        """Write the groups and return the doc."""
        tokens = tokens_of(doc)
        found = {group: longest(matches) for group, matches in self._patterns(tokens).items()}
        statements = [match for match in found["statements"] if self._holds(tokens, match)]
        others = [match for match in statements if match[0] == _BY_OTHERS]
        statements = [match for match in statements if match[0] != _BY_OTHERS and not _done_by_others(match, others)]
        rhetorical = {match[3] for match in statements if match[0] == "rhetorical"}
        asking = {match[3] for match in statements if match[0] in ("asking", "asking_first")}
        questions = [
            ("question", first, last, number)
            for number, (first, last) in enumerate(tokens.sentences)
            if number not in rhetorical and (number in asking or tokens.asks(first, last))
        ]
        write_group(doc, "statements", statements)
        for group in ("steps", "channels", "attempts"):
            done = [
                match
                for match in found[group]
                if not negated(tokens, match[1], tokens.sentences[match[3]], self._unreal, _NEGATION_REACH)
                and not self._denied(tokens, match[1])
            ]
            write_group(doc, group, done)
        write_group(doc, "slot_names", _not_within_others(found["slot_names"]))
        write_group(doc, "questions", questions)
        write_group(doc, "question_kinds", found["question_kinds"])
        return doc

    def _denied(self, tokens: Tokens, start: int) -> bool:
        """Whether a negation follows the subject that a match begins with ("I haven't called")."""
        after = tokens.norms[start + 1 : start + 1 + _NEGATION_REACH]
        return tokens.norms[start] in self._subjects and not self._negations.isdisjoint(after)

    def _holds(self, tokens: Tokens, match: Match) -> bool:
        """Whether a statement stands: a question word first in its clause, what has happened or was sent not negated.

        "You don't have my number" and "I haven't sent it" say the opposite.
        """
        label, start, end, sentence = match
        if label == "asking_first":
            return _begins_clause(tokens, start, tokens.sentences[sentence][0])
        if label == "confirmed":
            return not self._negated(tokens, start, end, sentence, _NEGATION_REACH, self._unreal)
        if label in _TURNED_ROUND:
            head = min(end, start + _HEAD)
            return not self._negated(tokens, start, head, sentence, _NEGATION_REACH - 1, self._negations)
        return True

    def _negated(
        self, tokens: Tokens, start: int, end: int, sentence: int, reach: int, negations: frozenset[str]
    ) -> bool:
        within = not negations.isdisjoint(tokens.norms[start:end])
        return within or negated(tokens, start, tokens.sentences[sentence], negations, reach)


def _not_within_others(names: list[Match]) -> list[Match]:
    """Names without those inside a longer one ("code" in "tax code"); one phrase may name several items."""
    return [
        (slot, start, end, sentence)
        for slot, start, end, sentence in names
        if not any(first <= start and end <= last and end - start < last - first for _, first, last, _ in names)
    ]


def _done_by_others(match: Match, others: list[Match]) -> bool:
    """Whether it is someone else who gave or sent something ("you sent me a photo", "it was sent on Monday")."""
    return match[0] in _THE_CUSTOMERS_OWN and any(first <= match[1] < last for _, first, last, _ in others)


def _begins_clause(tokens: Tokens, start: int, sentence_start: int) -> bool:
    """Whether a token comes first in its clause, mentions and tags before it apart."""
    before = start - 1
    while before >= 0 and tokens.words[before].text.startswith(("@", "#")):
        before -= 1
    return before < sentence_start or tokens.words[before].text[-1] in _CLAUSE_ENDS


@Language.factory("customer_statements", default_config={"language": None})
def make_customer_statements(nlp: Language, name: str, language: str | None) -> CustomerStatements:
    """The component for a pipeline; ``language`` defaults to the pipeline's own."""
    return _of(language or nlp.lang)


@cache
def _of(language: str) -> CustomerStatements:
    """One for all pipelines of a language, as it holds nothing of any."""
    return CustomerStatements(load_language(language))

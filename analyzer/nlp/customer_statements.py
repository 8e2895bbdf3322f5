"""Marks what a customer message says: refusals, thanks, steps taken, channels tried, questions."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from analyzer.languages import LanguagePack, load_language
from analyzer.nlp.patterns import AnchoredMatcher, negation_norms
from analyzer.nlp.spans import longest, negated, sentence_bounds, write_group

_NEGATION_REACH = 3
_HEAD = 4
_THE_CUSTOMERS_OWN = frozenset({"given", "gave", "pictured"})
_BY_OTHERS = "by_others"
_TURNED_ROUND = frozenset({"given", "gave", "on_file", "pictured", "logged_in"})


class CustomerStatements:
    """spaCy component for customer messages.

    Groups written: ``statements`` (label as in the language file's ``statements``), ``steps`` (label: step
    taken), ``channels`` (label: channel tried), ``slot_names`` (label: slot named), ``questions``.
    """

    def __init__(self, nlp: Language, pack: LanguagePack) -> None:
        """Compile the language's patterns against the pipeline's vocabulary."""
        vocab, words = nlp.vocab, pack.words
        self._statements = AnchoredMatcher(vocab, pack.statements, words)
        self._steps = AnchoredMatcher(vocab, {name: step.taken for name, step in pack.steps.items()}, words)
        self._channels = AnchoredMatcher(vocab, {name: entry.tried for name, entry in pack.channels.items()}, words)
        self._negations = negation_norms(vocab, pack)
        names = {slot.value: (*item.asked_by, *item.mentions) for slot, item in pack.slots.items()}
        self._slots = AnchoredMatcher(vocab, names, words)

    def __call__(self, doc: Doc) -> Doc:
        """Write the groups and return the doc."""
        sentences = sentence_bounds(doc)
        statements = [
            match for match in longest(self._statements(doc, sentences)) if not self._turned_round(doc, match, sentences)
        ]
        others = [match for match in statements if match[0] == _BY_OTHERS]
        statements = [match for match in statements if match[0] != _BY_OTHERS and not _done_by_others(match, others)]
        rhetorical = {match[3] for match in statements if match[0] == "rhetorical"}
        questions = [
            ("question", first, last, number)
            for number, (first, last) in enumerate(sentences)
            if number not in rhetorical and any(token.text.startswith("?") for token in doc[first:last])
        ]
        write_group(doc, "statements", statements)
        for group, matcher in (("steps", self._steps), ("channels", self._channels)):
            done = [
                match
                for match in longest(matcher(doc, sentences))
                if not negated(doc, match[1], sentences[match[3]], self._negations, _NEGATION_REACH)
            ]
            write_group(doc, group, done)
        write_group(doc, "slot_names", _not_within_others(longest(self._slots(doc, sentences))))
        write_group(doc, "questions", questions)
        return doc

    def _turned_round(self, doc: Doc, match: tuple[str, int, int, int], sentences: list[tuple[int, int]]) -> bool:
        """Whether a negation says the opposite ("you don't have my number", "I haven't sent it")."""
        label, start, end, sentence = match
        if label not in _TURNED_ROUND:
            return False
        inside = any(token.norm in self._negations for token in doc[start : min(end, start + _HEAD)])
        return inside or negated(doc, start, sentences[sentence], self._negations, _NEGATION_REACH - 1)


def _not_within_others(names: list[tuple[str, int, int, int]]) -> list[tuple[str, int, int, int]]:
    """Names without those inside a longer one ("code" in "tax code"); one phrase may name several items."""
    return [
        name
        for name in names
        if not any(name[1] >= first and name[2] <= last and name[2] - name[1] < last - first for _, first, last, _ in names)
    ]


def _done_by_others(match: tuple[str, int, int, int], others: list[tuple[str, int, int, int]]) -> bool:
    """Whether it is someone else who gave or sent something ("you sent me a photo", "it was sent on Monday")."""
    return match[0] in _THE_CUSTOMERS_OWN and any(first <= match[1] < last for _, first, last, _ in others)


@Language.factory("customer_statements", default_config={"language": None})
def make_customer_statements(nlp: Language, name: str, language: str | None) -> CustomerStatements:
    """The component for a pipeline; ``language`` defaults to the pipeline's own."""
    return CustomerStatements(nlp, load_language(language or nlp.lang))

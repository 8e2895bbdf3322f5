"""Marks what a customer message says: refusals, thanks, steps taken, channels tried, questions."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from analyzer.languages import LanguagePack, load_language
from analyzer.nlp.patterns import AnchoredMatcher, norm_hashes
from analyzer.nlp.spans import longest, negated, sentence_bounds, write_group

_NEGATION_REACH = 3


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
        self._negations = norm_hashes(vocab, (*pack.negations, *pack.hypotheticals))
        self._slots = AnchoredMatcher(vocab, {slot.value: item.asked_by for slot, item in pack.slots.items()}, words)

    def __call__(self, doc: Doc) -> Doc:
        """Write the groups and return the doc."""
        sentences = sentence_bounds(doc)
        statements = longest(self._statements(doc, sentences))
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
        write_group(doc, "slot_names", longest(self._slots(doc, sentences)))
        write_group(doc, "questions", questions)
        return doc


@Language.factory("customer_statements", default_config={"language": None})
def make_customer_statements(nlp: Language, name: str, language: str | None) -> CustomerStatements:
    """The component for a pipeline; ``language`` defaults to the pipeline's own."""
    return CustomerStatements(nlp, load_language(language or nlp.lang))

"""Marks what a customer message says: refusals, thanks, steps taken, channels tried, questions."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from analyzer.languages import LanguagePack, load_language
from analyzer.nlp.patterns import AnchoredMatcher, negation_norms
from analyzer.nlp.spans import longest, negated, sentence_bounds, write_group

_NEGATION_REACH = 3
_CLAUSE_ENDS = frozenset(".,:;!?()-–—…\n")


class CustomerStatements:
    """spaCy component for customer messages.

    Groups written: ``statements`` (label as in the language file's ``statements``), ``steps`` (label: step
    taken), ``channels`` (label: channel tried), ``slot_names`` (label: slot named), ``questions``,
    ``question_kinds`` (label: kind of question).
    """

    def __init__(self, nlp: Language, pack: LanguagePack) -> None:
        """Compile the language's patterns against the pipeline's vocabulary."""
        vocab, words = nlp.vocab, pack.words
        self._statements = AnchoredMatcher(vocab, pack.statements, words)
        self._steps = AnchoredMatcher(vocab, {name: step.taken for name, step in pack.steps.items()}, words)
        self._channels = AnchoredMatcher(vocab, {name: entry.tried for name, entry in pack.channels.items()}, words)
        kinds = {name: kind.asked_by for name, kind in pack.question_kinds.items()}
        self._kinds = AnchoredMatcher(vocab, kinds, words)
        self._negations = negation_norms(vocab, pack)
        self._slots = AnchoredMatcher(vocab, {slot.value: item.asked_by for slot, item in pack.slots.items()}, words)

    def __call__(self, doc: Doc) -> Doc:
        """Write the groups and return the doc."""
        sentences = sentence_bounds(doc)
        statements = longest(self._statements(doc, sentences))
        statements = [match for match in statements if self._holds(doc, match, sentences)]
        rhetorical = {match[3] for match in statements if match[0] == "rhetorical"}
        asking = {match[3] for match in statements if match[0] in ("asking", "asking_first")}
        questions = [
            ("question", first, last, number)
            for number, (first, last) in enumerate(sentences)
            if number not in rhetorical and (number in asking or _is_asked(doc[first:last]))
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
        write_group(doc, "question_kinds", longest(self._kinds(doc, sentences)))
        return doc

    def _holds(self, doc: Doc, match: tuple[str, int, int, int], sentences: Sequence[tuple[int, int]]) -> bool:
        """Whether a statement stands: a question word first in its clause, a confirmation not negated."""
        label, start, end, sentence = match
        if label == "asking_first":
            return _begins_clause(doc, start)
        if label != "confirmed":
            return True
        within = any(token.norm in self._negations for token in doc[start:end])
        return not within and not negated(doc, start, sentences[sentence], self._negations, _NEGATION_REACH)


def _is_asked(sentence: Span) -> bool:
    """Whether a sentence ends on a question mark, what hangs on to it and quotations apart."""
    return any(token.text.startswith("?") for token in sentence)


def _begins_clause(doc: Doc, start: int) -> bool:
    """Whether a token comes first in its clause, mentions and tags before it apart."""
    before = start - 1
    while before >= 0 and doc[before].text.startswith(("@", "#")):
        before -= 1
    return before < 0 or doc[before + 1].is_sent_start is True or doc[before].text[-1] in _CLAUSE_ENDS


@Language.factory("customer_statements", default_config={"language": None})
def make_customer_statements(nlp: Language, name: str, language: str | None) -> CustomerStatements:
    """The component for a pipeline; ``language`` defaults to the pipeline's own."""
    return CustomerStatements(nlp, load_language(language or nlp.lang))

"""The spaCy pipelines of a language: one for what brands write, one for what customers write."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from analyzer.codebook import Role
from analyzer.languages import available_languages, load_language
from analyzer.nlp import customer_statements, data_items, reply_acts
from analyzer.nlp.tokens import ReadingTokenizer
from analyzer.nlp.wording import WordTable
from analyzer.threads import MOST_CHARACTERS_JUDGED, Message

COMPONENTS = (customer_statements, data_items, reply_acts)
_NO_WORD = re.compile(r"\S{1000}")
Component = Callable[[Doc], Doc]


@dataclass(frozen=True, slots=True)
class Pipelines:
    """A tokenizer and the components of each side, sharing one vocabulary.

    Attributes:
        nlp: The blank pipeline that holds every component.
        brand: Components for what the brand's side writes, in order.
        customer: Components for what customers write, in order.
        words: The vocabulary's words as text models see them.
    """

    nlp: Language
    brand: tuple[Component, ...]
    customer: tuple[Component, ...]
    words: WordTable

    def __call__(self, messages: Sequence[Message]) -> list[Doc]:
        """The annotated docs of messages, in their order; each of the beginning of its message: the first
        20,000 characters, or up to 1,000 signs without a blank, which no word and hardly a link has.

        No platform takes a message that long (the longest, an e-mail, quotes the thread below what was written).
        Each component goes over all messages before the next does, which keeps its patterns at hand: message by
        message it takes a sixth longer.
        """
        docs = [self.nlp.make_doc(_beginning(message.text)) for message in messages]
        by_customer = [message.role is Role.CUSTOMER for message in messages]
        for components, wanted in ((self.customer, True), (self.brand, False)):
            side = [doc for doc, said in zip(docs, by_customer, strict=True) if said is wanted]
            for component in components:
                for doc in side:
                    component(doc)
        return docs


def _beginning(text: str) -> str:
    """What is read of a text; the tokenizer's time grows with the square of the signs that it takes off a word."""
    read = text[:MOST_CHARACTERS_JUDGED]
    found = _NO_WORD.search(read)
    return read[: found.end()] if found else read


def build_pipelines(code: str) -> Pipelines:
    """Pipelines of a language that has a data file; nothing is downloaded.

    Raises:
        KeyError: There is no data file for ``code``.
    """
    if code not in available_languages():
        raise KeyError(code)
    nlp = spacy.blank(code)
    nlp.tokenizer = ReadingTokenizer(nlp)
    items, acts, statements = (nlp.add_pipe(name) for name in ("data_items", "reply_acts", "customer_statements"))
    words = WordTable(nlp.Defaults.stop_words, load_language(code).greetings)
    return Pipelines(nlp, (items, acts), (items, statements), words)

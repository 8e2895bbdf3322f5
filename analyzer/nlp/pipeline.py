"""The spaCy pipelines of a language: one for what brands write, one for what customers write."""

from __future__ import annotations

from dataclasses import dataclass

import spacy
from spacy.attrs import NORM
from spacy.language import Language

from analyzer.languages import load_language
from analyzer.nlp import customer_statements, data_items, reply_acts
from analyzer.nlp.folding import norm_getter

COMPONENTS = (customer_statements, data_items, reply_acts)
_SENTENCE_ENDS = [
    ".",
    "!",
    "?",
    "…",
    "...",
    "!!",
    "??",
    "!?",
    "?!",
    "!!!",
    "???",
    "\n",
    "\n\n",
    "\r\n",
    "\n\n\n",
    ";",
]
_LONGEST_TEXT = 20_000_000


@dataclass(frozen=True, slots=True)
class Pipelines:
    """A tokenizer and its two chains of components, sharing one vocabulary."""

    brand: Language
    customer: Language


def build_pipelines(code: str) -> Pipelines:
    """Pipelines of a language that has a data file; nothing is downloaded.

    Raises:
        KeyError: There is no data file for ``code``.
    """
    pack = load_language(code)
    brand = _blank(code)
    brand.vocab.lex_attr_getters[NORM] = norm_getter(pack.spellings)  # type: ignore[attr-defined]
    customer = _blank(code, vocab=brand.vocab)
    brand.add_pipe("data_items")
    brand.add_pipe("reply_acts")
    customer.add_pipe("data_items")
    customer.add_pipe("customer_statements")
    return Pipelines(brand, customer)


def _blank(code: str, vocab: spacy.vocab.Vocab | bool = True) -> Language:
    nlp = spacy.blank(code, vocab=vocab)
    nlp.max_length = _LONGEST_TEXT
    nlp.add_pipe("sentencizer", config={"punct_chars": _SENTENCE_ENDS})
    return nlp

"""The tokens of a message as the analysis reads them: words with their folded forms, places, sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import msgspec
import spacy
from spacy.attrs import IDX, NORM, ORTH
from spacy.lang.lex_attrs import is_punct
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc

from analyzer.languages import load_language
from analyzer.nlp.folding import norm_getter

_KEY = "tokens"
_READ_OF_A_TOKEN = [ORTH, NORM, IDX]
_SENTENCE_ENDS = frozenset({".", "!", "?", "…", "...", "!!", "??", "!?", "?!", "!!!", "???", ";"}) | {
    "\n", "\n\n", "\r\n", "\n\n\n",
}  # fmt: skip
_CLAUSE_ENDS = frozenset({",", ":", "-", "–", "—", "(", ")"})


class Word(msgspec.Struct, frozen=True, gc=False):
    """One form of word, wherever it stands.

    Attributes:
        text: As written.
        norm: Folded form, under which patterns match.
        is_alpha: Whether it is letters alone.
        is_punct: Whether it is punctuation alone.
        is_space: Whether it is white space.
        ends_sentence: Whether a sentence may end with it.
        ends_clause: Whether it parts clauses.
        asks: Whether it is a question mark.
    """

    text: str
    norm: str
    is_alpha: bool
    is_punct: bool
    is_space: bool
    ends_sentence: bool
    ends_clause: bool
    asks: bool


@dataclass(frozen=True, slots=True)
class Tokens:
    """A tokenised message.

    Attributes:
        text: The message's own text.
        words: Its tokens.
        norms: Their folded forms.
        forms: The distinct folded forms.
        starts: First character of each token.
        sentences: Bounds of each sentence in tokens, the end excluded.
    """

    text: str
    words: list[Word]
    norms: list[str]
    forms: frozenset[str]
    starts: list[int]
    sentences: list[tuple[int, int]]

    def characters(self, first: int, last: int) -> tuple[int, int]:
        """Character bounds of the tokens from ``first`` to before ``last``."""
        return self.starts[first], self.starts[last - 1] + len(self.words[last - 1].text)

    def between(self, first: int, last: int) -> str:
        """The text of the tokens from ``first`` to before ``last``."""
        start, end = self.characters(first, last)
        return self.text[start:end]

    def sentence_at(self, place: int) -> int:
        """Number of the sentence a token stands in."""
        return bisect_right(self.sentences, (place, len(self.words))) - 1

    def asks(self, first: int, last: int) -> bool:
        """Whether there is a question mark among the tokens from ``first`` to before ``last``."""
        return any(word.asks for word in self.words[first:last])


class _Words(dict[tuple[int, int], Word]):
    """Words by the hashes of text and folded form, each described when it first occurs.

    The folded form is the token's: the tokenizer reads the "nt" of "dont" as "not", wherever it parts the two.
    """

    def __init__(self, strings: StringStore) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, key: tuple[int, int]) -> Word:
        text = self._strings[key[0]]
        word = self[key] = Word(
            text,
            self._strings[key[1]],
            text.isalpha(),
            is_punct(text),
            text.isspace(),
            text in _SENTENCE_ENDS,
            text in _CLAUSE_ENDS,
            text.startswith("?"),
        )
        return word


class ReadingTokenizer:
    """A tokenizer that also reads its docs' tokens, once for every component of the pipeline."""

    def __init__(self, nlp: Language) -> None:
        """Give the vocabulary the folded form as ``NORM``, the only thing it is to know of a word."""
        vocab = nlp.vocab
        norm = norm_getter(load_language(nlp.lang).spellings)
        vocab.lex_attr_getters = {NORM: norm}  # type: ignore[attr-defined]
        for lexeme in vocab:  # those the tokenizer's exceptions brought along
            lexeme.norm_ = norm(lexeme.text)
        join: Callable[[str, list[dict[int, str]]], None] = nlp.tokenizer.add_special_case  # type: ignore[union-attr]
        for spelling in load_language(nlp.lang).spellings:
            if "-" in spelling:  # one word, however it is capitalised
                for form in (spelling, spelling.capitalize(), spelling.title(), spelling.upper()):
                    join(form, [{ORTH: form}])
        self._tokenizer = nlp.tokenizer
        self._words = _Words(vocab.strings)

    def __call__(self, text: str) -> Doc:
        """The text as a doc that holds its tokens."""
        doc = self._tokenizer(text)
        known = self._words
        orths, folded, starts = doc.to_array(_READ_OF_A_TOKEN).T.tolist()
        words = [known[key] for key in zip(orths, folded, strict=True)]
        norms = [word.norm for word in words]
        doc.user_data[_KEY] = Tokens(text, words, norms, frozenset(norms), starts, _sentences(words))
        return doc


def _sentences(words: list[Word]) -> list[tuple[int, int]]:
    """Sentences begin after a run of sentence ends and punctuation."""
    if not words:
        return []
    starts, ended = [0], False
    for place, word in enumerate(words):
        if word.ends_sentence:
            ended = True
        elif ended and not word.is_punct:
            starts.append(place)
            ended = False
    return list(zip(starts, [*starts[1:], len(words)], strict=True))


def tokens_of(doc: Doc) -> Tokens:
    """The tokens of a doc; one that another tokenizer made is read anew from its text, and keeps its own tokens."""
    known = doc.user_data.get(_KEY)
    return known if known is not None else _tokenizer_of(doc.lang_)(doc.text).user_data[_KEY]  # type: ignore[no-any-return]


def is_read(doc: Doc) -> bool:
    """Whether ``ReadingTokenizer`` made the doc; else it belongs to somebody else's pipeline."""
    return _KEY in doc.user_data


@cache
def _tokenizer_of(language: str) -> ReadingTokenizer:
    return ReadingTokenizer(spacy.blank(language))

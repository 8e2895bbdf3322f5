"""What a message says in the folded words that text models see, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.attrs import ORTH
from spacy.tokens import Doc
from spacy.vocab import Vocab

STEM_LENGTH = 5
TOPIC_LENGTH = 6
_SHORTEST_TOPIC = 3
_START, _END = "^", "$"
_PUNCTUATION = frozenset("?!:")


@dataclass(frozen=True, slots=True)
class Word:
    """A token as text models see it.

    Attributes:
        whole: The folded word, or a placeholder (``<link>``, ``<address>``, ``<name>``, ``<number>``); empty for
            punctuation other than ``?``, ``!`` and ``:``.
        stem: Its first letters, a cheap stem for Italian and English alike.
        topic: The first letters of a word with a meaning of its own; empty for function words and placeholders.
    """

    whole: str
    stem: str
    topic: str


class WordTable:
    """The words of a vocabulary, each looked at once."""

    def __init__(self, vocab: Vocab) -> None:
        """Start empty; words are added as they occur."""
        self._vocab = vocab
        self._words: dict[int, Word] = {}

    def __call__(self, doc: Doc, sentences: list[tuple[int, int]]) -> tuple[tuple[Word, ...], ...]:
        """The words of each sentence, without white space and most punctuation.

        Args:
            doc: A tokenised message.
            sentences: Token bounds of its sentences.
        """
        known = self._words
        words = [known.get(orth) or self._looked_at(orth) for orth in doc.to_array(ORTH).tolist()]
        return tuple(tuple(word for word in words[first:last] if word.whole) for first, last in sentences)

    def _looked_at(self, orth: int) -> Word:
        lexeme = self._vocab[orth]
        word = self._words[orth] = _word(lexeme.orth_, lexeme.norm_, lexeme.like_url, lexeme.like_email, lexeme.is_stop)
        return word


def _word(text: str, norm: str, link: bool, address: bool, function_word: bool) -> Word:
    if link or address or text.startswith("@"):
        name = "<link>" if link else "<address>" if address else "<name>"
        return Word(name, name, "")
    if any(char.isdigit() for char in text):
        return Word("<number>", "<number>", "")
    if not any(char.isalpha() for char in norm):
        mark = text[:1] if text[:1] in _PUNCTUATION else ""
        return Word(mark, mark, "")
    topic = "" if function_word or len(norm) < _SHORTEST_TOPIC else norm[:TOPIC_LENGTH]
    return Word(norm, norm[:STEM_LENGTH], topic)


def word_grams(sentence: tuple[Word, ...]) -> list[str]:
    """Whole words, stems, and pairs of neighbouring stems with both ends marked.

    >>> word_grams((Word("thanks", "thank", "thanks"), Word("!", "!", "")))
    ['=thanks', '=!', 'thank', '!', '^ thank', 'thank !', '! $']
    """
    stems = [word.stem for word in sentence]
    pairs = [f"{first} {second}" for first, second in zip([_START, *stems], [*stems, _END], strict=True)]
    return [f"={word.whole}" for word in sentence] + stems + pairs


def topics(sentence: tuple[Word, ...]) -> frozenset[str]:
    """What a sentence is about: the topics of its words."""
    return frozenset(word.topic for word in sentence if word.topic)

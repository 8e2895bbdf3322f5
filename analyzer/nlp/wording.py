"""What a message says in the folded words that text models see, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Collection

import msgspec

from analyzer.nlp.folding import fold
from analyzer.nlp.tokens import Tokens, Word

STEM_LENGTH = 5
TOPIC_LENGTH = 6
_SHORTEST_TOPIC = 3
_START, _END = "^", "$"
_PUNCTUATION = frozenset("?!:")
_LINK = re.compile(r"(?i)^(https?:|www\.)|^[\w.-]+\.[a-z]{2,8}(/|$)")


class ReadWord(msgspec.Struct, frozen=True, gc=False):
    """A word as text models see it.

    Attributes:
        whole: The folded word, or a placeholder (``<link>``, ``<address>``, ``<name>``, ``<number>``); empty for
            punctuation other than ``?``, ``!`` and ``:``.
        stem: Its first letters, a cheap stem for Italian and English alike.
        topic: The first letters of a word with a meaning of its own; empty for function words and placeholders.
    """

    whole: str
    stem: str
    topic: str


class WordTable(dict[str, ReadWord]):
    """Words as text models see them, by how they are written; each looked at once.

    Args:
        function_words: Words without a meaning of their own.
    """

    def __init__(self, function_words: Collection[str]) -> None:
        """Start empty; words are added as they occur."""
        super().__init__()
        self._function_words = frozenset(map(fold, function_words))

    def __call__(self, tokens: Tokens) -> tuple[tuple[ReadWord, ...], ...]:
        """The words of each sentence, without white space and most punctuation."""
        words = [self.get(word.text) or self._looked_at(word) for word in tokens.words]
        return tuple([tuple([word for word in words[first:last] if word.whole]) for first, last in tokens.sentences])

    def _looked_at(self, word: Word) -> ReadWord:
        read = self[word.text] = self._read(word.text, word.norm)
        return read

    def _read(self, text: str, norm: str) -> ReadWord:
        if placeholder := _placeholder(text):
            return ReadWord(placeholder, placeholder, "")
        if not any(map(str.isalpha, norm)):
            mark = text[:1] if text[:1] in _PUNCTUATION else ""
            return ReadWord(mark, mark, "")
        topic = "" if norm in self._function_words or len(norm) < _SHORTEST_TOPIC else norm[:TOPIC_LENGTH]
        return ReadWord(norm, norm[:STEM_LENGTH], topic)


def _placeholder(text: str) -> str:
    """What stands for a word that only names something; empty for any other."""
    if "@" in text:
        return "<name>" if text.startswith("@") else "<address>"
    if ("." in text or ":" in text) and _LINK.match(text):
        return "<link>"
    return "<number>" if any(map(str.isdigit, text)) else ""


def word_grams(sentence: tuple[ReadWord, ...]) -> list[str]:
    """Whole words, stems, and pairs of neighbouring stems with both ends marked.

    >>> word_grams((ReadWord("thanks", "thank", "thanks"), ReadWord("!", "!", "")))
    ['=thanks', '=!', 'thank', '!', '^ thank', 'thank !', '! $']
    """
    stems = [word.stem for word in sentence]
    pairs = [f"{first} {second}" for first, second in zip([_START, *stems], [*stems, _END], strict=True)]
    return [f"={word.whole}" for word in sentence] + stems + pairs


def topics(sentence: tuple[ReadWord, ...]) -> frozenset[str]:
    """What a sentence is about: the topics of its words."""
    return frozenset(word.topic for word in sentence if word.topic)

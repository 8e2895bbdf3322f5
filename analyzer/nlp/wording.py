"""What a message says in the folded words that text models see, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import msgspec

from analyzer.nlp.folding import fold
from analyzer.nlp.tokens import Tokens, Word

STEM_LENGTH = 5
TOPIC_LENGTH = 6
_SHORTEST_TOPIC = 3
_START, _END = "^", "$"
_PUNCTUATION = frozenset("?!:")
_NAME = "<name>"
_BEFORE_SIGNATURE = frozenset("-–—~^/*#")
_SIGNATURE = re.compile(r"[\^/~*\-–—][^\W\d_]{1,12}")
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


_SOMEBODY = ReadWord(_NAME, _NAME, "")


class WordTable(dict[str, ReadWord]):
    """Words as text models see them, by how they are written; each looked at once.

    Who is greeted and who signs gives way to ``<name>``, so that nobody is judged by a first name.

    Args:
        function_words: Words without a meaning of their own.
        greetings: Folded words after which the name of whom they greet stands.
    """

    def __init__(self, function_words: Collection[str], greetings: Collection[str]) -> None:
        """Start empty; words are added as they occur."""
        super().__init__()
        self._function_words = frozenset(map(fold, function_words))
        self._greetings = frozenset(greetings)

    def __call__(self, tokens: Tokens) -> tuple[tuple[ReadWord, ...], ...]:
        """The words of each sentence, without white space and most punctuation."""
        words = [self.get(word.text) or self._looked_at(word) for word in tokens.words]
        for place in self._names(tokens):
            words[place] = _SOMEBODY
        return tuple([tuple([word for word in words[first:last] if word.whole]) for first, last in tokens.sentences])

    def _names(self, tokens: Tokens) -> list[int]:
        """Places of the names behind greetings, and of the one that the message is signed with."""
        words = tokens.words
        greeted = [
            place + 1
            for place, norm in enumerate(tokens.norms[:-1])
            if norm in self._greetings and _is_name(words[place + 1].text) and not _goes_on(words, place + 2)
        ]
        last = len(words) - 1
        if last > 0 and words[last - 1].text in _BEFORE_SIGNATURE and _is_name(words[last].text):
            greeted.append(last)
        return greeted

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


def _is_name(text: str) -> bool:
    return text[:1].isupper() and text.isalpha()


def _goes_on(words: Sequence[Word], place: int) -> bool:
    """Whether a word in small letters follows, which a name does not stand before: "Hello Are you there"."""
    return place < len(words) and words[place].text[:1].islower()


def _placeholder(text: str) -> str:
    """What stands for a word that only names something; empty for any other."""
    if "@" in text:
        return _NAME if text.startswith("@") else "<address>"
    if ("." in text or ":" in text) and _LINK.match(text):
        return "<link>"
    if _SIGNATURE.fullmatch(text):
        return _NAME
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

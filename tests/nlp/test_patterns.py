"""The pattern notation."""

from __future__ import annotations

from functools import cache

import pytest

from analyzer.nlp.matching import AnchoredMatcher
from analyzer.nlp.patterns import PatternSyntaxError, compile_pattern, spelled_out
from analyzer.nlp.pipeline import Pipelines, build_pipelines
from analyzer.nlp.tokens import Tokens, tokens_of

WORDS = {"send": ["send{s,ing,}", "share"], "us": ["us", "me"]}


@cache
def pipelines() -> Pipelines:
    return build_pipelines("en")


def tokens(text: str) -> Tokens:
    return tokens_of(pipelines().nlp.make_doc(text))


def matched(pattern: str, text: str) -> list[str]:
    """The longest match of each place the pattern is found at."""
    message = tokens(text)
    matcher = AnchoredMatcher({"all": {"found": [pattern]}}, WORDS, ["and"])
    return [message.between(first, last) for _, first, last, _ in matcher(message)["all"]]


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("word", ["word"]),
        ("a|b", ["a", "b"]),
        ("send{s,ing,}", ["sends", "sending", "send"]),
        ("send{s,ing,}|give", ["sends", "sending", "send", "give"]),
        ("{un,}happ{y,ily}", ["unhappy", "unhappily", "happy", "happily"]),
        ("{in,out}|side", ["in", "out", "side"]),
    ],
)
def test_an_element_is_spelled_out(element: str, words: list[str]) -> None:
    assert list(spelled_out(element)) == words


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("order number", "Your order number, please", ["order number"]),
        ("order number", "Your ORDER Númber, please", ["ORDER Númber"]),
        ("order number", "Your order, a number", []),
        ("order|ticket number", "A ticket number", ["ticket number"]),
        ("track{ing,ed}", "It was tracked", ["tracked"]),
        ("track{ing,ed}", "The track", []),
        ("<send> <us>", "Please share me that", ["share me"]),
        ("<send>|give <us>", "Please give us that", ["give us"]),
        ("<send> over? <us>", "Please send us that", ["send us"]),
        ("<send> over? <us>", "Please send over us that", ["send over us"]),
        ("send ~2 number", "send number", ["send number"]),
        ("send ~2 number", "send the whole number", ["send the whole number"]),
        ("send ~2 number", "send all of the number", []),
        ("order #", "about order A123 now", ["order A123"]),
        ("order #", "about order now", []),
        ("see @", "see https://example.org/x now", ["see https://example.org/x"]),
        ("see @", "see example.org now", ["see example.org"]),
        ("see @", "see help@example.org now", ["see help@example.org"]),
        ("see @", "see this now", []),
        ("right ?!", "Is that right?", ["right?"]),
        ("right ?!", "That is right!", []),
        ("send number", "Please send. Number three is open.", []),
        ("will !look|check", "We will look; you will see", ["will see"]),
        ("will !look|check", "We will 3 times", []),
        ("thanks !", "many thanks!", ["thanks!"]),
        ("^ moved to", "Moved to Friday", ["Moved to"]),
        ("^ moved to", "Hi Ann, moved to Friday", ["moved to"]),
        ("^ moved to", "@ann moved to Friday", ["moved to"]),
        ("^ moved to", "and moved to Friday", ["moved to"]),
        ("^ moved to", "They moved to Friday", []),
        ("^ moved to", "I 'm moved to tears", []),
    ],
)
def test_a_pattern_matches(pattern: str, text: str, found: list[str]) -> None:
    assert matched(pattern, text) == found


def test_chat_spellings_match_the_word_they_stand_for() -> None:
    assert matched("private message", "send a private msg") == ["private msg"]


def test_matches_say_which_sentence_they_stand_in() -> None:
    matcher = AnchoredMatcher({"all": {"it": ["send it"], "them": ["send them"]}}, {})
    found = matcher(tokens("Send it. No. Send them."))["all"]
    assert [(label, number) for label, _, _, number in found] == [("it", 0), ("them", 2)]


def test_an_empty_message_matches_nothing() -> None:
    assert matched("order", "") == []


@pytest.mark.parametrize(
    ("pattern", "anchor"),
    [
        ("a account", {"account"}),
        ("order|ticket|case number", {"number"}),
        ("maybe? us", {"us"}),
        ("~3 @ number", {"number"}),
    ],
)
def test_the_anchor_is_the_rarest_word_that_must_be_there(pattern: str, anchor: set[str]) -> None:
    assert compile_pattern(pattern, WORDS).anchor == anchor


@pytest.mark.parametrize("pattern", ["", "~3", "word?", "word? ~2", "# @ ?!"])
def test_a_pattern_without_a_word_that_must_be_there_is_an_error(pattern: str) -> None:
    with pytest.raises(PatternSyntaxError, match="has no word that must be there"):
        compile_pattern(pattern, WORDS)


@pytest.mark.parametrize("gap", ["~10", "~n"])
def test_no_gap_is_longer_than_nine_so_that_every_pattern_is_linear(gap: str) -> None:
    with pytest.raises(PatternSyntaxError, match="is no gap"):
        compile_pattern(f"send {gap} number", WORDS)


def test_an_unknown_word_class_is_an_error() -> None:
    with pytest.raises(PatternSyntaxError, match="unknown word class <shout>"):
        compile_pattern("<shout> it", WORDS)

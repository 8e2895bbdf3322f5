"""What matches is what spaCy's Matcher finds with the same patterns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.matcher import Matcher

from analyzer.languages import load_language
from analyzer.nlp.matching import AnchoredMatcher, Match
from analyzer.nlp.patterns import CompiledPattern, compile_pattern
from analyzer.nlp.pipeline import Pipelines, build_pipelines
from analyzer.nlp.tokens import tokens_of
from analyzer.readers import read_threads
from analyzer.threads import Thread
from tests.conftest import ROOT

ELEMENTS = st.sampled_from(["a", "b", "c", "a|b", "b|c", "a?", "b?", "a|c?", "~1", "~2", "~3", "#", "?!", "!a", "!a|b"])
PATTERNS = st.lists(ELEMENTS, min_size=1, max_size=5).map(" ".join)
MESSAGES = st.lists(st.sampled_from(["a", "b", "c", "d", "7", "?", "."]), max_size=12).map(" ".join)


@cache
def pipelines(code: str) -> Pipelines:
    return build_pipelines(code)


def for_spacy(pattern: CompiledPattern) -> list[dict[str, Any]]:
    """The pattern as spaCy's Matcher takes it."""
    described: list[dict[str, Any]] = []
    for element in pattern.elements:
        if element.gap:
            described += [{"OP": "?"}] * element.gap
        elif element.others:
            described.append({"NORM": {"NOT_IN": sorted(element.others)}, "TEXT": {"REGEX": r"^[^\W\d_]+$"}})
        elif element.form is not None:
            described.append({"TEXT": {"REGEX": element.form.pattern}})
        else:
            described.append({"NORM": {"IN": sorted(element.words)}} | ({"OP": "?"} if element.optional else {}))
    return described


def has_word(pattern: str) -> bool:
    return any(element in ("a", "b", "c", "a|b", "b|c") for element in pattern.split())


class Reference:
    """The same patterns, one Matcher for each anchor word, each run over every sentence that holds the word."""

    def __init__(self, code: str, patterns: dict[str, list[str]], words: Any) -> None:
        self._vocab = pipelines(code).nlp.vocab
        rows: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for label, group in patterns.items():
            for row in group:
                compiled = compile_pattern(row, words)
                for word in compiled.anchor:
                    rows[word][label].append(for_spacy(compiled))
        self._matchers: dict[str, Matcher] = {}
        self._rows = rows

    def __call__(self, doc: spacy.tokens.Doc) -> Iterator[Match]:
        tokens = tokens_of(doc)
        for number, (first, last) in enumerate(tokens.sentences):
            for word in sorted(set(tokens.norms[first:last]) & self._rows.keys()):
                for label, start, end in self._matcher(word)(doc[first:last]):
                    yield self._vocab.strings[label], first + start, first + end, number

    def _matcher(self, word: str) -> Matcher:
        if word not in self._matchers:
            matcher = self._matchers[word] = Matcher(self._vocab)
            for label, rows in self._rows[word].items():
                matcher.add(label, rows, greedy="LONGEST")
        return self._matchers[word]


@settings(deadline=None, max_examples=400, derandomize=True)
@given(st.lists(PATTERNS.filter(has_word), min_size=1, max_size=3), MESSAGES)
def test_any_pattern_matches_as_in_spacy(patterns: list[str], message: str) -> None:
    labelled = {"one": patterns[:2], "two": patterns[2:]}
    doc = pipelines("en").nlp.make_doc(message)
    assert sorted(AnchoredMatcher({"all": labelled}, {})(tokens_of(doc))["all"]) == sorted(
        Reference("en", labelled, {})(doc)
    )


def groups(code: str) -> dict[str, dict[str, list[str]]]:
    pack = load_language(code)
    return {
        "acts": {act.value: list(rows) for act, rows in pack.acts.items()},
        "requests": {label: list(rows) for label, rows in pack.requests.items()},
        "statements": {label: list(rows) for label, rows in pack.statements.items()},
        "slots": {slot.value: [*item.asked_by, *item.cues, *item.values] for slot, item in pack.slots.items()},
    }


@pytest.mark.parametrize("group", ["acts", "requests", "statements", "slots"])
@pytest.mark.parametrize("code", ["en", "it"])
def test_the_patterns_of_a_language_match_as_in_spacy(code: str, group: str) -> None:
    words = load_language(code).words
    patterns = {
        label: [row for row in rows if row[0] != "^" and row[-1] != "$"] for label, rows in groups(code)[group].items()
    }
    matcher, reference = AnchoredMatcher({group: patterns}, words), Reference(code, patterns, words)
    threads = [item for item in read_threads([ROOT / f"data/heldout/{code}.jsonl"]) if isinstance(item, Thread)]
    found = 0
    for message in (message for thread in threads[:40] for message in thread.messages):
        doc = pipelines(code).nlp.make_doc(message.text)
        matches = sorted(matcher(tokens_of(doc))[group])
        assert matches == sorted(reference(doc)), message.id
        found += len(matches)
    assert found


def test_a_pattern_bound_to_the_start_of_a_clause_matches_nowhere_else() -> None:
    matcher = AnchoredMatcher({"all": {"one": ["^ a b"]}}, {}, openers=["and"])
    for message, found in (("a b", 1), ("c a b", 0), ("c, a b", 1), ("c and a b", 1), ("@you a b", 1), ("c. a b", 1)):
        doc = pipelines("en").nlp.make_doc(message)
        assert len(matcher(tokens_of(doc))["all"]) == found, message


def test_a_pattern_bound_to_the_end_of_a_clause_matches_nowhere_else() -> None:
    matcher = AnchoredMatcher({"all": {"one": ["a b $"]}}, {})
    for message, found in (("a b", 1), ("a b c", 0), ("a b, c", 1), ("a b's", 0), ("a b! c", 1), ("a b 😊", 1)):
        doc = pipelines("en").nlp.make_doc(message)
        assert len(matcher(tokens_of(doc))["all"]) == found, message

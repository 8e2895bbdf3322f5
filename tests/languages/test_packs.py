"""Every language file is complete, and every pattern in it can match."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
import spacy

from analyzer.codebook import Act, Code, Slot
from analyzer.findings import finding_rules
from analyzer.languages import LanguagePack, available_languages, load_language
from analyzer.nlp.folding import fold
from analyzer.nlp.patterns import compile_pattern

CODES = available_languages()
FOREIGN = [code for code in CODES if code != "en"]
every_pack = pytest.mark.parametrize("code", CODES)


def patterns(pack: LanguagePack) -> Iterator[tuple[str, str]]:
    """Every pattern of a pack behind the name of its place."""
    for group in ("acts", "requests", "statements", "hedges", "handoffs"):
        yield from ((f"{group}.{label}", row) for label, rows in getattr(pack, group).items() for row in rows)
    yield from (("generic_help", row) for row in pack.generic_help)
    yield from (("automatic", row) for row in pack.automatic)
    for kind, rows in pack.deadlines.patterns.items():
        yield from ((f"deadlines.{kind}", row) for row in rows)
    for name, question in pack.question_kinds.items():
        yield from ((f"question_kinds.{name}", row) for row in (*question.asked_by, *question.answered_by))
    for slot, item in pack.slots.items():
        yield from ((f"slots.{slot}", row) for row in (*item.asked_by, *item.cues, *item.mentions, *item.values))
    for name, step in pack.steps.items():
        yield from ((f"steps.{name}", row) for row in (*step.proposed, *step.taken))
    attempts = pack.attempts
    yield from (("attempts", row) for row in (*attempts.proposed, *attempts.taken, *attempts.changed))
    for name, channel in pack.channels.items():
        yield from ((f"channels.{name}", row) for row in (*channel.names, *channel.tried))


def elements(pack: LanguagePack) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Place, pattern and words of every element that stands for words."""
    for place, row in patterns(pack):
        for element in compile_pattern(row, pack.words).elements:
            if element.words:
                yield place, row, element.words


@cache
def tokenizer(code: str) -> spacy.Language:
    return spacy.blank(code)


def is_one_token(code: str, word: str) -> bool:
    """Whether the tokenizer leaves the word whole, alone or leaning on a neighbour."""
    contexts = (word, f"{word}amico", f"they{word}", f"I{word}", f"no {word} no", word.upper())
    return any(word in [token.text.lower() for token in tokenizer(code)(context)] for context in contexts)


def test_english_and_italian_are_there() -> None:
    assert {"en", "it"} <= set(CODES)


@every_pack
def test_a_pack_is_filed_under_its_code(code: str) -> None:
    assert load_language(code).code == code


def test_a_language_without_a_file_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="tlh"):
        load_language("tlh")


@every_pack
def test_every_act_is_listed(code: str) -> None:
    assert load_language(code).acts.keys() == set(Act)


@every_pack
def test_every_slot_is_listed_with_its_name(code: str) -> None:
    slots = load_language(code).slots
    assert slots.keys() == set(Slot)
    assert all(item.name.strip() for item in slots.values())


@every_pack
@pytest.mark.parametrize("finding", Code)
def test_every_finding_has_a_sentence_whose_places_can_be_filled(code: str, finding: Code) -> None:
    sentence = load_language(code).findings[finding].sentence
    filled = sentence.format(slot="SLOT", earlier="m1", evidence="“…”")
    assert filled.endswith(".")
    assert "{" not in filled


@pytest.mark.parametrize("code", FOREIGN)
@pytest.mark.parametrize("finding", Code)
def test_every_pack_but_the_english_gives_every_meaning(code: str, finding: Code) -> None:
    meaning = load_language(code).findings[finding].meaning
    assert len(meaning.split()) > 5
    assert meaning != finding_rules()[finding].meaning


@pytest.mark.parametrize("finding", Code)
def test_english_meanings_are_the_docstrings(finding: Code) -> None:
    assert load_language("en").findings[finding].meaning == ""
    assert len(finding_rules()[finding].meaning.split()) > 5


@every_pack
def test_every_pattern_compiles(code: str) -> None:
    pack = load_language(code)
    assert [compile_pattern(row, pack.words) for _, row in patterns(pack)]


@pytest.mark.parametrize("group", ["requests", "statements", "handoffs"])
def test_packs_have_the_same_entries(group: str) -> None:
    first, *others = (getattr(load_language(code), group).keys() for code in CODES)
    assert all(other == first for other in others)


@pytest.mark.parametrize("part", ["deadlines", "question_kinds"])
def test_packs_have_the_same_kinds(part: str) -> None:
    packs = [load_language(code) for code in CODES]
    kinds = [(pack.deadlines.patterns if part == "deadlines" else pack.question_kinds).keys() for pack in packs]
    assert all(other == kinds[0] for other in kinds)


@every_pack
def test_the_weekdays_and_months_of_a_deadline_are_all_named(code: str) -> None:
    words = load_language(code).deadlines
    assert (len(words.weekdays), len(words.months)) == (7, 12)
    assert min(words.numbers.values()) >= 1


@every_pack
def test_every_word_class_is_used(code: str) -> None:
    pack = load_language(code)
    used = {name for _, row in patterns(pack) for name in re.findall(r"<(\w+)>", row)}
    assert pack.words.keys() - used == set()


@every_pack
def test_every_word_is_a_folded_word(code: str) -> None:
    pack = load_language(code)
    unfolded = {(place, word) for place, _, words in elements(pack) for word in words if not word or fold(word) != word}
    assert unfolded == set()


@every_pack
def test_no_word_holds_a_sign_of_the_notation(code: str) -> None:
    found = {
        (place, word)
        for place, _, words in elements(load_language(code))
        for word in words
        if set(word) & set("{}|<>~")
    }
    assert found == set()


@every_pack
def test_every_word_can_be_a_token(code: str) -> None:
    words = {word for _, _, words in elements(load_language(code)) for word in words}
    assert sorted(word for word in words if word and not is_one_token(code, word)) == []


@every_pack
def test_a_chat_spelling_stands_beside_the_word_it_is_written_out_to(code: str) -> None:
    """Tokens bear the written-out word, so a pattern that has the spelling alone never matches."""
    pack = load_language(code)
    dead = {
        (place, word)
        for place, _, words in elements(pack)
        for word in words
        if pack.spellings.get(word, word) not in words
    }
    assert sorted(dead) == []


@every_pack
def test_spellings_are_folded_and_written_out_once(code: str) -> None:
    spellings = load_language(code).spellings
    assert all(fold(short) == short and fold(word) == word for short, word in spellings.items())
    assert [word for word in spellings.values() if spellings.get(word, word) != word] == []

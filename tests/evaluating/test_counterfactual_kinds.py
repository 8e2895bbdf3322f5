"""Copies of threads changed in what must not matter."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest

from analyzer.evaluating.counterfactual_kinds import KINDS
from analyzer.evaluating.first_names import FEMALE, MALE, FirstName, first_names
from analyzer.evaluating.substitutes import substitutes
from analyzer.nlp.language_identification import thread_language
from analyzer.readers import read_labelled_threads
from analyzer.threads import LabelledThread, Thread
from tests.conftest import ROOT, thread_of

CHANGES = {kind.name: kind.change for kind in KINDS}
CORPUS = [
    item.thread
    for part in ("it.jsonl", "en.jsonl")
    for item in islice(read_labelled_threads([ROOT / "data" / "heldout" / part]), 120)
    if isinstance(item, LabelledThread)
]


def thread(*lines: str, brand: str | None = None, authors: tuple[str | None, ...] = ()) -> Thread:
    plain = thread_of(lines)
    given = (*authors, *[None] * (len(lines) - len(authors)))
    messages = tuple(replace(message, author=author) for message, author in zip(plain.messages, given, strict=True))
    return replace(plain, brand=brand, messages=messages)


def texts(of: Thread) -> list[str]:
    return [message.text for message in of.messages]


def names_of(of: Thread) -> set[str]:
    pools = [name for names in substitutes().first_names.values() for name in (*names.female, *names.male)]
    return {name for name in pools if any(name in text for text in texts(of))}


@pytest.mark.parametrize("name", [kind.name for kind in KINDS])
def test_a_copy_differs_in_words_alone(name: str) -> None:
    changed = 0
    for original in CORPUS:
        copy = CHANGES[name](original, thread_language(original) or "en")
        changed += copy != original
        assert copy == CHANGES[name](original, thread_language(original) or "en")
        assert [(m.id, m.role, m.sent_at) for m in copy.messages] == [
            (m.id, m.role, m.sent_at) for m in original.messages
        ]
        assert (copy.id, copy.source, copy.channel) == (original.id, original.source, original.channel)
    assert changed


@pytest.mark.parametrize("name", [kind.name for kind in KINDS])
def test_a_thread_that_holds_nothing_of_the_kind_stays_as_it_is(name: str) -> None:
    bare = thread("C: non funziona nulla", "SYS: chiuso")
    assert CHANGES[name](bare, "it") == bare


def test_a_name_changes_everywhere_and_for_the_other_gender() -> None:
    original = thread(
        "C: Sono Marco, ordine mai arrivato",
        "B: Ciao Marco, controlliamo. ^Giulia",
        "C: MARCO ROSSI, via https://x.it/Marco",
        authors=("Marco Rossi", "Telvia"),
    )
    copy = CHANGES["gender"](original, "it")
    assert "Marco" not in "".join(texts(copy)).replace("https://x.it/Marco", "")
    assert "MARCO" not in texts(copy)[2]
    assert texts(copy)[2].endswith("https://x.it/Marco")
    changed = str(copy.messages[0].author).split()[0]
    assert changed in substitutes().first_names["italian"].female
    assert f"Ciao {changed}," in texts(copy)[1]
    assert texts(copy)[1].split("^")[1] in substitutes().first_names["italian"].male


def test_a_name_of_another_origin_keeps_the_gender() -> None:
    copy = CHANGES["origin"](thread("C: ?", "B: Hi Emily! Sent."), "en")
    assert names_of(copy) <= set(substitutes().first_names["other"].female)
    back = CHANGES["origin"](thread("C: ?", "B: Hi Fatima! Sent."), "en")
    assert names_of(back) <= set(substitutes().first_names["italian"].female)
    assert names_of(copy)
    assert names_of(back)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("B: Hi Leanne, sent.", {"Leanne": FirstName(MALE, "english")}),
        ("B: Hello Wanda!", {"Wanda": FirstName(FEMALE, "english")}),
        ("B: Good morning Gemma. Sent.", {"Gemma": FirstName(FEMALE, "english")}),
        ("B: Hi there, team!", {}),
        ("B: Hi There! Dear Customer, Dear Mr. Brown, Hi Parcelline!", {}),
        ("B: Thanks Monday will do", {}),
        ("B: Sent. ^Tom", {"Tom": FirstName(MALE, "english")}),
        ("B: Sent. ^DM", {}),
    ],
)
def test_names_are_those_a_greeting_or_a_signature_names(line: str, names: dict[str, FirstName]) -> None:
    assert first_names(thread("C: ?", line, brand="Parcelline"), "en") == names


def test_an_author_is_a_name_only_if_it_is_a_known_one() -> None:
    assert set(first_names(thread("C: ?", "B: .", authors=("luca_84 rossi", "Comprabene.it")), "it")) == {"Luca"}
    assert first_names(thread("C: ?", authors=("Coach Dunleavy",)), "en") == {}


def test_cities_change_but_in_the_brands_name() -> None:
    original = thread("C: da MILANO a Roma, non romana", "B: Roma non risulta", brand="Banca di Roma")
    changed = texts(CHANGES["city"](original, "it"))
    assert "MILANO" not in changed[0]
    assert changed[0].endswith("a Roma, non romana")
    assert changed[1] == "Roma non risulta"


def test_handles_of_customers_change_and_the_brands_stay() -> None:
    original = thread(
        "C: @TelviaHelp @gemma_t hello, me@here.it",
        "B: @gemma_t sent https://t.co/@gemma_t",
        brand="Telvia",
        authors=("gemma_t", "TelviaHelp"),
    )
    copy = CHANGES["handle"](original, "en")
    handle = copy.messages[0].author
    assert handle != "gemma_t"
    assert texts(copy) == [
        f"@TelviaHelp @{handle} hello, me@here.it",
        f"@{handle} sent https://t.co/@gemma_t",
    ]


def test_the_brand_changes_as_name_handle_tag_author_and_field() -> None:
    original = thread(
        "C: @NorvaneAirHelp #norvaneair Norvane Air, NORVANE AIR! norvaneair.com/x",
        "B: Norvane Air at https://norvaneair.com",
        brand="Norvane Air",
        authors=(None, "Norvane Air"),
    )
    copy = CHANGES["brand"](original, "en")
    other = str(copy.brand)
    assert other in substitutes().others.brands
    assert copy.messages[1].author == other
    assert texts(copy) == [
        f"@{other}Help #{other.lower()} {other}, {other.upper()}! norvaneair.com/x",
        f"{other} at https://norvaneair.com",
    ]


@pytest.mark.parametrize("brand", [None, "", "  ", "***"])
def test_a_thread_without_a_brands_name_keeps_its_words(brand: str | None) -> None:
    original = thread("C: @someone hello ***", brand=brand)
    assert texts(CHANGES["brand"](original, "en"))[0].startswith("@someone hello")


@pytest.mark.parametrize("language", sorted(substitutes().courtesy))
def test_courtesy_is_added_to_replies_alone(language: str) -> None:
    original = thread("C: Ciao", "B: @user 14:30.", "N: interno", "BOT: ciao")
    formulas = substitutes().courtesy[language]
    copy = CHANGES["more courtesy"](original, language)
    assert texts(copy) == ["Ciao", f"@user {formulas.before} 14:30.\n{formulas.after}", "interno", "ciao"]


@pytest.mark.parametrize(
    ("language", "reply", "left"),
    [
        ("en", "@user Hi Gemma! It left today. Thanks for reaching out!", "@user It left today."),
        ("en", "Hello, it left today, have a great day", "It left today"),
        ("en", "It left today.\nKind regards,\nTash", "It left today.\nTash"),
        ("en", "Hi there, thanks!", "Hi there, thanks!"),
        ("en", "Thanks to the courier it left today.", "Thanks to the courier it left today."),
        ("it", "Buongiorno Luca, è partito oggi. Restiamo a disposizione. Buona giornata!", "È partito oggi."),
        ("it", "Gentile Cliente, è partito: grazie a Lei.", "È partito: grazie a Lei."),
    ],
)
def test_formulas_that_fill_a_clause_are_taken_out(language: str, reply: str, left: str) -> None:
    copy = CHANGES["less courtesy"](thread("C: Hi there!", f"B: {reply}"), language)
    assert texts(copy) == ["Hi there!", left]


def test_a_language_without_formulas_keeps_its_courtesy() -> None:
    original = thread("C: ?", "B: Guten Tag, unterwegs.")
    assert CHANGES["more courtesy"](original, "de") == CHANGES["less courtesy"](original, "de") == original


def test_the_lists_hold_no_word_twice() -> None:
    lists = substitutes()
    names = [name for entry in lists.first_names.values() for name in (*entry.female, *entry.male)]
    cities = [city for pool in lists.cities.values() for city in pool]
    for words in (names, cities, lists.others.handles, lists.others.brands):
        assert len(words) == len({word.casefold() for word in words})

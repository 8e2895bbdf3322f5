"""Pseudonymised copies."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from stdnum import iban, luhn
from stdnum.it import codicefiscale

from analyzer.nlp.value_forms import values_in
from analyzer.readers import read_threads
from analyzer.redaction.faithful import faithful_copies
from analyzer.redaction.personal_items import Kind
from analyzer.redaction.pseudonyms import Pseudonyms
from analyzer.redaction.redacting import Redactor
from analyzer.scoring import score_threads
from analyzer.threads import Thread
from tests.conftest import ROOT, shipped_model, thread_of

SALT = b"a salt for tests"
PLANTED = {
    Kind.EMAIL: "m.rossi@example.it",
    Kind.PHONE_NUMBER: "347 1234567",
    Kind.TAX_CODE: "RSSMRA85T10A562S",
    Kind.IBAN: "IT60X0542811101000000123456",
    Kind.CARD: "4111 1111 1111 1111",
    Kind.ADDRESS: "via Giuseppe Verdi 12",
    Kind.HANDLE: "@adele_77",
    Kind.CODE: "TV-2210774",
    Kind.LICENCE_PLATE: "AB123CD",
    Kind.BIRTH_DATE: "12/03/1971",
    Kind.PROFILE_LINK: "https://facebook.com/adele.conti.9",
}


def planted() -> Thread:
    values = {**PLANTED, Kind.BIRTH_DATE: f"nata il {PLANTED[Kind.BIRTH_DATE]}"}
    thread = thread_of(
        [
            f"C: Sono Adele, ecco tutto: {' ; '.join(values.values())}",
            "B: Ciao Adele, la TV-2210774 e il +39 347 1234567 non risultano. Saluti, Sandro",
            "C: 2210774? No, TV 2210774!",
        ],
        "it",
    )
    said = ("Adele Conti", "Sandro Bassi", "Adele Conti")
    messages = tuple(replace(message, author=name) for message, name in zip(thread.messages, said, strict=True))
    return replace(thread, id="t-adele@example.it", messages=messages, brand="Telvia", extra={"phone": "347 1234567"})


def test_nothing_planted_is_left() -> None:
    copy = Redactor(SALT)(planted())
    told = str(copy.thread)
    for value in (*PLANTED.values(), "Adele", "Conti", "Sandro", "Bassi", "2210774", "3471234567", "adele"):
        assert value not in told
    assert {*PLANTED, Kind.NAME} == set(copy.counts)


def test_the_brand_stays() -> None:
    thread = replace(thread_of(["C: @TelviaHelp aiuto", "B: Scrivi a help@telvia.it"], "it"), brand="Telvia")
    copy = Redactor(SALT)(thread).thread
    assert [message.text for message in copy.messages] == [message.text for message in thread.messages]


def test_a_value_has_the_same_pseudonym_wherever_it_stands_and_however_it_is_written() -> None:
    first, second, third = Redactor(SALT)(planted()).thread.messages
    code = re.search(r"TV-(\d{7})", first.text)
    assert code
    assert f"TV-{code[1]}" in second.text
    assert f"TV {code[1]}!" in third.text
    phone = re.search(r"\+39 (\d{3} \d{7})", second.text)
    assert phone
    assert phone[1] in first.text


def test_a_name_is_the_same_in_author_greeting_and_text() -> None:
    first, second, _ = Redactor(SALT)(planted()).thread.messages
    assert first.author
    name = first.author.split()[0]
    assert f"Sono {name}," in first.text
    assert f"Ciao {name}," in second.text


def test_the_same_salt_gives_the_same_copy_and_another_another() -> None:
    assert Redactor(SALT)(planted()) == Redactor(SALT)(planted())
    assert Redactor(SALT)(planted()).thread != Redactor(b"another salt, as long")(planted()).thread


@pytest.mark.parametrize("kind", [Kind.TAX_CODE, Kind.IBAN, Kind.CARD, Kind.PHONE_NUMBER, Kind.EMAIL, Kind.CODE])
def test_a_pseudonym_has_the_form_of_what_it_replaces(kind: Kind) -> None:
    written = PLANTED[kind]
    given = Pseudonyms(SALT).replaced(kind, written)
    assert given != written
    assert len(given) == len(written)
    assert [(value.slot, value.start, value.end) for value in values_in(given)] == [
        (value.slot, value.start, value.end) for value in values_in(written)
    ]


def test_check_digits_are_right() -> None:
    pseudonyms = Pseudonyms(SALT)
    assert codicefiscale.is_valid(pseudonyms.replaced(Kind.TAX_CODE, PLANTED[Kind.TAX_CODE]))
    assert iban.is_valid(pseudonyms.replaced(Kind.IBAN, PLANTED[Kind.IBAN]))
    assert luhn.is_valid(pseudonyms.replaced(Kind.CARD, PLANTED[Kind.CARD]).replace(" ", ""))


def test_two_values_never_get_one_pseudonym() -> None:
    pseudonyms = Pseudonyms(SALT)
    given = {pseudonyms.replaced(Kind.CODE, f"TV-22{number:05d}") for number in range(500)}
    assert len(given) == 500


def test_ids_are_kept_unless_they_tell_who_somebody_is() -> None:
    thread = planted()
    assert [message.id for message in Redactor(SALT)(thread).thread.messages] == ["m1", "m2", "m3"]
    assert "@" in Redactor(SALT)(thread).thread.id
    assert Redactor(SALT, new_ids=True)(thread).thread.id == "t1"


def test_a_reply_link_follows_its_message() -> None:
    thread = thread_of(["C: Aiuto", "B: Ciao"], "it")
    first, second = thread.messages
    thread = replace(thread, messages=(replace(first, id="347 1234567"), replace(second, reply_to="347 1234567")))
    copy = Redactor(SALT)(thread).thread
    assert copy.messages[1].reply_to == copy.messages[0].id != "347 1234567"
    other = Redactor(SALT, new_ids=True)(thread).thread
    assert (other.messages[0].id, other.messages[1].reply_to) == ("m1", "m1")


def test_the_copy_of_the_corpus_scores_as_the_corpus() -> None:
    model = shipped_model()
    threads = [item for item in read_threads([ROOT / "data" / "labelled"]) if isinstance(item, Thread)][::6]
    copies = list(faithful_copies(threads, Redactor(SALT), model))
    told_equal = [(thread, copy.redacted.thread) for thread, copy in zip(threads, copies, strict=True) if copy.is_equal]
    assert len(told_equal) >= 0.997 * len(threads)
    for before, after in zip(
        score_threads((pair[0] for pair in told_equal), model),
        score_threads((pair[1] for pair in told_equal), model),
        strict=True,
    ):
        assert (after.score.score, after.score.label) == (before.score.score, before.score.label)

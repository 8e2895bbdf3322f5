from __future__ import annotations

from analyzer.auditing.customer_words import customer_words
from analyzer.codebook import Role
from analyzer.threads import Message, Thread


def words(*texts: str, language: str = "it", brand: str | None = None) -> set[str]:
    messages = tuple(
        Message(id=f"m{place}", role=Role.BRAND if place % 2 else Role.CUSTOMER, text=text)
        for place, text in enumerate(texts)
    )
    return set(customer_words(Thread(id="t", messages=messages, brand=brand), language))


def test_what_it_is_about_stays_and_what_everybody_writes_does_not() -> None:
    assert words("Buongiorno, la bolletta di marzo è sbagliata, vorrei capire perché") == {"bolletta", "sbagliata"}
    assert words("Hi, my parcel still hasn't arrived, please help", language="en") >= {"parcel", "arrived"}
    assert not words("Hi, my parcel still hasn't arrived, please help", language="en") & {"still", "please", "help"}


def test_only_the_first_messages_count() -> None:
    assert words("Il modem è spento", "Ci mandi il codice fiscale", "Il codice fiscale è questo") == {"modem", "spento"}


def test_names_links_and_the_brand_are_no_topic() -> None:
    said = "Ho scritto a Federica di telvia per il rimborso https://telvia.example/rimborsi @telvia #telvia"
    assert words(said, brand="Telvia") == {"rimborso"}


def test_chat_spellings_are_read_as_the_word_they_stand_for() -> None:
    assert words("xke il num nn funziona") == {"numero", "funziona"}


def test_a_language_without_a_pack_keeps_its_long_words() -> None:
    assert words("La facture est fausse", language="fr") >= {"facture", "fausse"}

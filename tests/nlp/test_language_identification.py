"""The language of a thread."""

from __future__ import annotations

import pytest

from analyzer.nlp.language_identification import thread_language
from tests.conftest import thread_of

ENGLISH = "My parcel was marked as delivered but nobody rang the bell and it is nowhere to be seen."
ITALIAN = "Il pacco risulta consegnato ma nessuno ha suonato e non lo trovo da nessuna parte."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (ITALIAN, "it"),
        ("Where is my order?", "en"),
        ("Dov'è il mio ordine?", "it"),
        ("Das Paket ist als zugestellt markiert, aber niemand hat geklingelt und ich finde es nirgends.", "de"),
        ("Le colis est marqué comme livré mais personne n'a sonné et je ne le trouve nulle part.", "fr"),
        ("El paquete figura como entregado pero nadie llamó al timbre y no lo encuentro por ningún lado.", "es"),
    ],
)
def test_the_words_tell_the_language(text: str, language: str) -> None:
    assert thread_language(thread_of([f"C: {text}"])) == language


@pytest.mark.parametrize(
    "text", ["", "   ", "12345", "😀😀", "??", "ok", "@telvia #guasto https://esempio.it/it/aiuto"]
)
def test_too_few_letters_tell_nothing(text: str) -> None:
    assert thread_language(thread_of([f"C: {text}"])) is None


def test_links_handles_and_masks_are_no_words() -> None:
    noise = "https://www.the-best-news.co.uk/where-is-my-order @theofficialhelp #winning __email__ a.b@help.co.uk"
    assert thread_language(thread_of([f"C: Non funziona niente da ieri mattina {noise}"])) == "it"


@pytest.mark.parametrize(
    ("tag", "language"), [("it", "it"), ("it-IT", "it"), ("EN_us", "en"), ("de-CH", "de"), ("zh-Hant-TW", "zh")]
)
def test_a_declared_language_is_believed_by_its_primary_tag(tag: str, language: str) -> None:
    assert thread_language(thread_of([f"C: {ENGLISH}"], tag)) == language


def test_a_short_foreign_looking_line_stays_with_a_language_that_is_supported() -> None:
    assert thread_language(thread_of(["C: Nada", "B: Ciao! Come possiamo aiutarti con il tuo ordine?"])) == "it"


def test_the_whole_thread_counts_not_its_first_word() -> None:
    assert thread_language(thread_of(["C: Hello", f"B: {ITALIAN}", f"C: {ITALIAN}"])) == "it"

"""Data items in what is shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzer.modeling.artifact import Model
from analyzer.readers import read_threads
from analyzer.redaction.masking import masked, masked_scored
from analyzer.redaction.names import names_in
from analyzer.scoring import score_threads
from analyzer.threads import Thread
from tests.conftest import SAMPLE, thread_of


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Mi chiama lo 02/3293 ogni sera", "Mi chiama lo ••/•••• ogni sera"),
        ("scrivimi a m.rossi@example.it", "scrivimi a •.•••••@•••••••.••"),
        ("CF RSSMRA85T10A562S ok", "CF •••••••••••••••• ok"),
        ("IBAN IT60X0542811101000000123456", "IBAN " + "•" * 27),
        ("carta 4111 1111 1111 1111", "carta •••• •••• •••• ••••"),
        ("order 88-4127-Q is late", "order ••-••••-• is late"),
        ("cell. 347 12 34 567", "cell. ••• •• •• •••"),
        ("tel +39 347-1234567.", "tel +•• •••-•••••••."),
        ("abito in via Giuseppe Verdi 12/b, Milano", "abito in ••• •••••••• ••••• ••/•, Milano"),
        ("I live at 10 Downing Street", "I live at •• ••••••• ••••••"),
        ("sono @marco_77", "sono @••••••••"),
        ("nato il 12/03/1971", "nato il ••/••/••••"),
        ("https://www.facebook.com/marco.rossi.9", "•••••://•••.••••••••.•••/•••••.•••••.•"),
        ("card ending in 4417", "card ending in ••••"),
        ("pratica n. 7781", "pratica n. ••••"),
        ("ticket ABX77219", "ticket ••••••••"),
        ("12-34-56-78-90-12", "••-••-••-••-••-••"),
    ],
)
def test_a_data_item_is_masked_sign_for_sign(text: str, hidden: str) -> None:
    assert masked(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "Il tecnico passa il 12/03 alle 10:30 e costa 49,90 euro",
        "Con iPhone 12 e iOS 17 va tutto",
        "Since 2019 I pay 30 pounds for 4G",
        "il numero (omissis) e ****",
        "Perché non rispondete? Sono 3 giorni che aspetto!",
    ],
)
def test_what_is_no_personal_data_stays(text: str) -> None:
    assert masked(text) == text


def test_the_brands_own_handle_stays() -> None:
    assert masked("@TelviaHelp ask @marco77", brand="Telvia") == "@TelviaHelp ask @•••••••"


def test_names_are_those_the_thread_tells() -> None:
    thread = thread_of(
        ["C: Buongiorno, mi chiamo Adele Conti. Rosa non c'entra.", "B: Ciao Adele, grazie Marco", "C: la rosa"]
    )
    first = replace(thread.messages[0], author="Pietro Lanza")
    thread = replace(thread, messages=(first, *thread.messages[1:]))
    assert names_in(thread) == {"adele", "conti", "pietro", "lanza", "marco"}
    assert masked("Ciao Adele, la signora Lanza", names_in(thread)) == "Ciao •••••, la signora •••••"


def test_greetings_to_nobody_name_nobody() -> None:
    lines = ["B: Gentile Cliente, grazie", "C: Ciao Telvia, Hi Team, thanks", "B: Hi There!"]
    assert not names_in(replace(thread_of(lines), brand="Telvia Italia"))


@pytest.fixture(scope="module")
def sample() -> Thread:
    thread = next(iter(read_threads([SAMPLE])))
    assert isinstance(thread, Thread)
    return thread


def test_quotes_are_exact_characters_of_the_masked_messages(default_model: Model, sample: Thread) -> None:
    scored = next(iter(score_threads([sample], default_model)))
    told = masked_scored(scored)
    texts = {message.id: message.text for message in told.thread.messages}
    before = {message.id: message.text for message in sample.messages}
    assert {name: len(text) for name, text in texts.items()} == {name: len(text) for name, text in before.items()}
    for found in told.score.findings:
        assert found.quote == texts[found.message][found.start : found.end]
        if found.rests_on:
            rests_on = found.rests_on
            assert rests_on.quote == texts[rests_on.message][rests_on.start : rests_on.end]


def test_no_data_item_is_left_in_quotes_explanations_or_names(default_model: Model, sample: Thread) -> None:
    scored = next(iter(score_threads([sample], default_model)))
    assert "4417" in str(scored.score)
    assert "4417" not in str(masked_scored(scored))
    for author in {message.author for message in sample.messages} - {sample.brand, None}:
        assert author not in str(masked_scored(scored))

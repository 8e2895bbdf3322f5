"""The sample thread and two ways in which the brand could have answered it."""

from __future__ import annotations

from dataclasses import replace

from analyzer.codebook import Code, Label, Slot
from analyzer.modeling.artifact import Model
from analyzer.readers import read_threads
from analyzer.scores import Finding
from analyzer.scoring import ScoredThread, score_threads
from analyzer.threads import Thread
from tests.conftest import SAMPLE

LOOKED_UP = (
    "Ciao Sergio, abbiamo verificato: lo 02/4417 è di un'agenzia che vende per conto nostro. "
    "L'abbiamo bloccato e tolto il tuo numero dalle loro liste, non ti chiameranno più."
)
NOT_OURS = (
    "Ciao Sergio, lo 02/4417 non è un numero nostro e non possiamo bloccarlo. "
    "Puoi segnalarlo al Garante della privacy dal suo sito, oppure ai Carabinieri."
)


def sample() -> Thread:
    thread = next(iter(read_threads([SAMPLE])))
    assert isinstance(thread, Thread)
    return thread


def answered_with(text: str) -> Thread:
    """The sample up to m4, which says something else."""
    messages = sample().messages[:4]
    return replace(sample(), messages=(*messages[:3], replace(messages[3], text=text)))


def scored(thread: Thread, model: Model) -> ScoredThread:
    return next(iter(score_threads([thread], model)))


def on(message: str, result: ScoredThread) -> dict[Code, Finding]:
    return {finding.code: finding for finding in result.score.findings if finding.message == message}


def test_the_sample_is_unresponsive(default_model: Model) -> None:
    score = scored(sample(), default_model).score
    assert score.label is Label.UNRESPONSIVE
    assert score.score is not None
    assert score.score < 20


def test_a_first_and_needed_request_raises_nothing(default_model: Model) -> None:
    assert not on("m2", scored(sample(), default_model))


def test_the_number_asked_for_again_quotes_the_request_and_where_it_was_given(default_model: Model) -> None:
    finding = on("m4", scored(sample(), default_model))[Code.REPEATED_REQUEST]
    assert finding.slot is Slot.CALLING_NUMBER
    assert "numero completo che ti chiama" in finding.quote
    assert finding.rests_on is not None
    assert (finding.rests_on.message, finding.rests_on.quote) == ("m3", "02/4417")


def test_nothing_else_is_held_against_the_second_request(default_model: Model) -> None:
    assert set(on("m4", scored(sample(), default_model))) == {Code.REPEATED_REQUEST}


def test_the_data_requested_is_unnamed_and_comes_after_a_refusal(default_model: Model) -> None:
    found = on("m6", scored(sample(), default_model))
    assert set(found) == {Code.REQUEST_AFTER_REFUSAL, Code.UNNAMED_REQUEST}
    assert found[Code.REQUEST_AFTER_REFUSAL].slot is Slot.OFFER


def test_the_last_reply_blames_the_customer(default_model: Model) -> None:
    assert set(on("m8", scored(sample(), default_model))) == {Code.BLAME_SHIFT}


def test_a_number_looked_up_and_blocked_is_responsive(default_model: Model) -> None:
    result = scored(answered_with(LOOKED_UP), default_model)
    assert result.score.label is Label.RESPONSIVE
    assert Code.RESOLUTION in on("m4", result)


def test_a_number_that_is_not_the_brands_with_who_can_help_is_responsive(default_model: Model) -> None:
    result = scored(answered_with(NOT_OURS), default_model)
    assert result.score.label is Label.RESPONSIVE
    assert set(on("m4", result)) >= {Code.HONEST_REDIRECT}
    assert not [finding for finding in result.score.findings if not finding.code.is_credit]

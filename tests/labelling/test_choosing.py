"""Which threads are proposed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from analyzer.codebook import Role
from analyzer.labelling.candidates import Candidate
from analyzer.labelling.choosing import choose
from analyzer.labelling.near_copies import NearCopies
from analyzer.labelling.reasons import Reason, motives
from analyzer.threads import Message, Thread
from tests.labelling.stories import ANSWERED, EMOJI, candidates_of

_WORDS = ["parcel", "invoice", "router", "contract", "ticket", "refund", "modem", "ferry", "seat", "meter", "boiler"]


def crowd(size: int) -> list[Candidate]:
    """Candidates whose texts differ, of three brands in shares of six, three and one tenth."""
    pattern = candidates_of(EMOJI)[0]
    generator = np.random.default_rng(0)
    brands = ["Alfa"] * 6 + ["Beta"] * 3 + ["Gamma"]
    found = []
    for number in range(size):
        text = " ".join(generator.choice(_WORDS, 12)) + f" {number}"
        thread = Thread(f"t{number}", (Message("m1", Role.CUSTOMER, text),), brand=brands[number % 10])
        sure = np.array([0.02, 0.03, 0.95])
        found.append(
            replace(
                pattern, thread=thread, probabilities=sure, findings=(), label=pattern.label, other_label=pattern.label
            )
        )
    return found


def test_the_same_candidates_give_the_same_proposals() -> None:
    everyone = crowd(60)
    assert [each.candidate.thread.id for each in choose(everyone, 20)] == [
        each.candidate.thread.id for each in choose(everyone, 20)
    ]


def test_a_fifth_is_drawn_by_chance_over_brands_in_their_shares() -> None:
    everyone = crowd(200)
    chosen = choose(everyone, 100)
    drawn = [each.candidate for each in chosen if each.reason is Reason.RANDOM]
    assert len(drawn) == 20
    brands = Counter(each.thread.brand for each in drawn)
    assert brands["Alfa"] == pytest.approx(12, abs=1)
    assert brands["Beta"] == pytest.approx(6, abs=1)


def test_what_has_a_reason_comes_before_what_only_fills_up() -> None:
    everyone = crowd(50)
    close = [replace(each, probabilities=np.array([0.1, 0.45, 0.45])) for each in everyone[:5]]
    chosen = choose([*close, *everyone[5:]], 10)
    reasons = Counter(each.reason for each in chosen)
    assert reasons[Reason.RANDOM] == 2
    assert reasons[Reason.UNCERTAIN] >= 3
    assert len(chosen) == 10


def test_a_thread_nearly_the_same_is_asked_for_once() -> None:
    copies = NearCopies()
    assert copies.is_new(EMOJI)
    again = replace(
        EMOJI,
        id="again",
        messages=(
            *EMOJI.messages[:3],
            replace(EMOJI.messages[3], text="Thanks. Could you please send us the tracking number??"),
        ),
    )
    assert not copies.is_new(again)
    assert copies.is_new(ANSWERED)
    assert len(choose([*candidates_of(EMOJI), *candidates_of(again)], 2)) == 1


def test_reasons_say_what_holds_and_never_the_label() -> None:
    everyone = crowd(30)
    uncertain = replace(everyone[0], probabilities=np.array([0.1, 0.46, 0.44]))
    unlike = replace(everyone[1], reply_words=20, unknown_words=0.8)
    found = {motive.row: motive for motive in motives([uncertain, unlike, *everyone[2:]])}
    assert found[0].reason is Reason.UNCERTAIN
    assert found[1].reason is Reason.UNLIKE
    said = " ".join(motive.words for motive in found.values())
    assert not {"responsive", "unresponsive", "partial"} & set(said.replace(",", "").split())


def test_fewer_threads_than_asked_for_are_all_proposed() -> None:
    assert len(choose(crowd(7), 100)) == 7
    assert choose([], 5) == []

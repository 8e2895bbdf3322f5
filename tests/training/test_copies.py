"""No thread may stand on both sides of a fold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzer.errors import TrainingRefusedError
from analyzer.threads import Gold, LabelledThread, Source
from analyzer.training.copies import copy_groups, fingerprint, refuse_copies, without_copies
from tests.conftest import thread_of

COMPLAINT = "C: Il pacco spedito lunedì da Bologna non è mai arrivato e il numero verde squilla a vuoto da tre giorni"
REPLY = "B: Ci dispiace, abbiamo aperto una segnalazione con il corriere e la richiamiamo domani mattina"
OTHER = ["C: Where can I see my invoices?", "B: Under Account, Billing, Invoices."]


def entries(*threads: list[str]) -> list[LabelledThread]:
    return [
        LabelledThread(replace(thread_of(lines), id=f"t{row}", source=Source("a.jsonl", row + 1)), Gold())
        for row, lines in enumerate(threads)
    ]


def test_case_and_spaces_make_no_other_thread() -> None:
    assert fingerprint(thread_of(["C: Dov'è  il pacco?"])) == fingerprint(thread_of(["C: dov'è il\npacco?"]))
    assert fingerprint(thread_of(["C: Dov'è il pacco?"])) != fingerprint(thread_of(["B: Dov'è il pacco?"]))


def test_the_same_thread_under_two_brands_is_refused() -> None:
    with pytest.raises(TrainingRefusedError, match=r"a\.jsonl:1 is the same thread as a\.jsonl:3"):
        refuse_copies(entries([COMPLAINT, REPLY], OTHER, [COMPLAINT.upper(), REPLY]), ["x", "x", "y"])


def test_nearly_the_same_thread_under_two_brands_is_refused() -> None:
    with pytest.raises(TrainingRefusedError, match=r"a\.jsonl:1 is nearly the same thread as a\.jsonl:3"):
        refuse_copies(entries([COMPLAINT, REPLY], OTHER, [COMPLAINT + " 😡", REPLY + " ^Anna"]), ["x", "x", "y"])


@pytest.mark.parametrize(
    ("threads", "brands"),
    [
        ([[COMPLAINT, REPLY], OTHER, [COMPLAINT, REPLY]], ["x", "y", "x"]),
        ([[COMPLAINT, REPLY], OTHER, [COMPLAINT, OTHER[1]]], ["x", "y", "z"]),
        ([["C: ?"], ["C: !"]], ["x", "y"]),
    ],
    ids=["one brand", "another reply", "hardly a word"],
)
def test_what_is_no_copy_across_brands_passes(threads: list[list[str]], brands: list[str]) -> None:
    refuse_copies(entries(*threads), brands)


def test_three_pairs_are_named_and_the_rest_counted() -> None:
    with pytest.raises(TrainingRefusedError, match="and 2 more pairs"):
        refuse_copies(entries(*[[COMPLAINT, REPLY]] * 6), [*"abcdef"])


def test_a_corpus_is_read_without_what_is_or_nearly_is_an_own_thread() -> None:
    own = entries([COMPLAINT, REPLY])
    corpus = entries([COMPLAINT.upper(), REPLY], OTHER, [COMPLAINT + " 😡", REPLY + " ^Anna"])
    assert without_copies(corpus, own) == [corpus[1]]


def test_near_copies_are_one_group() -> None:
    groups = copy_groups(entries([COMPLAINT, REPLY], OTHER, [COMPLAINT + " 😡", REPLY + " ^Anna"]))
    assert groups[0] == groups[2] != groups[1]

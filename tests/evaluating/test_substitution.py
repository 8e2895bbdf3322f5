"""Words replaced the same way everywhere."""

from __future__ import annotations

import pytest

from analyzer.evaluating.substitution import pick, substituted

WORDS = {"Marco": "Luca", "New York": "Boston", "Città": "Paese"}


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("Ciao Marco, come va?", "Ciao Luca, come va?"),
        ("MARCO!!", "LUCA!!"),
        ("Marco's parcel, l'app di Marco.", "Luca's parcel, l'app di Luca."),
        ("from New York. NEW YORK", "from Boston. BOSTON"),
        ("Marcolina demarco Marco1 Marco_r", "Marcolina demarco Marco1 Marco_r"),
        ("città Città CITTÀ", "città Paese PAESE"),
        ("https://marco.it/Marco?x=Marco Marco", "https://marco.it/Marco?x=Marco Luca"),
        ("www.Marco.it Marco@posta.it Marco.it Marco-2", "www.Marco.it Marco@posta.it Marco.it Marco-2"),
        ("Luca", "Luca"),
    ],
)
def test_whole_words_change_in_their_own_case_and_links_and_addresses_never(text: str, changed: str) -> None:
    assert substituted(text, WORDS) == changed


def test_small_letters_are_meant_only_where_asked_for() -> None:
    assert substituted("marco", WORDS) == "marco"
    assert substituted("marco", WORDS, any_case=True) == "luca"


def test_two_words_can_change_places() -> None:
    assert substituted("Anna e Luca", {"Anna": "Luca", "Luca": "Anna"}) == "Luca e Anna"


def test_nothing_to_replace_changes_nothing() -> None:
    assert substituted("Marco", {}) == "Marco"


def test_a_pick_is_always_the_same_and_never_taken() -> None:
    pool = ("a", "b", "c")
    first = pick("Marco", pool, frozenset())
    assert first in pool
    assert first == pick("Marco", pool, frozenset())
    assert pick("Marco", pool, frozenset({str(first)})) not in (first, None)
    assert pick("Marco", pool, frozenset(pool)) is None

"""When a customer message needs no answer, and when a reply only shares the customer's joy."""

from __future__ import annotations

import pytest

from analyzer.ledger import build_ledger
from tests.conftest import annotated

GLAD = "B: Hi Sam, so glad to hear it, you've made our day! ^JO"


def needing(*lines: str) -> set[int]:
    return set(build_ledger(annotated(lines, "en")).needing_answer)


def test_what_the_brand_is_glad_of_asks_for_nothing() -> None:
    assert needing("C: Took the kids along on Sunday and nobody fought over the window seat for once", GLAD) == set()


@pytest.mark.parametrize(
    "written",
    [
        "C: Took the kids along on Sunday and the window seat was broken",
        "C: Took the kids along on Sunday, do they still get in free with a pass?",
        "C: Third time I am asking, take the kids off the Sunday list",
    ],
)
def test_joy_over_a_complaint_or_a_question_does_not_answer_it(written: str) -> None:
    assert needing(written, GLAD) == {0}


def test_a_reply_that_is_sorry_as_well_shows_that_something_was_wrong() -> None:
    sorry = "B: So glad to hear you made it, and sorry about the wait! ^JO"
    assert needing("C: Took the kids along on Sunday and nobody fought over the window seat for once", sorry) == {0}

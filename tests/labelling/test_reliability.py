"""Agreement among people, by figures that others published."""

from __future__ import annotations

import pytest

from analyzer.codebook import Act, Code, Label
from analyzer.labelling.judgements import Judgement
from analyzer.labelling.reliability import krippendorff_alpha, reliabilities
from analyzer.threads import GoldFinding

_FOUR_OBSERVERS = [  # Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011, example C; values from 0
    ["1", "2", "3", "3", "2", "1", "4", "1", "2", ".", ".", "."],
    ["1", "2", "3", "3", "2", "2", "4", "1", "2", "5", ".", "3"],
    [".", "3", "3", "3", "2", "3", "4", "2", "2", "5", "1", "."],
    ["1", "2", "3", "3", "2", "4", "4", "1", "2", "5", "1", "."],
]
UNITS = [
    [{str(who): int(row[unit]) - 1 for who, row in enumerate(_FOUR_OBSERVERS) if row[unit] != "."}]
    for unit in range(12)
]


@pytest.mark.parametrize(("ordinal", "published"), [(False, 0.743), (True, 0.815)])
def test_alpha_is_what_its_author_computes(ordinal: bool, published: float) -> None:
    alpha = krippendorff_alpha(UNITS, 5, ordinal)
    assert alpha.value == pytest.approx(published, abs=0.001)
    assert alpha.low is not None
    assert alpha.low < published < (alpha.high or 0) <= 1


def test_people_who_always_say_the_same_one_thing_leave_alpha_undefined() -> None:
    assert krippendorff_alpha([[{"a": 0, "b": 0}]] * 3, 3).value is None


def judgement(who: str, label: Label | None, **more: object) -> Judgement:
    return Judgement("k", "t", who, label, **more)  # type: ignore[arg-type]


def test_every_question_that_several_were_asked_has_its_figures() -> None:
    seen = {"m2": (Act.COURTESY,)}
    blamed = (GoldFinding(Code.BLAME_SHIFT, "m2"),)
    threads = [
        (judgement("a", Label.PARTIAL, acts=seen, findings=blamed), judgement("b", Label.PARTIAL, acts=seen)),
        (judgement("a", Label.RESPONSIVE, acts={"m2": ()}), judgement("b", Label.UNRESPONSIVE, acts={"m2": ()})),
        (judgement("a", Label.PARTIAL),),
    ]
    found = {entry.name: entry for entry in reliabilities(threads)}
    assert set(found) == {"label", "courtesy"}
    assert (found["label"].units, found["courtesy"].units) == (2, 2)
    assert found["courtesy"].alpha.value == found["courtesy"].kappa == 1.0
    assert found["label"].few

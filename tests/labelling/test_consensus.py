"""Several people, one gold."""

from __future__ import annotations

from analyzer.codebook import Act, Code, Label, Slot, Verdict
from analyzer.labelling.consensus import consensus
from analyzer.labelling.judgements import Judgement
from analyzer.threads import Correction, GoldFinding

LOW, MIDDLE, HIGH = Label.UNRESPONSIVE, Label.PARTIAL, Label.RESPONSIVE


def said(who: str, label: Label | None = None, **more: object) -> Judgement:
    return Judgement("k", "t", who, label, **more)  # type: ignore[arg-type]


def test_one_person_is_taken_at_their_word() -> None:
    found = consensus([said("a", HIGH)])
    assert (found.gold.label, found.gold.disputed.label, found.labels) == (HIGH, False, {HIGH: 1.0})
    assert found.gold.acts is found.gold.findings is None


def test_a_majority_holds_and_the_others_stay_in_the_distribution() -> None:
    found = consensus([said("a", HIGH), said("b", MIDDLE), said("c", HIGH)])
    assert (found.gold.label, found.gold.disputed.label) == (HIGH, False)
    assert found.labels == {MIDDLE: 0.3333, HIGH: 0.6667}
    assert found.to_talk_about == ()


def test_without_a_majority_the_label_is_disputed_and_to_be_talked_about() -> None:
    found = consensus([said("a", HIGH), said("b", MIDDLE)])
    assert (found.gold.label, found.gold.disputed.label) == (MIDDLE, True)
    assert found.to_talk_about == ("no majority for a label",)
    assert consensus([said("a", HIGH), said("b", LOW)]).to_talk_about == (
        "responsive for one, unresponsive for another",
    )


def test_an_act_half_saw_is_disputed() -> None:
    found = consensus(
        [said("a", acts={"m2": (Act.COURTESY, Act.APOLOGY)}), said("b", acts={"m2": (Act.COURTESY,)}), said("c", HIGH)]
    )
    assert found.gold.acts == {"m2": (Act.COURTESY,)}
    assert found.gold.disputed.acts == {"m2": (Act.APOLOGY,)}


def test_findings_hold_by_code_and_message_and_keep_the_data_item_most_name() -> None:
    repeat = GoldFinding(Code.REPEATED_REQUEST, "m4", Slot.EMAIL)
    other = GoldFinding(Code.REPEATED_REQUEST, "m4", Slot.DATE)
    found = consensus([said("a", findings=(repeat,)), said("b", findings=(repeat,)), said("c", findings=(other,))])
    assert found.gold.findings == (repeat,)
    assert found.gold.disputed.findings == ()
    halves = consensus([said("a", findings=(repeat,)), said("b", findings=())])
    assert halves.gold.findings == ()
    assert halves.gold.disputed.findings == (GoldFinding(Code.REPEATED_REQUEST, "m4"),)


def test_corrections_hold_where_most_of_those_who_made_one_agree() -> None:
    wrong = Correction("m2", Verdict.WRONG, code=Code.DEFLECTION)
    right = Correction("m2", Verdict.RIGHT, code=Code.DEFLECTION)
    assert consensus([said("a", corrections=(wrong,)), said("b")]).gold.corrections == (wrong,)
    assert consensus([said("a", corrections=(wrong,)), said("b", corrections=(right,))]).gold.corrections == ()

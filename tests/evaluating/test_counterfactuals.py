"""What changes that must not matter do to label and score."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzer.codebook import Label
from analyzer.evaluating import counterfactuals
from analyzer.evaluating.counterfactual_kinds import KINDS, CounterfactualKind
from analyzer.evaluating.counterfactuals import CounterfactualFigures, counterfactual_figures
from analyzer.modeling.artifact import Model
from analyzer.threads import Gold, Thread
from tests.evaluating.labelled_threads import ASKED_AGAIN, IGNORED, examined

SENT = ("C: Where is my parcel?", "B: Hi Gemma, it left today and reaches you tomorrow at 10.")


def figures(kind: CounterfactualKind, model: Model, monkeypatch: pytest.MonkeyPatch) -> CounterfactualFigures:
    threads = [examined(lines, Gold()) for lines in (SENT, IGNORED, ASKED_AGAIN, ("B: Hi.",))]
    monkeypatch.setattr(counterfactuals, "KINDS", (kind,))
    [found] = counterfactual_figures(threads, model)
    return found


def speechless(thread: Thread, language: str) -> Thread:
    """Takes the replies away, which matters."""
    return replace(thread, messages=thread.messages[:1])


def foreign(thread: Thread, language: str) -> Thread:
    return replace(thread, language="de")


def test_every_kind_is_reported_in_order(default_model: Model) -> None:
    found = counterfactual_figures([examined(SENT, Gold())], default_model)
    assert [entry.kind for entry in found] == [kind.name for kind in KINDS]
    gender = next(entry for entry in found if entry.kind == "gender")
    assert (gender.threads_changed, gender.labels_flipped, gender.max_score_change) == (1, 0, 0.0)


def test_a_change_that_moves_labels_is_told_with_its_threads(
    default_model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = figures(CounterfactualKind("silence", "no replies", speechless), default_model, monkeypatch)
    assert found.threads_changed == 2
    flip = found.flips[0]
    assert (flip.before, flip.after) == (Label.RESPONSIVE, Label.UNRESPONSIVE)
    assert flip.score_change is not None
    assert flip.score_change < -30
    assert found.max_score_change == pytest.approx(-flip.score_change)
    assert found.labels_flipped == len(found.flips)


def test_a_copy_that_cannot_be_judged_counts_as_flipped(default_model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    found = figures(CounterfactualKind("tongue", "another language", foreign), default_model, monkeypatch)
    assert (found.threads_changed, found.labels_flipped, found.mean_score_change) == (3, 3, None)
    assert {flip.after for flip in found.flips} == {None}


def test_nothing_changed_has_no_mean(default_model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    found = figures(CounterfactualKind("none", "nothing", lambda thread, _: thread), default_model, monkeypatch)
    assert (found.threads_changed, found.mean_score_change, found.max_score_change) == (0, None, None)

"""Labelled threads in; a fitted classifier, its judges, its card and a comparison out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from threadpoolctl import threadpool_limits

from analyzer.codebook import Label
from analyzer.features import features
from analyzer.modeling.artifact import Model
from analyzer.modeling.classifier import OrdinalClassifier, ordinal_codes
from analyzer.modeling.cross_validation import choose_settings, fitted_folds
from analyzer.modeling.effects import effects
from analyzer.modeling.training import fit, refuse_thin_classes
from analyzer.nlp.annotation import annotate
from analyzer.nlp.judging import Judges
from analyzer.scoring import reviewed_thread
from analyzer.threads import LabelledThread
from analyzer.training.answer import Answer, moved
from analyzer.training.card import model_card
from analyzer.training.comparison import (
    HELD_OUT_FILE,
    Comparison,
    Rival,
    compare,
    held_out_table,
    judged_before,
)
from analyzer.training.copies import refuse_copies, without_copies
from analyzer.training.held_out import baseline_judgements, held_out_figures, held_out_judgements
from analyzer.training.learning_curve import learning_curve
from analyzer.training.own_folds import folds_of, groups_of
from analyzer.training.pages import card_in_words, plots
from analyzer.training.profile import drift, profile_of
from analyzer.training.rule_labels import refuse_rule_labels
from analyzer.training.table import brands_of, labelled_rows, training_table, with_label
from analyzer.training.trials import trials
from analyzer.training.weighing import choose_weight, weights_of

CARD_IN_WORDS = "card.md"


class Stage(StrEnum):
    """What training does, in order."""

    READING = "find the evidence in the threads"
    JUDGING = "fit the text models of replies"
    CHECKING = "check that labels come from reading"
    CHOOSING = "choose the settings"
    FOLDS = "fit and judge in folds by brand"
    BASELINES = "fit the baselines in the same folds"
    ANSWERING = "see whether it is better for these labels"
    FITTING = "fit the model"
    DESCRIBING = "write the card"


Progress = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Trained:
    """A model and what vouches for it.

    Attributes:
        classifier: Fitted on all threads.
        judges: The text models whose evidence it was fitted on.
        card: All of ``card.json`` but the model's hash.
        held_out: Held-out judgements as CSV, by fingerprint of the thread.
        plots: SVG drawings by file name.
        answer: Whether it is better for the labels given; None where there is neither a model to compare with nor a
            corpus beside them.
        warnings: One line for each way in which the data lie outside what the base model was fitted on.
    """

    classifier: OrdinalClassifier
    judges: Judges
    card: Mapping[str, Any]
    held_out: str
    plots: Mapping[str, str]
    answer: Answer | None
    warnings: tuple[str, ...]

    @property
    def comparison(self) -> Comparison | None:
        """Against the model to compare with, if any."""
        return self.answer.comparison if self.answer else None

    def companions(self, card: Mapping[str, Any]) -> dict[str, str]:
        """What stands beside the model file, by name; ``card`` is complete with the model's hash."""
        return {CARD_IN_WORDS: card_in_words(card), HELD_OUT_FILE: self.held_out, **self.plots}


def train(
    labelled: Sequence[LabelledThread],
    name: str,
    base: Model | None = None,
    rival: Rival | None = None,
    progress: Progress = lambda stage: None,
    corpus: Sequence[LabelledThread] = (),
) -> Trained:
    """Fits a model on threads with gold labels; the same threads give the same model on any number of cores.

    Args:
        labelled: Threads with gold labels; those with gold acts and findings fit the text models too.
        name: Name of the model.
        base: The model at hand: its judges where too few threads have gold acts and findings, its labels to tell copied
            ones, its training data to tell drift.
        rival: A model to compare with, on ``labelled``.
        progress: Called as each stage begins.
        corpus: Threads to learn from beside them, less by a weight chosen on ``labelled``.

    Raises:
        TrainingRefusedError: No honest model can be fitted on these threads.
    """
    with threadpool_limits(1):
        return _train(labelled, corpus, name, base, rival, progress)


def _train(
    labelled: Sequence[LabelledThread],
    corpus: Sequence[LabelledThread],
    name: str,
    base: Model | None,
    rival: Rival | None,
    progress: Progress,
) -> Trained:
    own = with_label(labelled)
    usable = [*own, *without_copies(with_label(corpus), own)] if corpus else own
    refuse_thin_classes(_labels(usable), brands_of(usable))
    refuse_copies(usable, brands_of(usable))
    progress(Stage.READING)
    rows = labelled_rows(usable, list(annotate(entry.thread for entry in usable)), len(own))
    refuse_thin_classes(rows.labels, rows.brands)
    groups = groups_of(rows)
    progress(Stage.JUDGING)
    table = training_table(rows, base.judges if base else None)
    mine = table.of_own()
    progress(Stage.CHECKING)
    seen = [reviewed_thread(thread, base.judges) for thread in mine.rows.annotated] if base else None
    refuse_rule_labels(mine, base, seen)
    profile = profile_of(rows.annotated, rows.labels, table.features)
    progress(Stage.CHOOSING)
    directions = {column.name: int(column.direction) for column in features()}
    parts = folds_of(rows, groups)
    choice = choose_settings(table.features, rows.labels, directions, parts)
    quick = None if rows.alone and rival is None else trials(table, directions, choice.settings)
    weighing = None if quick is None or rows.alone else choose_weight(quick, parts)
    progress(Stage.FOLDS)
    in_folds = [weights_of(rows, each) for each in weighing.in_folds] if weighing else None
    folds = fitted_folds(table.features, rows.labels, groups, directions, choice.settings, parts, in_folds)
    judgements = held_out_judgements(table, folds)
    progress(Stage.BASELINES)
    held_out = held_out_figures(table, judgements, baseline_judgements(table, folds))
    progress(Stage.ANSWERING)
    answer = None
    if quick is not None:
        curve = learning_curve(quick, parts, weighing)
        known = seen if base and rival and base.stamp == rival.model.stamp else None
        ours, before = judgements[: rows.own], None if rival is None else judged_before(mine.rows, rival, known)
        answer = Answer(
            rows.own,
            len(rows.labels) - rows.own,
            weighing,
            None if rival is None or before is None else compare(mine.rows, ours, rival, before),
            () if before is None else moved(mine.rows, before, ours),
            curve,
        )
    progress(Stage.FITTING)
    weights = weights_of(rows, weighing.weight) if weighing else None
    classifier = fit(table.features, rows.labels, groups, directions, choice.settings, weights)
    progress(Stage.DESCRIBING)
    csv = held_out_table(rows, judgements)
    found = effects(classifier, table.features, ordinal_codes(rows.labels).tolist(), folds)
    left_out = len(labelled) + len(corpus) - len(rows.labels)
    own_profile = profile if rows.alone else profile_of(mine.rows.annotated, mine.rows.labels, mine.features)
    return Trained(
        classifier,
        table.judges,
        model_card(name, rows, left_out, choice, held_out, csv, found, profile, answer),
        csv,
        plots(held_out, found, answer),
        answer,
        tuple(drift(own_profile, base.card, base.stamp.name)) if base else (),
    )


def _labels(entries: Sequence[LabelledThread]) -> list[Label]:
    return [entry.gold.label for entry in entries if entry.gold.label]

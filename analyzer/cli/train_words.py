"""What ``analyzer train`` says of a model on standard error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from analyzer.training.learning_curve import FARTHEST, WORTH

if TYPE_CHECKING:
    from analyzer.training.answer import Answer
    from analyzer.training.comparison import Comparison
    from analyzer.training.learning_curve import LearningCurve
    from analyzer.training.training import Trained
    from analyzer.training.weighing import Weighing

_SHOWN = 5


def in_words(trained: Trained) -> Iterator[str]:
    """One line a fact: settings, figures, and whether the model is better for the threads given."""
    settings, held_out = trained.card["settings"], trained.card["held_out_by_brand"]
    yield f"settings: {settings['chosen']}, best macro-F1 in the folds of {', '.join(settings['macro_f1_of_each'])}"
    yield (
        f"{trained.card['data']['threads']} threads; held out{' by brand' if _by_brand(trained) else ''}: "
        f"macro-F1 {_shown(held_out['macro_f1'])}, quadratic kappa {_shown(held_out['quadratic_kappa'])}, "
        f"calibration error {_shown(held_out['ece'])}"
    )
    if trained.answer is not None:
        yield from _answer(trained.answer)


def _by_brand(trained: Trained) -> bool:
    return trained.answer is None or not trained.answer.corpus


def _answer(answer: Answer) -> Iterator[str]:
    if answer.weighing is not None:
        yield _weighing(answer, answer.weighing)
    if answer.comparison is not None:
        yield _comparison(answer.comparison)
        yield from _moves(answer)
    yield from _curve(answer.curve, answer.own)


def _weighing(answer: Answer, weighing: Weighing) -> str:
    tried = ", ".join(f"{each.name} {each.log_loss:.3f}" for each in weighing.tried)
    return (
        f"{answer.own} threads of your own beside {answer.corpus}: each counts {weighing.weight} times, "
        f"by the log loss on those held out ({tried})"
    )


def _comparison(comparison: Comparison) -> str:
    gain = comparison.gain
    interval = "" if gain.low is None or gain.high is None else f" ({gain.low:+.3f} to {gain.high:+.3f})"
    if not comparison.known_to_be_fair:
        fair = "which it may have been fitted on: it does not say"
    elif comparison.seen:
        fair = f"{comparison.seen} of them judged as they were held out from it"
    else:
        fair = "none of which it was fitted on"
    return (
        f"against {comparison.old}: {comparison.verdict}, macro-F1 {comparison.new_macro_f1:.3f}, "
        f"there {comparison.old_macro_f1:.3f}, difference {gain.value or 0.0:+.3f}{interval} "
        f"on {comparison.threads} threads, {fair}"
    )


def _moves(answer: Answer) -> Iterator[str]:
    if not answer.moves:
        yield "no thread gets another label"
        return
    outcomes = Counter(move.outcome for move in answer.moves)
    yield (
        f"{len(answer.moves)} threads get another label, all in moved.csv: {outcomes['mended']} mended, "
        f"{outcomes['broken']} broken, {outcomes['other']} wrong before and after"
    )
    for outcome in ("mended", "broken"):
        for move in [move for move in answer.moves if move.outcome == outcome][:_SHOWN]:
            yield (
                f"  {outcome}: {move.thread}: {move.before} {move.score_before:g} -> {move.after} {move.score_after:g}"
            )


def _curve(curve: LearningCurve, own: int) -> Iterator[str]:
    if not curve.points:
        yield "learning curve: not known, there are too few threads of each label"
        return
    told = ", ".join(f"{point.labels}: {point.macro_f1.value or 0.0:.3f}" for point in curve.points)
    yield f"learning curve, macro-F1 by own labels, before calibration: {told}"
    if curve.doubled is None or curve.doubled.value is None:
        yield "what more labels would bring is not known: there are too few to tell"
        return
    gain = curve.doubled
    led = f"as many again would gain {gain.value:+.3f} ({gain.low:+.3f} to {gain.high:+.3f}) if the curve goes on so"
    if not curve.rises:
        yield f"what more labels would bring is not known: {led}"
    elif curve.further is None or curve.further.value is None or curve.further.low is None:
        yield f"{led}; {WORTH} more would take over {(FARTHEST - 1) * own} more labels"
    else:
        most = curve.further.high or 0.0
        until = f"to {most:.0f}" if most <= (FARTHEST - 1) * own else "and up"
        interval = f"({curve.further.low:.0f} {until})"
        yield f"{led}; {WORTH} more would take about {curve.further.value:.0f} more labels {interval}"


def _shown(estimate: Mapping[str, float | None]) -> str:
    value, low, high = (estimate[key] for key in ("value", "low", "high"))
    return "not defined" if value is None else f"{value:.3f} ({low:.3f} to {high:.3f})"

"""What finds the acts of a reply best: patterns alone, the text model alone, or the model beside the patterns.

``python -m benchmarks.acts_ablation FILE…`` fits on ``data/labelled`` and prints F1 (with counts of true positives,
false positives and false negatives) for each act: held out by brand within ``data/labelled``, and on each file named.
Gold marked as disputed counts neither way.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analyzer.codebook import Act
from analyzer.judge_training import ACT_SETTINGS
from analyzer.modeling.text_fitting import TextExample, fit_text_model
from analyzer.nlp.annotation import AnnotatedMessage, annotate
from analyzer.nlp.judging import replies_in_context, reply_grams
from analyzer.nlp.reply_cues import act_cues
from analyzer.nlp.text_model import TextModel, chances
from analyzer.readers import read_labelled_threads
from analyzer.threads import LabelledThread

TRAINING = Path(__file__).parent.parent / "data" / "labelled"
ACTS = tuple(Act)
WAYS = ("patterns", "model", "both")
Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply with gold acts.

    Attributes:
        first: Whether it is the first of its thread.
        group: Its brand.
    """

    message: AnnotatedMessage
    first: bool
    group: str
    gold: frozenset[Act]
    disputed: frozenset[Act]

    def example(self, *, cues: bool) -> TextExample:
        """What a model sees of it."""
        found = act_cues(self.message, self.first) if cues else {}
        return TextExample(sorted(reply_grams(self.message)), found, {act.value for act in self.gold}, self.group)


def replies(path: str) -> list[Reply]:
    """Every reply with gold acts in a labelled file or folder."""
    labelled = [entry for entry in read_labelled_threads([path]) if isinstance(entry, LabelledThread)]
    found = []
    for row, (entry, thread) in enumerate(zip(labelled, annotate(item.thread for item in labelled), strict=True)):
        if entry.gold.acts is None or thread.obstacle:
            continue
        for message, _, first in replies_in_context(thread.messages):
            name = message.message.id
            gold, disputed = entry.gold.acts.get(name, ()), entry.gold.disputed.acts.get(name, ())
            group = (entry.thread.brand or f"#{row}").casefold()
            found.append(Reply(message, first, group, frozenset(gold), frozenset(disputed)))
    return found


def main(paths: Sequence[str]) -> None:
    """Print one table for the folds and one for each file."""
    training = replies(str(TRAINING))
    models, held_out = {}, {}
    for way, cues in (("model", False), ("both", True)):
        examples = [reply.example(cues=cues) for reply in training]
        models[way], logits = fit_text_model(examples, [act.value for act in ACTS], ACT_SETTINGS)
        held_out[way] = chances(logits) >= models[way].thresholds
    _table("folds of data/labelled, parted by brand", training, {"patterns": _patterns(training), **held_out})
    for path in paths:
        seen = replies(path)
        said = {way: _said(model, seen, cues=way == "both") for way, model in models.items()}
        _table(Path(path).name, seen, {"patterns": _patterns(seen), **said})


def _patterns(seen: Sequence[Reply]) -> Truth:
    return np.array([[act in reply.message.acts for act in ACTS] for reply in seen])


def _said(model: TextModel, seen: Sequence[Reply], *, cues: bool) -> Truth:
    examples = [reply.example(cues=cues) for reply in seen]
    return np.array([chances(model.calibrated(each.grams, each.cues)) >= model.thresholds for each in examples])


def _table(title: str, seen: Sequence[Reply], said: dict[str, Truth]) -> None:
    print(f"\n{title}: {len(seen)} replies\n\n| act | gold | {' | '.join(WAYS)} |\n|---|---|{'---|' * len(WAYS)}")
    for column, act in enumerate(ACTS):
        counts = np.array([act not in reply.disputed for reply in seen])
        gold = np.array([act in reply.gold for reply in seen])
        cells = [_f1(gold[counts], said[way][:, column][counts]) for way in WAYS]
        print(f"| {act} | {int(gold[counts].sum())} | {' | '.join(cells)} |")


def _f1(gold: Truth, said: Truth) -> str:
    right, false, missed = int((gold & said).sum()), int((said & ~gold).sum()), int((gold & ~said).sum())
    score = 2 * right / max(1, 2 * right + false + missed)
    return f"{score:.2f} ({right}/{false}/{missed})"


if __name__ == "__main__":
    main(sys.argv[1:])

"""A new model against an old one on threads that neither has been fitted on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from analyzer.errors import ModelRefusedError
from analyzer.findings import ReviewedThread
from analyzer.modeling.artifact import Model, load_model, model_folder
from analyzer.modeling.bootstrap import Estimate
from analyzer.modeling.classifier import LABELS, Probabilities, ordinal_codes
from analyzer.modeling.label_figures import macro_f1, macro_f1_gain
from analyzer.scoring import label_probabilities, reviewed_thread
from analyzer.threads import LabelledThread
from analyzer.training.copies import fingerprint
from analyzer.training.table import LabelledRows

HELD_OUT_FILE = "held_out.csv"
TOLERATED = 0.005


@dataclass(frozen=True, slots=True)
class Comparison:
    """How much better the new model is.

    Attributes:
        old: Name of the old model.
        threads: Threads compared on.
        seen: How many of them the old model was fitted on; there its own held-out judgement stands in.
        old_macro_f1: 0 to 1.
        new_macro_f1: 0 to 1.
        gain: New minus old, with its interval over resampled threads.
        known_to_be_fair: Whether the old model says which threads it was fitted on.
    """

    old: str
    threads: int
    seen: int
    old_macro_f1: float
    new_macro_f1: float
    gain: Estimate
    known_to_be_fair: bool

    @property
    def verdict(self) -> str:
        """``better`` or ``worse`` where that is beyond chance, else ``not known to be better``."""
        if self.gain.low is not None and self.gain.low > 0:
            return "better"
        return "worse" if self.gain.high is not None and self.gain.high < 0 else "not known to be better"

    @property
    def worse(self) -> bool:
        """Whether the new model loses more than ``TOLERATED``, or loses beyond chance: too much to be installed."""
        lost, most = -(self.gain.value or 0.0), self.gain.high
        return lost > TOLERATED or (most is not None and most < 0)


@dataclass(frozen=True, slots=True)
class Rival:
    """An old model, and what it said of its training threads while they were held out, by their fingerprint."""

    model: Model
    held_out: Mapping[str, Sequence[float]]


def load_rival(name: str) -> Rival:
    """A model to compare with.

    Raises:
        ModelRefusedError: There is no such model, or it does not fit its card.
    """
    model = load_model(name)
    path = model_folder(name) / HELD_OUT_FILE
    try:
        content = path.read_text(encoding="utf-8")
        held_out = held_out_rows(content)
    except FileNotFoundError:
        return Rival(model, {})
    except (OSError, ValueError) as error:
        raise ModelRefusedError("held-out judgements cannot be read", str(path), "train the model anew") from error
    if sha256(content.encode()).hexdigest() != model.card.get("held_out_sha256"):
        raise ModelRefusedError("held-out judgements are not those of the card", str(path), "train the model anew")
    return Rival(model, held_out)


def held_out_table(rows: LabelledRows, probabilities: Probabilities) -> str:
    """The held-out judgements as CSV: a fingerprint of the thread, then the three probabilities."""
    lines = [",".join(["thread", *LABELS])]
    for entry, chances in zip(rows.entries, probabilities, strict=True):
        lines.append(",".join([fingerprint(entry.thread), *(f"{chance:.4f}" for chance in chances)]))
    return "\n".join(lines) + "\n"


def held_out_rows(content: str) -> dict[str, list[float]]:
    """What ``held_out_table`` wrote, by fingerprint.

    Raises:
        ValueError: It did not write this.
    """
    found = {}
    for line in content.splitlines()[1:]:
        mark, *chances = line.split(",")
        if len(chances) != len(LABELS):
            raise ValueError(line)
        found[mark] = [float(chance) for chance in chances]
    return found


def compare(rows: LabelledRows, held_out: Probabilities, rival: Rival, before: Probabilities) -> Comparison:
    """The comparison on all rows.

    Args:
        rows: Labelled threads.
        held_out: What new models that had not seen a thread say of it.
        rival: The old model.
        before: What it says, from ``judged_before``.
    """
    gold = ordinal_codes(rows.labels)
    return Comparison(
        rival.model.stamp.name,
        len(gold),
        known_to(rows, rival),
        macro_f1(gold, before),
        macro_f1(gold, held_out),
        macro_f1_gain(gold, held_out, before),
        bool(rival.held_out),
    )


def known_to(rows: LabelledRows, rival: Rival) -> int:
    """How many of the threads the old model was fitted on."""
    return sum(fingerprint(entry.thread) in rival.held_out for entry in rows.entries)


def new_to(threads: Sequence[LabelledThread], rival: Rival) -> bool:
    """Whether the old model says what it was fitted on, and most of the threads are none of it."""
    seen = sum(fingerprint(entry.thread) in rival.held_out for entry in threads)
    return bool(rival.held_out) and 2 * seen < len(threads)


def judged_before(rows: LabelledRows, rival: Rival, reviewed: Sequence[ReviewedThread] | None = None) -> Probabilities:
    """What the old model says; on threads it was fitted on, what it said while they were held out.

    Args:
        rows: Labelled threads.
        rival: The old model.
        reviewed: The threads as its judges see them, where that is known already.

    Returns:
        Shape (rows, 3).
    """
    known = rival.held_out
    prints = [fingerprint(entry.thread) for entry in rows.entries]
    new = [row for row, mark in enumerate(prints) if mark not in known]
    table = np.zeros((len(prints), 3))
    for row, mark in enumerate(prints):
        if mark in known:
            table[row] = known[mark]
    if new:
        judges = rival.model.judges
        seen = [reviewed[row] if reviewed else reviewed_thread(rows.annotated[row], judges) for row in new]
        table[new] = label_probabilities(seen, rival.model.classifier)
    return table

"""Words that a text model reads nearly as it reads a given one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from analyzer.nlp.text_model import Floats, TextModel
from analyzer.nlp.wording import STEM_LENGTH

NEAREST = 12
_SHORTEST = 4


def words_alike(model: TextModel) -> Callable[[str], Sequence[str]]:
    """For a folded word the words of the model whose weights are nearest to its own; none where it is not known."""
    rows = model.rows
    words = [gram[1:] for gram in rows if gram.startswith("=") and gram[1:].isalpha() and len(gram) > _SHORTEST]
    vectors = np.array([_vector(model, word) for word in words])

    def alike(word: str) -> Sequence[str]:
        if f"={word}" not in rows and word[:STEM_LENGTH] not in rows:
            return ()
        distances = np.abs(vectors - _vector(model, word)).sum(axis=1)
        nearest = np.argsort(distances, kind="stable")[: NEAREST + 1]
        return [words[place] for place in nearest if words[place] != word]

    return alike


def _vector(model: TextModel, word: str) -> Floats:
    """Weights and rarity of the whole word and of its stem."""
    parts = []
    for gram in (f"={word}", word[:STEM_LENGTH]):
        row = model.rows.get(gram)
        weights = np.zeros(len(model.outputs)) if row is None else model.rarity[row] * model.weights[row]
        parts += [weights, [0.0 if row is None else model.rarity[row]]]
    return np.concatenate(parts)

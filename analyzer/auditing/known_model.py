"""Models read once a process."""

from __future__ import annotations

from functools import cache

from analyzer.modeling.artifact import Model, load_model


@cache
def known_model(name: str) -> Model:
    """The model of a name or path.

    Raises:
        ModelRefusedError: It is missing or damaged.
    """
    return load_model(name)

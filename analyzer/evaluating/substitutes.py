"""The word lists that counterfactual copies are made with."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """First names of one origin."""

    female: tuple[str, ...]
    male: tuple[str, ...]


class Others(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Handles and brands to put in place of others; words that stand after a greeting and name nobody."""

    handles: tuple[str, ...]
    brands: tuple[str, ...]
    not_names: tuple[str, ...]


class Greetings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words before a name."""

    words: tuple[str, ...]


class Courtesy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Formulas of one language: what to put before and after a reply, and which clauses can go."""

    before: str
    after: str
    formulas: tuple[str, ...]


class Substitutes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All lists: first names by origin, cities and courtesy by language."""

    first_names: dict[str, Names]
    cities: dict[str, tuple[str, ...]]
    others: Others
    greetings: Greetings
    courtesy: dict[str, Courtesy]


@cache
def substitutes() -> Substitutes:
    """The lists, read once."""
    text = files("analyzer.evaluating").joinpath("substitutes.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Substitutes)

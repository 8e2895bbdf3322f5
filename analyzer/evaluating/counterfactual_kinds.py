"""The changes that must not matter, one entry each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from analyzer.evaluating.courtesy import with_courtesy, without_courtesy
from analyzer.evaluating.first_names import other_gender, other_origin, renamed
from analyzer.evaluating.places_and_brands import other_brand, other_cities, other_handles
from analyzer.threads import Thread


@dataclass(frozen=True, slots=True)
class CounterfactualKind:
    """A change to a thread that says nothing about how the brand dealt with the request.

    Attributes:
        name: As in the report.
        meaning: What is changed, in one line.
        change: The thread and its language tag in, the changed copy out; an equal thread where nothing applies.
    """

    name: str
    meaning: str
    change: Callable[[Thread, str], Thread]


KINDS = (
    CounterfactualKind(
        "gender", "first names of customers and agents of the other gender", partial(renamed, towards=other_gender)
    ),
    CounterfactualKind(
        "origin", "first names of customers and agents of another origin", partial(renamed, towards=other_origin)
    ),
    CounterfactualKind("city", "other cities", other_cities),
    CounterfactualKind("handle", "other customers' handles", other_handles),
    CounterfactualKind("brand", "another brand", other_brand),
    CounterfactualKind("more courtesy", "a greeting and a closing formula added to every reply", with_courtesy),
    CounterfactualKind("less courtesy", "greetings and formulas taken out of the replies", without_courtesy),
)

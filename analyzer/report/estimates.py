"""A figure and how far it would move had other threads come in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over all threads and its 95 % bootstrap interval; None where there is nothing to divide by."""

    value: float | None
    low: float | None
    high: float | None

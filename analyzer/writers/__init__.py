"""Scores written into one format each, found by the registry."""

from __future__ import annotations

from analyzer.registry import declared
from analyzer.writers.base import Writer

__all__ = ["Writer", "writers"]


def writers() -> dict[str, Writer]:
    """Every writer by its name."""
    return {writer.name: writer for writer in declared("analyzer.writers", Writer)}

"""Labelling tools: one module each, found by the registry."""

from __future__ import annotations

from analyzer.labelling.formats.base import LabellingTool
from analyzer.registry import declared

__all__ = ["LabellingTool", "labelling_tools"]


def labelling_tools() -> dict[str, LabellingTool]:
    """Every tool by its name, as in ``--format``."""
    return {tool.name: tool for tool in declared("analyzer.labelling.formats", LabellingTool)}

"""Languages as data: one TOML file each, no code."""

from __future__ import annotations

from analyzer.languages.base import LanguagePack, available_languages, load_language

__all__ = ["LanguagePack", "available_languages", "load_language"]

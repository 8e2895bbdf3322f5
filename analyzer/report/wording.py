"""The words of the report in its languages, and how figures are written there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from analyzer.codebook import Code, Slot
from analyzer.languages import load_language
from analyzer.modeling.bootstrap import Estimate

LANGUAGES = ("en", "it")
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))
UNDEFINED = "–"


@dataclass(frozen=True, slots=True)
class Wording:
    """Words and ways of writing of one language."""

    language: str
    words: Mapping[str, str]

    def word(self, key: str, **parts: Any) -> str:
        """A word or sentence, its gaps filled."""
        shown = {name: self.count(part) if isinstance(part, int) else part for name, part in parts.items()}
        return self.words[key].format(**shown)

    def name_of(self, key: str | None) -> str:
        """A word if there is one, else the key itself."""
        return self.words["none"] if key is None else self.words.get(key, key)

    def finding(self, code: Code) -> str:
        """A finding's name."""
        if self.language == "en":
            return code.finding_name.replace("-", " ")
        return load_language(self.language).findings[code].meaning.partition(":")[0].lower() or code.finding_name

    def finding_of(self, code: str) -> str:
        """A finding's name, by its code as text."""
        return self.finding(Code(code))

    def slot(self, slot: str) -> str:
        """A data item's name."""
        return load_language(self.language).slots[Slot(slot)].name

    def month(self, day: str) -> str:
        """The month of a day in ISO 8601, as ``Mar 2026``."""
        return f"{self.words['months'].split()[int(day[5:7]) - 1]} {day[:4]}"

    def count(self, number: int) -> str:
        """A whole number with its thousands parted."""
        return f"{number:,}".replace(",", "." if self.language == "it" else ",")

    def number(self, value: float | None, decimals: int = 1) -> str:
        """A number, a dash where it is not defined."""
        if value is None:
            return UNDEFINED
        shown = f"{round(value, decimals) + 0.0:.{decimals}f}"
        return shown.replace(".", ",") if self.language == "it" else shown

    def share(self, value: float | None, decimals: int = 1) -> str:
        """A share as percentage."""
        return UNDEFINED if value is None else f"{self.number(100 * value, decimals)} %"

    def interval(self, estimate: Estimate, scale: float = 1, decimals: int = 1) -> str:
        """An interval in square brackets; nothing where it is not defined."""
        if estimate.low is None or estimate.high is None:
            return ""
        return f"[{self.number(scale * estimate.low, decimals)} – {self.number(scale * estimate.high, decimals)}]"

    def duration(self, seconds: float | None) -> str:
        """A length of time in its two largest units."""
        if seconds is None:
            return UNDEFINED
        left, parts = round(seconds), []
        for size, unit in _UNITS:
            if left >= size:
                parts.append(f"{left // size} {'g' if unit == 'd' and self.language == 'it' else unit}")
                left %= size
        return " ".join(parts[:2]) or "0 s"


@cache
def wording(language: str) -> Wording:
    """The wording of a language of ``LANGUAGES``."""
    return Wording(language, all_words()[language])


@cache
def all_words() -> Mapping[str, Mapping[str, str]]:
    """Words by language and key."""
    return tomllib.loads(files("analyzer.report").joinpath("report_words.toml").read_text(encoding="utf-8"))

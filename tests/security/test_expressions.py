"""No regular expression of the package takes longer than the length of what it reads allows."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

import pytest

import analyzer

UNITS = (
    "a", "A", "1", " ", "\n", ".", "-", "@", "/", "<", "[", "'", ":", "#", "\u200e",
    "a ", "A ", "1 ", "1.", "1-", "a.", "a@", "Aa ", "via Aa ", "1:", "<a", "&a", "http://a.",
    "caro A", "C: ", "numero ",
)  # fmt: skip
NOT_STRANGERS = {
    "analyzer.nlp.patterns",
    "analyzer.languages",
    "analyzer.evaluating",
    "analyzer.training",
    "analyzer.cli",
    "analyzer.charting",
}
BOUNDED = {
    "analyzer.nlp.language_identification._NOT_WORDS": "reads the first 5,000 characters",
    "analyzer.redaction.pseudonyms._LOCAL_AND_DOMAIN": "reads one e-mail address, which is bounded",
}
SHORT = 1_000


def expressions() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled expression that a module holds, alone or in a mapping or sequence."""
    seen = set()
    for found in pkgutil.walk_packages(analyzer.__path__, "analyzer."):
        if found.name == "analyzer.__main__" or any(found.name.startswith(name) for name in NOT_STRANGERS):
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            for pattern in _patterns(value):
                if isinstance(pattern.pattern, str) and pattern not in seen:
                    seen.add(pattern)
                    yield f"{found.name}.{name}", pattern


def _patterns(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, Mapping):
        for inside in value.values():
            yield from _patterns(inside, depth + 1)
    elif depth < 3 and isinstance(value, (tuple, list, frozenset)):
        for inside in islice(value, 100):
            yield from _patterns(inside, depth + 1)


def uses(module: str, name: str) -> set[str]:
    """The methods by which an expression is called: in its module, else anywhere; a search if in another way."""
    own = Path(importlib.import_module(module).__file__ or "")
    everywhere = sorted(Path(analyzer.__path__[0]).rglob("*.py"))
    for paths in ([own], everywhere):
        source = "\n".join(path.read_text(encoding="utf-8") for path in paths)
        if called := set(re.findall(rf"\b{name}\.(match|fullmatch|search|subn?|split|finditer|findall)\b", source)):
            return {each if each in ("match", "fullmatch") else "search" for each in called}
    return {"search"}


def seconds(pattern: re.Pattern[str], text: str, method: str) -> float:
    begun = time.process_time()
    if method == "search":
        for _ in pattern.finditer(text):
            pass
    else:
        getattr(pattern, method)(text)
    return time.process_time() - begun


def grows_too_fast(pattern: re.Pattern[str], unit: str, method: str) -> bool:
    """Whether four times the text takes more than ten times as long, three times over; by a square it is sixteen."""
    short, long = (unit * (size // len(unit)) + "\x00" for size in (SHORT, 4 * SHORT))
    return all(seconds(pattern, long, method) > 0.003 + 10 * seconds(pattern, short, method) for _ in range(3))


def test_there_are_expressions_to_look_at() -> None:
    assert len(list(expressions())) > 100


@pytest.mark.parametrize(("name", "pattern"), [pytest.param(*each, id=each[0]) for each in expressions()])
def test_an_expression_is_linear_on_whatever_is_repeated(name: str, pattern: re.Pattern[str]) -> None:
    if name in BOUNDED:
        pytest.skip(BOUNDED[name])
    module, _, own = name.rpartition(".")
    methods = uses(module, own)
    assert [(unit, method) for unit in UNITS for method in methods if grows_too_fast(pattern, unit, method)] == []

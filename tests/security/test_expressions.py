"""No regular expression of the package takes longer than the length of what it reads allows."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator, Mapping
from itertools import islice

import pytest

import analyzer

UNITS = (
    "a", "A", "1", " ", "\t", "\n", ".", "-", "@", "/", "<", "(", "[", "{", "'", '"', ":", ",", "&", "#", "=", "\\", "é", "•",
    "a ", "A ", "1 ", "1.", "1-", "+3", "a.", "a@", "a-", "Aa ", "d'A", "via A", "via Aa ", "1/", "1:", "<a", "</", "&a", "http://",
    "http://a.", "www.a/", "caro A", "C: ", "a: ", "numero ", "n. ", "nato ", "\u200e", "\r\n", "[1/1/24, 1:1", "il ", "m'",
)  # fmt: skip
NOT_STRANGERS = {"analyzer.evaluating", "analyzer.training", "analyzer.cli", "analyzer.charting"}
SHORT, LONG = 3_000, 12_000


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


def seconds(pattern: re.Pattern[str], text: str) -> float:
    begun = time.process_time()
    for _ in pattern.finditer(text):
        pass
    pattern.fullmatch(text)
    return time.process_time() - begun


def grows_too_fast(pattern: re.Pattern[str], unit: str) -> bool:
    """Whether four times the text takes more than nine times as long, three times over; a square is sixteen."""
    for end in ("", "\x00"):
        short, long = ((unit * (size // len(unit)) + end) for size in (SHORT, LONG))
        if all(seconds(pattern, long) > 0.004 + 9 * seconds(pattern, short) for _ in range(3)):
            return True
    return False


def test_there_are_expressions_to_look_at() -> None:
    assert len(list(expressions())) > 100


@pytest.mark.parametrize(("name", "pattern"), [pytest.param(*each, id=each[0]) for each in expressions()])
def test_an_expression_is_linear_on_whatever_is_repeated(name: str, pattern: re.Pattern[str]) -> None:
    assert [unit for unit in UNITS if grows_too_fast(pattern, unit)] == []

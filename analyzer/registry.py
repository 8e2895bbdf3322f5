"""Finds what the modules of a package declare, so that adding one file adds one thing."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TypeVar

Declared = TypeVar("Declared")


@cache
def declared(package: str, kind: type[Declared]) -> tuple[Declared, ...]:
    """Instances of ``kind`` at the top level of the modules of ``package``.

    Modules are taken in the order of their names, instances in the order of their definition,
    and an instance imported into several modules counts once.

    Args:
        package: Dotted name of the package, such as ``analyzer.findings``.
        kind: The class whose instances are wanted.
    """
    home = importlib.import_module(package)
    found: dict[int, Declared] = {}
    for info in sorted(pkgutil.iter_modules(home.__path__), key=lambda module: module.name):
        module = importlib.import_module(f"{package}.{info.name}")
        for value in vars(module).values():
            if isinstance(value, kind):
                found.setdefault(id(value), value)
    return tuple(found.values())

"""Imports go down: the layers declared in pyproject.toml hold."""

from __future__ import annotations

import tomllib

import pytest
from importlinter.cli import lint_imports

from tests.conftest import ROOT

CONFIG = ROOT / "pyproject.toml"


def test_the_layers_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert lint_imports(config_filename=str(CONFIG), no_cache=True) == 0, capsys.readouterr().out


def test_every_package_and_module_stands_in_a_layer() -> None:
    [layers] = [
        contract["layers"]
        for contract in tomllib.loads(CONFIG.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    ]
    placed = {name.strip(" ()").removeprefix("analyzer.") for layer in layers for name in layer.split("|")}
    there = {
        path.stem for path in (ROOT / "analyzer").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert there - {"__init__", "__main__"} <= placed

"""What a run depends on: model, versions, settings, inputs. Two runs of the same record give the same result."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from importlib.metadata import version
from typing import Any

import msgspec

from analyzer.exports.containers import export_files
from analyzer.scores import ModelStamp

FORMAT = 1
_PACKAGES = ("spacy", "scikit-learn", "numpy", "pandas", "pyarrow")
_CHUNK = 1 << 20


class InputRecord(msgspec.Struct, frozen=True):
    """An input file: its name as results call it, its bytes, their SHA-256."""

    name: str
    bytes: int
    sha256: str


class RunRecord(msgspec.Struct, frozen=True):
    """What ``run.json`` holds.

    Attributes:
        format: Version of this layout.
        analyzer: Version of this program.
        versions: Of Python and the packages that results depend on.
        settings: Options that results depend on, with the whole policy; no number of workers and no language of the
            report, on which nothing in the tables depends.
        paths: The inputs as they were named.
    """

    format: int
    analyzer: str
    versions: dict[str, str]
    model: ModelStamp
    settings: dict[str, Any]
    inputs: tuple[InputRecord, ...]
    paths: tuple[str, ...] = ()

    def differences(self, other: RunRecord) -> dict[str, tuple[str, str]]:
        """What the two records differ in: here and there, by name; inputs by ``inputs``."""
        found: dict[str, tuple[str, str]] = {}
        if self.analyzer != other.analyzer:
            found["analyzer"] = (self.analyzer, other.analyzer)
        if self.model != other.model:
            found["model"] = (_model(self.model), _model(other.model))
        for kind in ("versions", "settings"):
            here, there = getattr(self, kind), getattr(other, kind)
            for name in sorted(here.keys() | there.keys()):
                if here.get(name) != there.get(name):
                    found[name] = (_brief(here.get(name)), _brief(there.get(name)))
        if self.inputs != other.inputs:
            found["inputs"] = (f"{len(self.inputs)} files", f"{len(other.inputs)} files")
        return found


def run_record(
    files: Iterable[str], model: ModelStamp, settings: Mapping[str, Any], paths: Iterable[str] = ()
) -> RunRecord:
    """The record of a run; reads every input once.

    Args:
        files: The inputs.
        model: What scores.
        settings: What results depend on besides.
        paths: The inputs as the user named them.

    Raises:
        UnreadableInputError: An input cannot be opened.
    """
    versions = {"python": ".".join(platform.python_version_tuple()[:2]), **{name: version(name) for name in _PACKAGES}}
    plain = msgspec.json.decode(msgspec.json.encode(settings, order="deterministic"))
    made_by = version("reply-quality-analyzer")
    return RunRecord(FORMAT, made_by, versions, model, plain, input_records(files), tuple(paths))


def input_records(files: Iterable[str]) -> tuple[InputRecord, ...]:
    """Name, size and hash of every input.

    Raises:
        UnreadableInputError: An input cannot be opened.
    """
    with ExitStack() as stack:
        return tuple(_input(file.name, file.opens) for file in export_files(files, stack))


def record_json(record: RunRecord) -> bytes:
    """The record as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def _input(name: str, opens: Any) -> InputRecord:
    digest, size = hashlib.sha256(), 0
    with opens() as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return InputRecord(name, size, digest.hexdigest())


def _model(stamp: ModelStamp) -> str:
    return f"{stamp.name} {stamp.version} {stamp.sha256[:12]}"


def _brief(value: Any) -> str:
    return "not set" if value is None else str(value)[:80]

"""Files on shared storage, named by URLs that fsspec knows, such as ``s3://bucket/month/*.jsonl``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, BinaryIO, cast

from analyzer.errors import UnreadableInputError, UsageError
from analyzer.exports.files import ExportFile


def is_remote(name: str) -> bool:
    """Whether a name is a URL.

    >>> is_remote("s3://bucket/a.jsonl"), is_remote("C:/a.jsonl")
    (True, False)
    """
    return "://" in name


def remote_files(name: str) -> Iterator[ExportFile]:
    """The file behind a URL, or those that it matches or that lie in it, by name; nothing is copied to this machine.

    Raises:
        UsageError: fsspec, or what it needs for this kind of storage, is not installed.
        UnreadableInputError: Nothing lies there, or the storage cannot be reached.
    """
    try:
        import fsspec
    except ImportError:
        raise UsageError("shared storage needs fsspec", name, "install reply-quality-analyzer[dask]") from None
    try:
        storage, path = fsspec.core.url_to_fs(name)
        if any(sign in path for sign in "*?["):
            found = sorted(storage.glob(path))
        else:
            found = sorted(storage.find(path)) if storage.isdir(path) else [path] if storage.exists(path) else []
    except ImportError as error:
        raise UsageError(f"this storage needs another package ({error})", name, "install it") from None
    except (OSError, ValueError) as error:
        raise UnreadableInputError(f"cannot be reached ({type(error).__name__})", name, "check the URL") from error
    if not found:
        raise UnreadableInputError("no such file", name, "check the URL and your rights to it")
    for each in found:
        whole = storage.unstrip_protocol(each)
        yield ExportFile(whole, whole if len(found) == 1 else name, _Opens(storage, each))


class _Opens:
    """Opens one file again and again."""

    def __init__(self, storage: Any, path: str) -> None:
        self._storage, self._path = storage, path

    def __call__(self) -> AbstractContextManager[BinaryIO]:
        return cast("AbstractContextManager[BinaryIO]", self._storage.open(self._path, "rb"))

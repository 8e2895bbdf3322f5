"""The folder a run works in beside the one it fills, so that the result appears as a whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from analyzer.auditing.run_record import RunRecord, record_json
from analyzer.auditing.shard_scoring import ScoredShard
from analyzer.errors import AnalyzerError, UsageError

RUN_FILE = "run.json"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where shards wait until all are there.

    Attributes:
        target: The folder of the finished audit.
    """

    target: Path

    @property
    def folder(self) -> Path:
        """The folder of the unfinished audit, beside the finished one's place."""
        return self.target.with_name(f"{self.target.name}.partial")

    @property
    def result(self) -> Path:
        """Where the finished audit is put together."""
        return self.folder / "result"

    def is_finished(self, record: RunRecord) -> bool:
        """Whether the audit of this record is complete.

        Raises:
            UsageError: The folder holds something else.
        """
        if not self.target.exists() or (self.target.is_dir() and not any(self.target.iterdir())):
            return False
        _refuse_others(self.target, record, "name another folder with --output")
        return True

    @contextmanager
    def opened(self, record: RunRecord) -> Iterator[None]:
        """Makes the folder, or goes on in it.

        Raises:
            UsageError: It holds the beginning of an audit with another model, other versions, settings or inputs, or
                another process works in it.
            AnalyzerError: It cannot be written.
        """
        try:
            (self.folder / "shards").mkdir(parents=True, exist_ok=True)
            with _locked(self.folder / "lock", self.folder):
                if (self.folder / RUN_FILE).exists():
                    _refuse_others(self.folder, record, "delete it, or name another folder with --output")
                else:
                    write_whole(self.folder / RUN_FILE, record_json(record))
                shutil.rmtree(self.result, ignore_errors=True)
                self.result.mkdir()
                yield
        except OSError as error:
            what = (error.strerror or "cannot be written").lower()
            mend = "mend it and run the same command again: what is scored is kept"
            raise AnalyzerError(what, str(error.filename or self.folder), mend) from error

    def has(self, number: int) -> bool:
        """Whether a shard is scored and kept."""
        return self._shard(number).exists()

    def keep(self, shard: ScoredShard) -> None:
        """Writes a scored shard; it is there as a whole or not at all."""
        write_whole(self._shard(shard.number), msgspec.msgpack.encode(shard))

    def shard(self, number: int) -> ScoredShard:
        """A kept shard.

        Raises:
            AnalyzerError: The file is damaged.
        """
        path = self._shard(number)
        try:
            return msgspec.msgpack.decode(path.read_bytes(), type=ScoredShard)
        except msgspec.DecodeError:
            raise AnalyzerError("damaged", str(path), "delete this file and run the same command again") from None

    def finish(self) -> None:
        """Puts the result in its place and removes the rest."""
        if self.target.exists():
            self.target.rmdir()
        os.replace(self.result, self.target)

    def clear(self) -> None:
        """Removes what a finished audit no longer needs."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _shard(self, number: int) -> Path:
        return self.folder / "shards" / f"{number:06}.shard"


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file that appears under its name only when it is complete and on the disk."""
    partial = path.with_name(f"{path.name}.tmp")
    try:
        with partial.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(partial, path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


def read_record(folder: Path) -> RunRecord | None:
    """The record in a folder, None where there is none that can be read."""
    try:
        return msgspec.json.decode((folder / RUN_FILE).read_bytes(), type=RunRecord)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _refuse_others(folder: Path, record: RunRecord, mend: str) -> None:
    other = read_record(folder)
    if other is None:
        raise UsageError("the folder holds something that is no audit", str(folder), mend)
    if differences := record.differences(other):
        name, (here, there) = next(iter(differences.items()))
        more = f" and {len(differences) - 1} more" if len(differences) > 1 else ""
        raise UsageError(f"holds an audit with another {name} ({there}, now {here}){more}", str(folder), mend)


@contextmanager
def _locked(path: Path, folder: Path) -> Iterator[None]:
    """Holds a lock that ends with the process, where the system has such locks."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with path.open("wb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError("another process works in it", str(folder), "wait for it, or stop it") from None
        yield

"""``python -m benchmarks.fuzzing``: every reader against inputs that atheris makes up, for a bounded time.

The first byte names the reader, the rest is its file; seeds are the tests' samples and small generated exports. Nothing
but an ``AnalyzerError`` may come out, no input may take longer than the time limit, and memory is bounded.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["analyzer.exports", "analyzer.readers"]):
    from analyzer.errors import AnalyzerError
    from analyzer.exports.files import ExportFile
    from analyzer.readers import ReadOptions, readers
    from analyzer.readers.base import Reader

from benchmarks.exports import BRAND, EXPORTS, written_export

_SAMPLES = Path(__file__).parent.parent / "tests" / "readers" / "samples"
_OPTIONS = ReadOptions(brand=BRAND)


def try_one(data: bytes, known: list[Reader]) -> None:
    """One file through the reader that its first byte names, and through what tells the format.

    Raises:
        Exception: Anything that is no error of ours.
    """
    if not data:
        return
    reader = known[data[0] % len(known)]
    file = ExportFile.of_bytes("export", data[1:])
    with file.opened() as opened:
        for other in known:
            other.recognises(opened)
    try:
        for _ in reader.read([file], _OPTIONS):
            pass
    except AnalyzerError:
        return


def write_seeds(folder: Path, known: list[Reader]) -> None:
    """Samples and generated exports, each behind the byte of every reader that recognises it."""
    with tempfile.TemporaryDirectory() as made:
        files = [path for path in sorted(_SAMPLES.rglob("*")) if path.is_file()]
        files += [written_export(name, Path(made), 2) for name in EXPORTS]
        for number, path in enumerate(files):
            content = path.read_bytes()
            with ExportFile.of_bytes(path.name, content).opened() as opened:
                claiming = [place for place, reader in enumerate(known) if reader.recognises(opened)]
            for place in claiming:
                (folder / f"{number}-{place}").write_bytes(bytes([place]) + content)


def main() -> None:
    """Parses the command line and hands over to atheris, which ends the process."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzzing", description=__doc__)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--memory", type=int, default=1024, metavar="MIB")
    parser.add_argument("--timeout", type=int, default=10, metavar="SECONDS", help="the longest one input may take")
    parser.add_argument("--again", type=Path, metavar="FILE", help="try one input that was found")
    told = parser.parse_args()
    known = list(readers().values())
    if told.again is not None:
        try_one(told.again.read_bytes(), known)
        return
    folder = Path(tempfile.mkdtemp(prefix="seeds-"))
    write_seeds(folder, known)
    limits = [
        f"-max_total_time={told.seconds}", f"-rss_limit_mb={told.memory}", f"-timeout={told.timeout}", "-max_len=20000",
        "-print_final_stats=1", "-verbosity=1",
    ]  # fmt: skip
    try:
        atheris.Setup([sys.argv[0], str(folder), *limits], lambda data: try_one(data, known))
        atheris.Fuzz()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

"""``analyzer redact``: a pseudonymised copy of exported conversations."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.options import (
    Brand,
    ColumnMap,
    DateOrderName,
    Files,
    InputFormat,
    LanguageTag,
    ModelName,
    Rejects,
    Strict,
    TimeZoneName,
    read_options,
)
from analyzer.errors import UnreadableInputError, UsageError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator

    from analyzer.modeling.artifact import Model
    from analyzer.redaction.personal_items import Kind
    from analyzer.threads import Thread

SHORTEST_SALT = 16


def redact(
    files: Files,
    output: Annotated[str, typer.Option("--output", metavar="PATH", help="Where the copy goes; - is standard output.")],
    report: Annotated[bool, typer.Option("--report", help="Say how much of each kind was replaced.")] = False,
    salt_file: Annotated[
        str | None,
        typer.Option(
            "--salt-file",
            metavar="PATH",
            help="A secret of 16 bytes or more: the same pseudonyms in every run with it.",
        ),
    ] = None,
    new_ids: Annotated[bool, typer.Option("--new-ids", help="Number threads and messages anew.")] = False,
    model: ModelName = "default",
    input_format: InputFormat = None,
    brand: Brand = [],  # noqa: B006
    language: LanguageTag = None,
    time_zone: TimeZoneName = None,
    date_order: DateOrderName = None,
    mapping: ColumnMap = [],  # noqa: B006
    rejects: Rejects = None,
    strict: Strict = False,
) -> int:
    """Write a copy with personal data replaced by pseudonyms; it scores as the original does."""
    salt = _salt(salt_file)
    gc.disable()
    from analyzer.modeling.artifact import load_model

    loaded = load_model(model)  # first: skops searches every module loaded before it

    from collections import Counter

    from analyzer.cli.streams import Intake, output_stream, say
    from analyzer.readers import read_everything
    from analyzer.redaction.redacting import NOT_FOUND
    from analyzer.writers.thread_lines import write_threads

    gc.freeze()
    gc.enable()
    counts: Counter[Kind] = Counter()
    unequal: list[str] = []
    options = read_options(brand, language, mapping, time_zone, date_order)
    with output_stream(output) as stream, Intake(files, rejects, strict) as intake:
        threads = intake.converted(intake.threads(read_everything(files, options, input_format)))
        write_threads(_copies(threads, salt, loaded, counts, unequal, new_ids=new_ids), stream)
        code = intake.finish("redacted")
    if report:
        for kind, count in sorted(counts.items()):
            say(f"replaced {kind}: {count}")
    for place in unequal:
        say(f"{place}: the copy scores differently, whatever its people are called")
    say(NOT_FOUND)
    return code


def _copies(
    threads: Iterable[Thread], salt: bytes, model: Model, counts: Counter[Kind], unequal: list[str], *, new_ids: bool
) -> Iterator[Thread]:
    import hashlib
    import hmac
    from itertools import groupby

    from analyzer.redaction.faithful import faithful_copies
    from analyzer.redaction.redacting import Redactor

    for file, of_file in groupby(threads, key=lambda thread: thread.source.file):
        own_salt = hmac.new(salt, file.encode("utf-8", "surrogateescape"), hashlib.sha256).digest()
        for number, copy in enumerate(faithful_copies(of_file, Redactor(own_salt, new_ids=new_ids), model), start=1):
            counts.update(copy.redacted.counts)
            if not copy.is_equal:
                unequal.append(f"{file}: thread {number}")
            yield copy.redacted.thread


def _salt(path: str | None) -> bytes:
    import secrets
    from pathlib import Path

    if path is None:
        return secrets.token_bytes(32)
    try:
        salt = Path(path).read_bytes().strip()
    except OSError as error:
        what = (error.strerror or "cannot be read").lower()
        raise UnreadableInputError(what, path, "check the path") from error
    if len(salt) < SHORTEST_SALT:
        raise UsageError(f"salt is shorter than {SHORTEST_SALT} bytes", path, "make one with openssl rand -hex 32")
    return salt

"""``analyzer check``: lints a draft reply before it is sent."""

from __future__ import annotations

import gc
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analyzer.cli.options import (
    Brand,
    ColumnMap,
    DateOrderName,
    InputFormat,
    LanguageTag,
    ModelName,
    Policy,
    TimeZoneName,
    read_options,
)
from analyzer.errors import UnreadableInputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analyzer.checking.drafts import Draft
    from analyzer.readers import Note, Reject
    from analyzer.threads import Thread

LONGEST_REPLY = 1_000_000


def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The thread; - is standard input.")],
    reply: Annotated[
        str | None, typer.Option("--reply", metavar="TEXT", help="The draft; - is standard input.")
    ] = None,
    reply_file: Annotated[
        str | None, typer.Option("--reply-file", metavar="PATH", help="A file with the draft; - is standard input.")
    ] = None,
    last: Annotated[bool, typer.Option("--last", help="Take the thread's last reply as the draft.")] = False,
    thread_id: Annotated[
        str | None, typer.Option("--thread", metavar="ID", help="Which thread of a file with several.")
    ] = None,
    output_format: Annotated[str, typer.Option("--format", help="text, json or github.")] = "text",
    model: ModelName = "default",
    input_format: InputFormat = None,
    brand: Brand = [],  # noqa: B006
    language: LanguageTag = None,
    time_zone: TimeZoneName = None,
    date_order: DateOrderName = None,
    mapping: ColumnMap = [],  # noqa: B006
    policy: Policy = None,
    fail_under: Annotated[
        float | None, typer.Option("--fail-under", help="Exit 1 if the thread scores below this with the draft.")
    ] = None,
    fail_on: Annotated[
        list[str], typer.Option("--fail-on", metavar="CODE", help="Exit 1 if the draft raises this; may be repeated.")
    ] = [],  # noqa: B006
) -> int:
    """Lint a draft reply against its thread before it is sent.

    The draft is --reply, --reply-file or what is piped in; without any of them the thread's last reply.
    """
    if sum((reply is not None, reply_file is not None, last)) > 1:
        raise UsageError("more than one draft", "--reply, --reply-file, --last", "give one of them")
    gc.disable()
    from analyzer.modeling.artifact import load_model

    loaded = load_model(model)  # first: skops searches every module loaded before it

    from analyzer.checking.checking import Checker
    from analyzer.checking.formats import FORMATS
    from analyzer.cli.streams import output_stream, parsed_codes, say
    from analyzer.ledger import DEFAULT_POLICY, read_policy
    from analyzer.readers import read_everything

    gc.freeze()
    gc.enable()
    if output_format not in FORMATS:
        raise UsageError(f"unknown format {output_format!r}", "--format", f"use one of {', '.join(FORMATS)}")
    codes = parsed_codes(fail_on)
    options = read_options(brand, language, mapping, time_zone, date_order)
    thread = _the_thread(read_everything([file], options, input_format), file, thread_id)
    draft = _draft(thread, _draft_text(file, reply, reply_file, last))
    if draft.after.messages == thread.messages[: len(draft.after.messages)]:
        say(f"the draft is the thread's last reply, {draft.message.id}")
    checked = Checker(loaded, DEFAULT_POLICY if policy is None else read_policy(policy))(draft)
    with output_stream("-") as stream:
        for line in FORMATS[output_format](checked):
            stream.write(line.encode("utf-8", "replace") + b"\n")
    gates = [found.code for found in (*checked.findings, *checked.caused) if found.code in codes]
    for code in dict.fromkeys(gates):
        say(f"gate failed: the draft raises {code}")
    score = checked.after.score
    too_low = fail_under is not None and score is not None and score < fail_under
    if too_low:
        say(f"gate failed: the thread scores {score} with the draft, below {fail_under:g}")
    return int(bool(gates) or too_low)


def _the_thread(items: Iterable[Thread | Reject | Note], file: str, wanted: str | None) -> Thread:
    from analyzer.readers import Reject
    from analyzer.threads import Thread

    found: list[Thread] = []
    reason, ids = "", []
    for item in items:
        if isinstance(item, Reject):
            reason = reason or item.reason
        elif isinstance(item, Thread):
            ids.append(item.id)
            if wanted is None or item.id == wanted:
                found.append(item)
        if len(found) > 1:
            mend = "name one with --thread" if wanted is None else "give each thread an id of its own"
            raise UsageError(f"more than one thread{'' if wanted is None else f' {wanted!r}'}", file, mend)
    if not found:
        what = f"no thread {wanted!r} among {len(ids)}" if ids else reason or "holds no thread"
        raise UnreadableInputError(what, file, "see analyzer inspect")
    return found[0]


def _draft_text(file: str, reply: str | None, reply_file: str | None, last: bool) -> str | None:
    """The draft's text; None where the thread's last reply is meant."""
    if last:
        return None
    source = "-" if reply == "-" else reply_file
    if reply is not None and source is None:
        return reply
    if source is None and (file == "-" or not _is_piped_in()):
        return None
    if source not in (None, "-"):
        return _read(source)
    if file == "-":
        raise UsageError("thread and draft cannot both be standard input", "-", "give one of them as a file")
    text = _decoded(sys.stdin.buffer.read(LONGEST_REPLY + 1), "standard input")
    return text if source is not None or text.strip() else None


def _read(path: str) -> str:
    try:
        with Path(path).open("rb") as stream:
            return _decoded(stream.read(LONGEST_REPLY + 1), path)
    except OSError as error:
        what = (error.strerror or "cannot be read").lower()
        raise UnreadableInputError(what, path, "check the path") from error


def _decoded(content: bytes, where: str) -> str:
    if len(content) > LONGEST_REPLY:
        raise UsageError(f"draft is longer than {LONGEST_REPLY} bytes", where, "give the reply alone")
    try:
        return content.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not valid utf-8"
        raise UnreadableInputError(what, where, "save the draft as UTF-8") from error


def _is_piped_in() -> bool:
    """Whether standard input is a pipe or a file, so that something was sent on purpose."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (OSError, ValueError, AttributeError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)


def _draft(thread: Thread, text: str | None) -> Draft:
    from analyzer.checking.drafts import drafted, last_reply

    if text is not None:
        if not text.strip():
            raise UsageError("the draft is empty", "--reply", "write the reply")
        return drafted(thread, text)
    draft = last_reply(thread)
    if draft is None:
        raise UsageError("the thread has no reply to take as the draft", thread.id, "give one with --reply")
    return draft

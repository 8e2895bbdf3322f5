"""What is sent to be checked: a thread, written as JSON or as a transcript, and a draft."""

from __future__ import annotations

import io
from contextlib import closing, nullcontext
from typing import Any

import msgspec

from analyzer.errors import UnreadableInputError
from analyzer.exports.files import ExportFile
from analyzer.exports.reading import ReadOptions
from analyzer.readers import Reject, readers
from analyzer.readers.canonical import MalformedThreadError, parse_thread
from analyzer.threads import Source, Thread

MOST_MESSAGES = 500
NAME = "thread"


class CheckRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of ``POST /check``.

    Attributes:
        thread: A canonical thread, or the text of a transcript (``Name: text`` lines).
        draft: The reply; empty or absent to take the thread's last one.
        brand: Whose lines of a transcript are the brand's.
    """

    thread: dict[str, Any] | str
    draft: str = ""
    brand: str | None = None


def parsed_request(body: bytes) -> CheckRequest:
    """The request in a body.

    Raises:
        UnreadableInputError: It is not JSON, or not of this shape; the reason quotes nothing of it.
    """
    try:
        return msgspec.json.decode(body, type=CheckRequest)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableInputError("not a check request", "body", "see /openapi.json") from error


def thread_of_request(request: CheckRequest) -> Thread:
    """The thread that was sent.

    Raises:
        UnreadableInputError: It is none, or too long.
    """
    thread = _canonical(request.thread) if isinstance(request.thread, dict) else _written(request)
    if len(thread.messages) > MOST_MESSAGES:
        raise UnreadableInputError(f"more than {MOST_MESSAGES} messages", NAME, "send the last ones")
    return thread


def _canonical(record: dict[str, Any]) -> Thread:
    try:
        return parse_thread({"id": NAME, **record}, Source(NAME))
    except MalformedThreadError as error:
        raise UnreadableInputError(f"not a canonical thread: {error}", NAME, "see /openapi.json") from error
    except RecursionError as error:
        raise UnreadableInputError("not a canonical thread", NAME, "see /openapi.json") from error


def _written(request: CheckRequest) -> Thread:
    text = str(request.thread).strip()
    if text.startswith("{"):
        try:
            return _canonical(msgspec.json.decode(text.partition("\n")[0] if "\n{" in text else text, type=dict))
        except (msgspec.ValidationError, msgspec.DecodeError, RecursionError) as error:
            raise UnreadableInputError("not valid JSON", NAME, "send one thread") from error
    content = text.encode("utf-8", "replace")
    file = ExportFile(NAME, NAME, lambda: nullcontext(io.BytesIO(content)))
    options = ReadOptions(brand=(request.brand,) if request.brand else ())
    with closing(readers()["transcript"].read([file], options)) as items:
        found = [item for item in items if isinstance(item, Thread | Reject)]
    threads = [item for item in found if isinstance(item, Thread)]
    if len(threads) != 1:
        what = "no thread" if not threads else "more than one thread"
        raise UnreadableInputError(what, NAME, "write one message a line, as C: … and B: …")
    return threads[0]

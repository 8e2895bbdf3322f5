"""Reading samples, and what every sample's story has in common."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analyzer.codebook import Role, Visibility
from analyzer.readers import Note, ReadOptions, Reject, read_everything
from analyzer.threads import Message, Thread

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> Any:
    """A JSON sample, to be changed at will."""
    return json.loads((SAMPLES / name).read_text(encoding="utf-8"))


def written(path: Path, value: Any) -> Path:
    """The value as a JSON file, or a text as it is."""
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def read(paths: Sequence[Path], *brand: str, input_format: str | None = None) -> list[Thread | Reject | Note]:
    """Everything in the files."""
    return list(read_everything(paths, ReadOptions(brand=brand), input_format))


def threads(items: Sequence[Thread | Reject | Note]) -> list[Thread]:
    """The threads among the items."""
    return [item for item in items if isinstance(item, Thread)]


def rejects(items: Sequence[Thread | Reject | Note]) -> list[Reject]:
    """The rejects among the items."""
    return [item for item in items if isinstance(item, Reject)]


def only_thread(*paths: Path, brand: Sequence[str] = ()) -> Thread:
    """The one thread that the files hold."""
    [thread] = threads(read(paths, *brand))
    return thread


def first_reply_seconds(thread: Thread) -> float:
    """Seconds from the customer's first message to the first reply."""
    asked = next(message for message in thread.messages if message.role is Role.CUSTOMER)
    reply = next(message for message in thread.messages if message.is_reply and message.is_readable)
    assert asked.sent_at is not None
    assert reply.sent_at is not None
    return (reply.sent_at - asked.sent_at).total_seconds()


def side(message: Message) -> tuple[str, str]:
    """Who spoke, internal notes apart, and what was said."""
    internal = message.visibility is Visibility.INTERNAL
    return ("note" if internal else message.role.value), message.text

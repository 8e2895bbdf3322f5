"""Judges for the tests, in a module that loads at once in a new process."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from analyzer.errors import UnreadableInputError


def moody() -> Callable[[bytes], bytes]:
    """Does as it is told: sleeps, dies, refuses, fails, or says which process it is."""

    def judge(body: bytes) -> bytes:
        match body:
            case b"sleep":
                time.sleep(600)
            case b"die":
                os._exit(1)
            case b"refuse":
                raise UnreadableInputError("no thread", "thread", "write one")
            case b"fail":
                raise ValueError("the customer's words")
        return str(os.getpid()).encode()

    return judge


def refusing() -> Callable[[bytes], bytes]:
    """Cannot be made."""
    raise UnreadableInputError("model does not fit its card", "models/mine", "train it again")

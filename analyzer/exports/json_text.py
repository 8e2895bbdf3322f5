"""JSON text of any length, taken value by value; what has been taken is let go.

Values are built by the standard library's decoder in C; only the way to them is walked here. That is twice as fast
as building them from ijson's events, and holds no more in memory than one value and a chunk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from analyzer.exports.json_paths import DEEPEST

LARGEST_VALUE = 256 * 1024 * 1024
_CHUNK = 256 * 1024
_SPACE = re.compile(r"[ \t\r\n]*")
_TO_BRACKET = re.compile(r'(?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+([\[\]{}])?', re.DOTALL)
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")
_LONGEST_TOKEN = 12


class BrokenJsonError(ValueError):
    """The text is not JSON from some place on."""


def _refused(_: str) -> NoReturn:
    raise ValueError("not a JSON number")


_DECODER = json.JSONDecoder(parse_constant=_refused)


class JsonText:
    """Text that comes in chunks, read from front to back."""

    def __init__(self, chunks: Iterator[str], at_once: int = _CHUNK) -> None:
        """Nothing is read yet.

        Args:
            chunks: The text in pieces.
            at_once: How many signs are held at least.
        """
        self._chunks, self._at_once = chunks, at_once
        self._held, self._at, self._ended = "", 0, False

    def peek(self) -> str:
        """The next sign that is not space; empty at the end."""
        while True:
            self._at = _SPACE.match(self._held, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._held):
                return self._held[self._at]
            if not self._more():
                return ""

    def take(self, *expected: str) -> str:
        """The next sign, which must be one of these.

        Raises:
            BrokenJsonError: It is another one.
        """
        sign = self.peek()
        if sign not in expected or not sign:
            raise self._broken(breaks_off=not sign)
        self._at += 1
        return sign

    def value(self) -> Any:
        """The value that begins here.

        Raises:
            BrokenJsonError: It is malformed, breaks off, is nested too deep or beyond all measure large.
        """
        self.peek()
        while True:
            found = self._decoded()
            if found is not None:
                value, end = found
                raw_start, self._at = self._at, end
                return self._checked(value, raw_start)
            if len(self._held) - self._at > LARGEST_VALUE:
                raise BrokenJsonError(f"a value of more than {LARGEST_VALUE // 2**20} MiB")
            self._more()

    def skip(self) -> None:
        """Passes over the value that begins here, however large it is.

        Raises:
            BrokenJsonError: It is malformed, breaks off or is nested too deep.
        """
        sign = self.peek()
        found = self._decoded()
        if found is not None:
            self._at = found[1]
        elif sign in ("{", "["):
            self._skip_container()
        else:
            self.value()

    def _decoded(self) -> tuple[Any, int] | None:
        """The value here and where it ends; None where more text is needed."""
        try:
            value, end = _DECODER.raw_decode(self._held, self._at)
        except json.JSONDecodeError as error:
            unfinished = error.msg.startswith("Unterminated string")
            if self._ended:
                raise self._broken(breaks_off=unfinished or error.pos >= len(self._held)) from None
            if unfinished or error.pos >= len(self._held) - _LONGEST_TOKEN:
                return None
            raise self._broken(breaks_off=False) from None
        except RecursionError:
            raise BrokenJsonError(f"nested deeper than {DEEPEST}") from None
        except ValueError:
            raise self._broken(breaks_off=False) from None
        return None if end == len(self._held) and not self._ended else (value, end)

    def _checked(self, value: Any, start: int) -> Any:
        raw = slice(start, self._at)
        if isinstance(value, dict | list):
            opened = self._held.count("{", start, self._at) + self._held.count("[", start, self._at)
            if opened > DEEPEST and _depth(value) > DEEPEST:
                raise BrokenJsonError(f"nested deeper than {DEEPEST}")
        if self._held.find("\\u", start, self._at) != -1 and _HALF_CHARACTER.search(self._held[raw]):
            return _whole_characters(value)
        return value

    def _skip_container(self) -> None:
        depth = 0
        while True:
            while True:
                match = _TO_BRACKET.match(self._held, self._at)
                self._at = match.end()  # type: ignore[union-attr]
                if not (bracket := match[1]):  # type: ignore[index]
                    break
                depth += 1 if bracket in "{[" else -1
                if depth > DEEPEST:
                    raise BrokenJsonError(f"nested deeper than {DEEPEST}")
                if not depth:
                    return
            if len(self._held) - self._at > LARGEST_VALUE:
                raise BrokenJsonError(f"a value of more than {LARGEST_VALUE // 2**20} MiB")
            if not self._more():
                raise self._broken(breaks_off=True)

    def _more(self) -> bool:
        """Holds more text, as much again as is held; whether there was any."""
        wanted = max(self._at_once, len(self._held) - self._at)
        pieces, size = [self._held[self._at :]], 0
        while size < wanted and not self._ended:
            piece = next(self._chunks, None)
            if piece is None:
                self._ended = True
            else:
                pieces.append(piece)
                size += len(piece)
        self._held, self._at = "".join(pieces), 0
        return size > 0

    def _broken(self, breaks_off: bool) -> BrokenJsonError:
        return BrokenJsonError(f"not valid JSON: {'breaks off' if breaks_off else 'malformed'}")


def _depth(value: Any) -> int:
    level, deep = [value], 0
    while level:
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        deep += 1
    return deep


def _whole_characters(value: Any) -> Any:
    """The value with halves of characters, which no text can hold, replaced."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_whole_characters(key): _whole_characters(inner) for key, inner in value.items()}
    return [_whole_characters(inner) for inner in value] if isinstance(value, list) else value

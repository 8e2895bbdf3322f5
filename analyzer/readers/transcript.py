"""Plain transcripts: ``Cliente: …`` / ``Acme: …`` lines, ``C:``/``B:``, or names with ``--brand``.

A line may begin with an ISO 8601 time, ``2024-03-12T18:05:40+01:00 Cliente: …``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from analyzer.codebook import Precision, Role
from analyzer.exports.sides import untold_brand
from analyzer.exports.times import iso_time, placed, zone_note
from analyzer.readers.base import Item, OpenedInput, Reader, ReadOptions, Reject, one_by_one
from analyzer.threads import Message, Source, Thread

ROLE_WORDS = {
    **dict.fromkeys(("c", "cliente", "utente", "customer", "client", "user"), Role.CUSTOMER),
    **dict.fromkeys(
        ("b", "brand", "azienda", "operatore", "operatrice", "assistenza", "agente", "agent", "support"),
        Role.BRAND,
    ),
    **dict.fromkeys(("bot", "chatbot"), Role.BOT),
    **dict.fromkeys(("system", "sistema"), Role.SYSTEM),
}
_TIME = r"(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)"
_SPEAKER = re.compile(
    rf"\s*(?:\[?{_TIME}\]?\s+)?" + r"(?P<name>@?[^\W\d_][^:\n]{0,39}?)\s?:(?!//)\s*(?P<text>.*)", re.DOTALL
)
_SECONDS = re.compile(r".{16}:\d\d")
_SEPARATOR = re.compile(r"\s*(?:-{3,}|={3,}|\*{3,})\s*")
_SMALL_WORDS = frozenset(["di", "de", "del", "della", "da", "d", "e", "of", "the", "and", "&", "von", "van"])


@dataclass(slots=True)
class _Turn:
    """What one speaker says, and the time that stands before the name."""

    name: str
    text: str
    time: str | None = None

    def ended(self) -> _Turn:
        """Without the empty lines behind it."""
        return _Turn(self.name, self.text.rstrip("\n"), self.time)


def _read(opened: OpenedInput, options: ReadOptions) -> Iterator[Item]:
    lines = [line.rstrip("\r\n") for line in opened.text_lines()]
    roles = _roles(lines, options.brand, opened.name)
    brand = next(iter(options.brand), None) or _brand_name(roles)
    blocks = list(_blocks(lines))
    naive = False
    stem = "stdin" if opened.name == "-" else PurePath(opened.name).stem
    for number, (first, block) in enumerate(blocks, start=1):
        source = Source(opened.name, first)
        turns = list(_turns(block, roles))
        if not turns:
            yield Reject(source, "no line of the form 'Name: text'")
            continue
        try:
            messages = tuple(
                _message(position, turn, roles[turn.name.casefold()], options)
                for position, turn in enumerate(turns, start=1)
            )
        except ValueError:
            yield Reject(source, "a line begins with a time that is none")
            continue
        naive = naive or any(turn.time and iso_time(turn.time).tzinfo is None for turn in turns)
        yield Thread(stem if len(blocks) == 1 else f"{stem}-{number}", messages, brand=brand, source=source)
    if naive:
        yield zone_note(opened.name, options)


def _message(position: int, turn: _Turn, role: Role, options: ReadOptions) -> Message:
    return Message(
        f"m{position}",
        role,
        turn.text,
        author=None if turn.name.casefold() in ROLE_WORDS else turn.name,
        sent_at=placed(iso_time(turn.time), options.time_zone) if turn.time else None,
        sent_at_precision=Precision.MINUTE if turn.time and not _SECONDS.match(turn.time) else None,
    )


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Threads are parted by a line of three or more dashes, equals signs or stars."""
    block: list[str] = []
    first = 1
    for number, line in enumerate([*lines, "---"], start=1):
        if not _SEPARATOR.fullmatch(line):
            block.append(line)
            continue
        if any(part.strip() for part in block):
            yield first, block
        block, first = [], number + 1


def _turns(block: list[str], roles: dict[str, Role]) -> Iterator[_Turn]:
    turn: _Turn | None = None
    for line in block:
        match = _SPEAKER.fullmatch(line)
        if match and match["name"].casefold() in roles:
            if turn:
                yield turn.ended()
            turn = _Turn(match["name"], match["text"], match["time"])
        elif turn:
            turn.text += f"\n{line}"
    if turn:
        yield turn.ended()


def _roles(lines: list[str], brand: tuple[str, ...], where: str) -> dict[str, Role]:
    """Role of each speaker by folded name.

    Raises:
        UnreadableInputError: The brand cannot be told from the other speakers.
    """
    names = {
        match["name"].casefold() for line in lines if (match := _SPEAKER.fullmatch(line)) and _is_name(match["name"])
    }
    roles = {name: ROLE_WORDS[name] for name in names if name in ROLE_WORDS}
    declared = {name.casefold() for name in brand}
    roles |= dict.fromkeys(names & declared, Role.BRAND)
    if {Role.CUSTOMER, Role.BRAND} <= set(roles.values()):
        return roles
    others = sorted(names - roles.keys())
    has_brand = Role.BRAND in roles.values()
    if not has_brand and len(others) == 1 and Role.CUSTOMER in roles.values():
        return roles | {others[0]: Role.BRAND}
    if others and not has_brand:
        raise untold_brand("speaker", where, others)
    return roles | dict.fromkeys(others, Role.CUSTOMER)


def _brand_name(roles: dict[str, Role]) -> str | None:
    named = [name for name, role in roles.items() if role is Role.BRAND and name not in ROLE_WORDS]
    return named[0].title() if len(named) == 1 else None


def _is_name(candidate: str) -> bool:
    if candidate.casefold() in ROLE_WORDS:
        return True
    words = candidate.split()
    return len(words) <= 4 and all(
        word[0].isupper() or word[0] == "@" or word.casefold() in _SMALL_WORDS for word in words
    )


def _recognises(opened: OpenedInput) -> bool:
    lines = [line for line in opened.head_text.splitlines() if line.strip()]
    if not lines or lines[0].lstrip("\ufeff").startswith(("{", "[")):
        return False
    first = _SPEAKER.fullmatch(lines[0].lstrip("\ufeff"))
    return bool(first and _is_name(first["name"]))


READER = Reader("transcript", "plain text, one 'Name: text' line a message", _recognises, one_by_one(_read))

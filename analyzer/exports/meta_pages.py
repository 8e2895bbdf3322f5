"""Messages on the HTML pages of Meta's download, told by where things stand: class names change with every release.

A message is its sender's name, what was said, and a line that is a time. Times of messages stand at one depth of the
page, whatever times people write themselves, and so do the senders' names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from analyzer.codebook import Precision
from analyzer.exports.html_text import BLOCKS, Tag, tokens
from analyzer.exports.named_months import named_month_time

PARTICIPANTS = re.compile(
    r"\s*(?:Participants?|Partecipanti|Teilnehmer(?:\*innen)?|Participantes|Deelnemers)\s*:\s*(?P<names>.*)", re.DOTALL
)
_AND = re.compile(r", | and | e | et | und | y | en ")
_MEDIA = frozenset(["img", "video", "audio"])
_LONGEST_END = 1_000
_NOT_NESTED = frozenset(["br", "hr", "p"])


@dataclass(frozen=True, slots=True)
class PageMessage:
    """A message as the page shows it."""

    sender: str
    text: str
    sent_at: datetime
    precision: Precision | None
    media: int
    reactions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a thread: who takes part, as far as it says, messages in its order, and whether it has its end."""

    participants: tuple[str, ...]
    messages: tuple[PageMessage, ...]
    is_whole: bool


@dataclass(slots=True)
class _Line:
    text: str
    depth: int
    in_list: bool
    media: int = 0
    time: tuple[datetime, Precision | None] | None = field(default=None)


def page_of(html: str) -> Page:
    """What the page holds; no messages where it is no page of messages."""
    lines = list(_lines(html))
    is_whole = html[-_LONGEST_END:].rstrip().casefold().endswith("</html>")
    participants = _participants(lines)
    depths = Counter(line.depth for line in lines if line.time is not None and not line.in_list)
    if not depths:
        return Page(participants, (), is_whole)
    depth = depths.most_common(1)[0][0]
    blocks: list[list[_Line]] = [[]]
    for line in lines:
        blocks[-1].append(line)
        if line.time is not None and line.depth == depth and not line.in_list:
            blocks.append([])
    blocks.pop()
    senders = Counter(block[0].depth for block in blocks[1:])
    blocks[0] = _without_heading(blocks[0], participants, senders.most_common(1)[0][0] if senders else None)
    messages = tuple(_message(block) for block in blocks if len(block) > 1 and block[0].text)
    return Page(participants, messages, is_whole)


def _message(block: Sequence[_Line]) -> PageMessage:
    sender, *body, last = block
    time, precision = last.time or (datetime.min, None)
    said = [line.text for line in body if line.text and not line.in_list]
    reactions = tuple(line.text for line in body if line.text and line.in_list)
    return PageMessage(sender.text, "\n".join(said), time, precision, sum(line.media for line in block), reactions)


def _without_heading(block: list[_Line], participants: Sequence[str], depth: int | None) -> list[_Line]:
    """The first message without title and participants above it."""
    after = next((place for place, line in enumerate(block, start=1) if PARTICIPANTS.fullmatch(line.text)), 0)
    below = block[after:]
    if depth is not None:
        begin = next((place for place, line in enumerate(below) if line.depth == depth), len(below))
    elif participants:
        begin = next((place for place, line in enumerate(below) if line.text in participants), len(below))
    else:
        begin = 0
    return below[begin:]


def _participants(lines: Sequence[_Line]) -> tuple[str, ...]:
    for line in lines:
        if match := PARTICIPANTS.fullmatch(line.text):
            return tuple(name for name in map(str.strip, _AND.split(match["names"])) if name)
    return ()


def _lines(html: str) -> Iterator[_Line]:
    """Lines of text, each with the depth of blocks in which it stands, and the media before it."""
    depth, lists, media, text = 0, 0, 0, ""
    for token in tokens(html):
        if isinstance(token, str):
            text += token
            continue
        if token.name in _MEDIA and not token.closes:
            media += 1
            continue
        if token.name not in BLOCKS:
            continue
        yield from _line(text, depth, lists > 0, media)
        text, media = "", 0
        depth += _step(token, "")
        lists = max(0, lists + _step(token, "ul"))
    yield from _line(text, depth, lists > 0, media)


def _line(text: str, depth: int, in_list: bool, media: int) -> Iterator[_Line]:
    shown = " ".join(text.split())
    if shown or media:
        yield _Line(shown, depth, in_list, media, named_month_time(shown))


def _step(tag: Tag, name: str) -> int:
    if tag.name in _NOT_NESTED or (name and tag.name != name) or tag.attributes.rstrip().endswith("/"):
        return 0
    return -1 if tag.closes else 1

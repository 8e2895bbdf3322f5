"""Plain text out of HTML nobody has checked, in time that grows with its length alone.

Why not a library: on the 60 kB ``"<a " * 20_000`` the standard library's parser (Python 3.11) takes minutes, and
lexbor (selectolax) takes time quadratic in the depth of ``"<div>" * n``. Messages need the text, not the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

BLOCKS = frozenset([
    "p", "br", "div", "li", "ul", "ol", "tr", "td", "th", "table", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "footer", "section",
])  # fmt: skip
_RAW = frozenset({"script", "style", "title", "template"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "area", "base", "col", "embed", "source"})
_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})((?:[^<>"']|"[^"]*+"|'[^']*+')*+)>""")
_LONGEST_TAG = 4_096
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}(?![0-9])|#[xX][0-9a-fA-F]{1,6}(?![0-9a-fA-F])|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_SPACES = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
_QUOTED_HISTORY = ("gmail_quote", "yahoo_quoted", "zendesk_quoted", "moz-cite-prefix")
_SIGNATURE = "js-signatureMarker"


@dataclass(frozen=True, slots=True)
class Tag:
    """An opening or closing tag: its name in lower case and its attributes as they were written."""

    name: str
    attributes: str
    closes: bool


@dataclass(frozen=True, slots=True)
class Readable:
    """What a person reads in a piece of HTML: its text, and how many pictures stand in it."""

    text: str
    pictures: int = 0


def unescaped(text: str) -> str:
    """The text with its character references resolved, once.

    >>> unescaped("pi&ugrave; &lt;3 &amp;amp;")
    'più <3 &amp;'
    """
    return _ENTITY.sub(lambda reference: unescape(reference[0]), text) if "&" in text else text


def tokens(html: str) -> Iterator[Tag | str]:
    """Tags and the text between them, in order; comments, scripts and styles are left out."""
    start = position = 0
    while (position := html.find("<", position)) != -1:
        tag, end = _tag_at(html, position)
        if end == position:
            position += 1
            continue
        if text := html[start:position]:
            yield unescaped(text)
        if tag is not None:
            yield tag
            if tag.name in _RAW and not tag.closes:
                closing = re.compile(f"</{tag.name}", re.IGNORECASE).search(html, end)
                end = closing.start() if closing else len(html)
        start = position = end
    if text := html[start:]:
        yield unescaped(text)


def text_of_html(html: str) -> str:
    """What a person reads of it: tags gone, entities decoded, blocks on lines of their own, quoted history left out."""
    return readable(html).text


def readable(html: str) -> Readable:
    """Text and pictures of a message's HTML; mail history and signatures are left out unless there is nothing else."""
    if "<" not in html and "&" not in html:
        return Readable(html)
    found = _readable(html, keep_quotes=False)
    return found if found.text or found.pictures else _readable(html, keep_quotes=True)


def _readable(html: str, keep_quotes: bool) -> Readable:
    lines, pictures = [""], 0
    left_out, depth = "", 0
    for token in tokens(html):
        if isinstance(token, str):
            if not depth:
                lines[-1] += _SPACES.sub(" ", token.replace("\u00a0", " "))
        elif depth:
            if token.name == left_out:
                depth += -1 if token.closes else 1
        elif not keep_quotes and not token.closes and _is_quote(token):
            left_out, depth = token.name, 1
            _break(lines)
        elif not keep_quotes and _SIGNATURE in token.attributes:
            break
        elif token.name == "img":
            pictures += 1
        elif token.name == "br":
            lines.append("")
        elif token.name in BLOCKS:
            _break(lines)
    return Readable("\n".join(line.strip() for line in lines).strip("\n"), pictures)


def _break(lines: list[str]) -> None:
    """Begins a line, unless the last one is still empty."""
    if lines[-1].strip():
        lines.append("")


def _is_quote(tag: Tag) -> bool:
    quoted = tag.name == "blockquote" or any(mark in tag.attributes for mark in _QUOTED_HISTORY)
    return quoted and tag.name not in _VOID


def _tag_at(html: str, start: int) -> tuple[Tag | None, int]:
    """The tag at ``start`` and where it ends; no tag for a comment; the same position back for a mere sign."""
    if html.startswith("<!--", start):
        end = html.find("-->", start + 4)
        return None, len(html) if end == -1 else end + 3
    if html.startswith(("<!", "<?"), start):
        end = html.find(">", start)
        return None, len(html) if end == -1 else end + 1
    if found := _TAG.match(html, start, start + _LONGEST_TAG):
        return Tag(found[2].lower(), found[3], bool(found[1])), found.end()
    if html.startswith("<img ", start):  # a picture may be written out in its tag
        following = html.find("<", start + 1)
        if (end := html.find(">", start, len(html) if following == -1 else following)) != -1:
            return Tag("img", "", False), end + 1
    return None, start

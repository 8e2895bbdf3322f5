"""The text of a message written in HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(["p", "br", "div", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6"])
_UNSEEN = frozenset(["script", "style", "head", "title", "template"])
_QUOTED = frozenset(["gmail_quote", "js-signatureMarker", "zendesk_quoted", "yahoo_quoted", "moz-cite-prefix"])
_VOID = frozenset(["br", "img", "hr", "input", "meta", "link", "wbr", "area", "col", "embed", "source"])
_SPACES = re.compile(r"[ \t\r\f\v]+")
_LINES = re.compile(r" ?\n ?(?:\n ?)*")


def text_of_html(html: str) -> str:
    """What a reader sees: tags gone, entities decoded, blocks on lines of their own; quoted history left out."""
    if "<" not in html and "&" not in html:
        return html
    stripper = _Stripper()
    stripper.feed(html)
    stripper.close()
    return _LINES.sub("\n", _SPACES.sub(" ", "".join(stripper.pieces))).strip()


class _Stripper(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden:
            if tag not in _VOID:
                self._hidden.append(tag)
        elif tag in _BLOCKS:
            self.pieces.append("\n")
        classes = next((value or "" for name, value in attrs if name == "class"), "").split()
        unseen = tag in _UNSEEN or tag == "blockquote" or not _QUOTED.isdisjoint(classes)
        if unseen and not self._hidden and tag not in _VOID:
            self._hidden.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS and not self._hidden:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag in self._hidden:
                del self._hidden[len(self._hidden) - 1 - self._hidden[::-1].index(tag) :]
            if not self._hidden and tag in _BLOCKS:
                self.pieces.append("\n")
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data.replace("\n", " "))

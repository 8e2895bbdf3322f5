"""Text out of HTML: what is read, what is left out, and no input that takes for ever."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.exports.html_text import Readable, readable, text_of_html, tokens


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Il rimborso &egrave; <b>in corso</b>.</p><p>Saluti</p>", "Il rimborso è in corso.\nSaluti"),
        ("uno<br>due<br/>tre", "uno\ndue\ntre"),
        ("<div><div>uno</div></div>\n  <ul><li>due</li></ul>", "uno\ndue"),
        ("<style>p {color: red}</style><p>ciao</p><script>if (a<b) x()</script>", "ciao"),
        ("<p>Arriva domani.</p><blockquote>Dov'&egrave;?</blockquote>", "Arriva domani."),
        ("<div>ok</div><div class='gmail_quote'><div>prima</div></div><p>fine</p>", "ok\nfine"),
        ("ok<span class=\"js-signatureMarker\"></span>Acme srl", "ok"),
        ("<blockquote>solo questo</blockquote>", "solo questo"),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ("5&nbsp;&euro; &amp;amp;", "5 € &amp;"),
        ("<!-- nota -->ciao<!doctype html>", "ciao"),
        ("&#99999999; &#xD800;", "&#99999999; \ufffd"),
        ("testo semplice\ncon  spazi", "testo semplice\ncon  spazi"),
    ],
)  # fmt: skip
def test_a_reader_sees(html: str, text: str) -> None:
    assert text_of_html(html) == text


def test_pictures_are_counted_even_when_written_out_in_the_tag() -> None:
    assert readable(f'<p>ecco</p><img src="a.png"><img src="data:{"A" * 9000}">') == Readable("ecco", 2)


@pytest.mark.parametrize("unit", ["<", "</", "<!--", "<a ", "<div>", "<img ", '<a "', "&", "<blockquote>", "<b><p>"])
def test_no_html_takes_longer_than_its_length(unit: str) -> None:
    began = time.process_time()
    text_of_html(unit * (200_000 // len(unit)))
    assert time.process_time() - began < 10


@given(st.text(st.sampled_from("<>/!-&;#\"' apbrdiv="), max_size=200))
def test_any_text_is_read(html: str) -> None:
    assert all(isinstance(token, str) or token.name for token in tokens(html))
    text_of_html(html)

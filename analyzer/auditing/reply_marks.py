"""What marks a reply beyond its words: who signed it, and which canned text it is."""

from __future__ import annotations

import hashlib
import re

_LINK = re.compile(r"https?://\S+|www\.\S+")
_PART = re.compile(r"(?<!\s)\s*[\(\[]?\d\s*/\s*\d[\)\]]?\s*$")
_SIGNATURE = re.compile(r"(?:(?<=\s)|^)(?:[\^*/~]\s?|[-–—]\s?)([A-Z][A-Za-zÀ-ÿ]{0,13})\.?\s*$")
_NAME = re.compile(r"(?<=[\w,;:!?] )[A-ZÀ-Ý][^\W\d_]+|@\w+")
_GREETED = re.compile(r"(?i)^((?:ciao|salve|buongiorno|buonasera|gentile|caro|cara|hi|hello|hey|dear)\s+)[^\W\d_]+")
_NUMBER = re.compile(r"(?<!\w)\w*\d[\w./\-]*")
HOLE = "•"
LONGEST_TEMPLATE = 200


def signature(text: str) -> str | None:
    """How a reply is signed at its end, as in ``^MR``, ``/AL``, ``*AMV`` or ``-Katy``; None where it is not.

    >>> signature("We are on it. ^MR https://t.co/x"), signature("Ci scriva in privato -Katy"), signature("Grazie - A")
    ('MR', 'Katy', 'A')
    >>> signature("Non prima delle 10/12")
    """
    found = _SIGNATURE.search(_PART.sub("", _LINK.sub("", text)))
    return found[1] if found else None


def template_words(text: str) -> str:
    """A reply with names, numbers and links as ``•``, so that the same canned text reads the same.

    >>> template_words("Ciao Marco, il ticket 4711 è aperto: https://example.org/1")
    'Ciao •, il ticket • è aperto: •'
    """
    without = _GREETED.sub(rf"\1{HOLE}", _NUMBER.sub(HOLE, _LINK.sub(HOLE, text)))
    return " ".join(_NAME.sub(HOLE, _SIGNATURE.sub("", without)).split())


def reply_template(text: str) -> str | None:
    """A key that replies of the same canned text share; None for a reply of fewer than four words."""
    words = template_words(text).casefold()
    if len(words.split()) < 4:
        return None
    return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).hexdigest()

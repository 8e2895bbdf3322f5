"""The names of people that a thread itself tells: its authors, whom a greeting addresses, who introduces themselves."""

from __future__ import annotations

import re

from analyzer.codebook import Role
from analyzer.threads import Message, Thread

NAME_WORD = re.compile(r"[^\W\d_]+")
_GREETED = re.compile(
    r"""(?<!\w)(?i:ciao|salve|buon[ ]?giorno|buona[ ]?sera|gentile|gent\.(?:mo|ma)|car[oa]|sig(?:nor[ae]?|\.ra|\.na|\.)?
    |egregio|hi|hello|hey|hiya|dear|mr|mrs|ms|miss|good[ ]morning|good[ ]afternoon|thanks|thank[ ]you|sorry|grazie)
    \.?[ ,]{1,2}(?:(?i:sig(?:nor[ae]?|\.ra|\.na|\.)?|dott\.?(?:ssa)?|mr|mrs|ms)\.?[ ])?
    ((?!(?:Hi|Ciao)\b)[A-ZÀ-Ý][^\W\d_]{2,30}(?:[ ][A-ZÀ-Ý][^\W\d_]{2,30})?)(?=\s*(?:[,.!?:;\n)]|$))""",
    re.VERBOSE,
)
_INTRODUCED = re.compile(
    r"""(?<!\w)(?i:mi[ ]chiamo|il[ ]mio[ ]nome[ ]è|my[ ]name[ ]is|my[ ]name's|intestat[oa][ ]a|a[ ]nome(?:[ ]di)?
    |sono[ ](?:la[ ]|il[ ])?sig(?:nora?|\.ra|\.)?|in[ ]the[ ]name[ ]of|nome[ ]e[ ]cognome:?|full[ ]name:?)
    [ ]{1,2}([A-ZÀ-Ý][^\W\d_]{1,30}(?:[ ][A-ZÀ-Ý][^\W\d_]{1,30}){0,2})""",
    re.VERBOSE,
)
NO_NAMES = frozenset({
    "traveller", "passenger", "member", "viaggiatore", "passeggero", "socio", "abbonato", "cliente",
    "clienti", "utente", "tutti", "team", "all", "everyone", "there", "sir", "madam", "customer", "user",
    "facebook", "anonymous", "guest", "signore", "signora", "signor", "staff", "support", "assistenza",
    "servizio", "buongiorno", "buonasera", "ciao", "grazie", "thanks", "hello", "again", "you", "and", "per",
    "unknown", "sconosciuto", "mobile", "mille", "customers", "the", "for", "noi", "lei", "voi", "anche",
    "comunque",
})  # fmt: skip
_SHORTEST = 3


def names_in(thread: Thread) -> frozenset[str]:
    """Folded words that are people's names in this thread; words of the brand's name are none.

    A word that the thread also writes in small letters is taken for a word of the language.
    """
    brand = {word.casefold() for word in NAME_WORD.findall(thread.brand or "")}
    written = [
        message.author
        for message in thread.messages
        if message.author and (message.role is Role.CUSTOMER or _is_person(message, brand))
    ]
    told: list[str] = []
    small: set[str] = set()
    for message in thread.messages:
        told += [match[1] for pattern in (_GREETED, _INTRODUCED) for match in pattern.finditer(message.text)]
        small.update(word for word in NAME_WORD.findall(message.text) if word.islower())
    found = {word.casefold() for name in written for word in NAME_WORD.findall(name)}
    found |= {word.casefold() for name in told for word in NAME_WORD.findall(name)} - small
    return frozenset(word for word in found - brand - NO_NAMES if len(word) >= _SHORTEST)


def _is_person(message: Message, brand: set[str]) -> bool:
    """Whether a reply is signed by a person: no word of the brand's name in it, and every word in capitals first."""
    words = NAME_WORD.findall(message.author or "")
    return message.role is Role.BRAND and not any(word.islower() or word.casefold() in brand for word in words)

"""What WhatsApp writes into an exported chat that nobody typed, in Italian and English."""

from __future__ import annotations

import re
from functools import lru_cache

MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_BANNER = re.compile(
    r"(?:I messaggi e le chiamate sono crittografati|I messaggi che invii|Messages and calls are end-to-end encrypted"
    r"|Messages to this chat and calls are|Messages you send to this chat)"
)
_CALL = re.compile(
    r"(?:(?:Video)?[Cc]hiamata (?:vocale |video )?(?:persa|senza risposta)|(?:Missed )(?:voice|video|group) call"
    r"|(?:Video|Voice) call|Chiamata vocale|Videochiamata)(?:[,. ].{0,60})?"
)
_CHANGE = re.compile(
    r"\b(?:ha (?:creato il gruppo|cambiato|modificato|aggiunto|rimosso)|è uscit[oa]|created (?:the )?group"
    r"|changed (?:the|this|their)|added|removed|left|joined using)\b"
)
_DELETED = re.compile(
    r"(?:Questo messaggio è stato eliminato(?: da un amministratore.*)?|Hai eliminato questo messaggio"
    r"|This message was deleted(?: by admin.*)?|You deleted this message(?: as admin)?)\.?"
)
_EDITED = re.compile(
    rf"(?<![{MARKS} ])[{MARKS} ]*<(?:Questo messaggio è stato modificato|This message was edited)>[{MARKS}]*$"
)
_MAY_BE_OMITTED = ("<", "omess", "omitted", "inclus", "(file ")
_OMITTED = re.compile(
    rf"(?:<Media (?:omessi|omesso|omitted)>|<[^<>:\n]{{2,20}}: ?[^<>\n]+\.\w{{2,5}}>"
    rf"|[^\n]*[{MARKS}]?\b(?:immagine|video|videomessaggio|audio|GIF|sticker|documento|scheda contatto)"
    rf" (?:omess[oa]|non inclus[oa])"
    rf"|[^\n]*[{MARKS}]?\b(?:image|video|video note|audio|GIF|sticker|document|Contact card) omitted"
    rf"|[^\n]+\.\w{{2,5}} \((?:file allegato|file attached)\))[{MARKS}]*",
    re.IGNORECASE,
)


def is_system_text(raw: str) -> bool:
    """Whether the app wrote a text that stands after a sender's name: banner, call, or marked by the app as its own."""
    text = raw.strip(MARKS + " ")
    if _BANNER.match(text) or _CALL.fullmatch(text):
        return True
    return raw.startswith("\u200e") and not _DELETED.fullmatch(text) and not _OMITTED.match(text)


@lru_cache(maxsize=4096)
def is_change(start: str) -> bool:
    """Whether a line that starts so tells of a change of the group, and what stands before its colon is no name."""
    return bool(_CHANGE.search(start))


def is_deleted(raw: str) -> bool:
    """Whether the text stands for a message that was deleted."""
    return bool(_DELETED.fullmatch(raw.strip(MARKS + " ")))


def without_edit_mark(raw: str) -> tuple[str, bool]:
    """The text, and whether it said that it was edited."""
    match = _EDITED.search(raw) if "<" in raw else None
    return (raw[: match.start()], True) if match else (raw, False)


def caption_and_attachments(raw: str) -> tuple[str, int]:
    """What was typed beside an attachment, and how many attachments there are."""
    text = raw.strip(MARKS)
    folded = text.casefold()
    if not any(mark in folded for mark in _MAY_BE_OMITTED):
        return text, 0
    match = _OMITTED.match(text)
    if match is None or (match.end() < len(text) and text[match.end()] != "\n"):
        return text, 0
    return text[match.end() :].lstrip("\n"), 1

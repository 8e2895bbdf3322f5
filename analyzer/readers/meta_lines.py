"""Lines that Meta's apps write in a participant's name, and nobody typed."""

from __future__ import annotations

import re

_LINES = re.compile(
    "|".join(
        [
            r"Reacted .{1,20} to (?:your|a|the) (?:message|photo|video|attachment)",
            r"Liked a message",
            r"You missed an? (?:video |audio )?(?:call|chat).{0,80}",
            r".{1,80} missed your (?:video |audio )?(?:call|chat)\.?",
            r".{1,80} called you\.?",
            r"The (?:video |audio )?(?:call|chat) (?:has )?ended\.?",
            r".{1,80} (?:created|named|left) the group.{0,80}",
            r".{1,80} (?:added|removed) .{1,80} (?:to|from) the group\.?",
            r"You can now (?:message|call).{0,120}",
            r"Ha (?:reagito con|aggiunto la reazione:?|messo la reazione:?) .{1,20} (?:al tuo|a un|al) messaggio\.?",
            r"Ha messo [\"“«]?Mi piace[\"”»]? a un messaggio\.?",
            r"(?:Hai perso una (?:video)?chiamata|(?:Videoc|C)hiamata persa).{0,80}",
            r".{1,80} ha perso la tua (?:video)?chiamata\.?",
            r".{1,80} ti ha chiamato\.?",
            r".{1,80} ha (?:creato il gruppo|dato un nome al gruppo|abbandonato il gruppo|lasciato il gruppo).{0,80}",
            r"(?:Ora )?[Pp]otete (?:inviarvi messaggi|chiamarvi).{0,120}",
        ]
    )
)
_ATTACHMENT = re.compile(r"(?P<who>.{1,80}) (?:sent an attachment|ha inviato un allegato)\.?")


def is_platform_line(text: str, author: str | None) -> bool:
    """Whether the app wrote this: a reaction, a call, a change of the group (English and Italian)."""
    return bool(_LINES.fullmatch(text)) and author is not None


def is_attachment_line(text: str, author: str | None) -> bool:
    """Whether the app wrote it in place of an attachment, such as ``Anna sent an attachment``."""
    match = _ATTACHMENT.fullmatch(text) if "attachment" in text or "allegato" in text else None
    return match is not None and match["who"] in ("You", author)

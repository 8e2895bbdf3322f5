"""What the columns of a table mean: told by the user, saved in a file, or suggested from known names."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analyzer.codebook import Role, Visibility
from analyzer.errors import UsageError

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "thread_id": ("thread_id", "thread id", "thread", "conversation_id", "conversation id", "conversation", "case_id",
                  "case id", "case number", "ticket_id", "ticket id", "dialogue_id", "id conversazione",
                  "conversazione", "id caso", "numero caso", "chat id", "chat_id"),
    "id": ("id", "message_id", "message id", "universal message id", "tweet_id", "post id", "id messaggio"),
    "role": ("role", "direction", "sender type", "sender_type", "author type", "author_type", "ruolo", "direzione"),
    "text": ("text", "message", "content", "body", "message text", "comment", "messaggio", "testo", "contenuto"),
    "author": ("author", "author name", "author_name", "from", "sender", "sender name", "name", "username", "user",
               "autore", "mittente", "nome"),
    "author_id": ("author_id", "author id", "sender id", "sender_id", "from id", "id autore"),
    "sent_at": ("sent_at", "sent at", "created_at", "created at", "created", "created time", "created_time", "date",
                "datetime", "timestamp", "time", "data", "data invio", "data e ora", "inviato il"),
    "visibility": ("visibility", "visibilità", "visibilita"),
    "reply_to": ("reply_to", "reply to", "in reply to", "in_reply_to", "parent_id", "parent id", "risposta a"),
    "attachments": ("attachments", "attachment count", "allegati"),
    "brand": ("brand", "account", "marca", "azienda", "page name"),
    "channel": ("channel", "medium", "network", "social network", "platform", "canale", "piattaforma"),
    "language": ("language", "lang", "lingua"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A column map.

    Attributes:
        columns: A table's column to a field of ``SYNONYMS``; to ``""`` where the column means nothing.
        roles: A cell of the role column to the role it means.
        visibilities: A cell of the visibility column to the visibility it means.
        time_format: How times are written, as for ``strptime`` with numbers only.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    visibilities: Mapping[str, Visibility] = field(default_factory=dict)
    time_format: str | None = None

    def __or__(self, other: ColumnMapping) -> ColumnMapping:
        """Both, the other's word over this one's."""
        return ColumnMapping(
            {**self.columns, **other.columns},
            {**self.roles, **other.roles},
            {**self.visibilities, **other.visibilities},
            other.time_format or self.time_format,
        )


def suggested_columns(header: Sequence[str]) -> dict[str, str]:
    """Column to field for every header cell that is a known name; of two columns the better known name wins."""
    suggested: dict[str, str] = {}
    folded = {column: " ".join(column.replace("\ufeff", "").split()).casefold() for column in header}
    for field_name, names in SYNONYMS.items():
        known = [column for column in header if folded[column] in names and column not in suggested]
        if known:
            suggested[min(known, key=lambda column: names.index(folded[column]))] = field_name
    return suggested


def read_column_map(path: str) -> ColumnMapping:
    """A saved column map: TOML with ``[columns]`` and, where wanted, ``[roles]``, ``[visibility]``, ``[times]``.

    Raises:
        UsageError: The file is missing, is no TOML, or holds what a map does not.
    """
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
        parts = {part: dict(content.pop(part, {})) for part in ("columns", "roles", "visibility", "times")}
        if content:
            raise ValueError(f"unknown part {next(iter(content))!r}")
        time_format = parts["times"].pop("format", None)
        if parts["times"] or not isinstance(time_format, str | None):
            raise ValueError("[times] holds 'format', a text, and nothing else")
        unknown = [name for name in parts["columns"].values() if name not in SYNONYMS and name != ""]
        if unknown:
            raise ValueError(f"unknown field {unknown[0]!r}; fields are {', '.join(SYNONYMS)}")
        return ColumnMapping(
            parts["columns"],
            {str(cell).casefold(): Role(role) for cell, role in parts["roles"].items()},
            {str(cell).casefold(): Visibility(seen) for cell, seen in parts["visibility"].items()},
            time_format,
        )
    except OSError as error:
        raise UsageError((error.strerror or "cannot be opened").lower(), path, "check the path of --map") from error
    except (tomllib.TOMLDecodeError, ValueError, TypeError) as error:
        raise UsageError(f"not a column map: {error}", path, 'write [columns] with "Column" = "field"') from error


def column_map_in_toml(columns: Mapping[str, str]) -> str:
    """The map as a user may save it, on one line a column."""
    quoted = (f"{_toml_text(column)} = {_toml_text(name)}" for column, name in columns.items())
    return "\n".join(["[columns]", *quoted])


def _toml_text(text: str) -> str:
    def plain(sign: str) -> bool:
        return not (ord(sign) < 0x20 or sign in '"\\' or 0x7F <= ord(sign) < 0xA0)

    return '"' + "".join(sign if plain(sign) else f"\\u{ord(sign):04x}" for sign in text) + '"'

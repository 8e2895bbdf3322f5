"""Options that several commands share, and what their values mean."""

from __future__ import annotations

from typing import Annotated

import typer

from analyzer.errors import UsageError

Files = Annotated[list[str], typer.Argument(metavar="FILE…", help="Exported conversations; - is standard input.")]
Output = Annotated[str, typer.Option("--output", metavar="PATH", help="Where results go; - is standard output.")]
ModelName = Annotated[str, typer.Option("--model", help="A name, or a path with a separator.")]
InputFormat = Annotated[
    str | None, typer.Option("--input-format", help="Read every file as this format instead of telling it.")
]
Brand = Annotated[
    list[str],
    typer.Option("--brand", metavar="NAME", help="Name or handle that is the brand's; may be repeated."),
]
LanguageTag = Annotated[
    str | None, typer.Option("--language", metavar="TAG", help="Language of threads that name none.")
]
ColumnMap = Annotated[
    list[str], typer.Option("--map", metavar="COLUMN=FIELD", help="Map a table's column; may be repeated.")
]
Policy = Annotated[
    str | None, typer.Option("--policy", metavar="FILE", help="TOML file: when a reply is late, and office hours.")
]
Rejects = Annotated[
    str | None, typer.Option("--rejects", metavar="PATH", help="Write rejected records here, as JSON Lines.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first rejected record.")]


def column_map(pairs: list[str]) -> dict[str, str]:
    """``column=field`` pairs as a mapping.

    Raises:
        UsageError: A pair has no equals sign.
    """
    columns = {}
    for pair in pairs:
        column, separator, field = pair.rpartition("=")
        if not separator or not column:
            raise UsageError(f"{pair!r} is not COLUMN=FIELD", "--map", "write it as --map 'Conversation ID=thread_id'")
        columns[column] = field.strip()
    return columns

"""``analyzer explain``: what a finding means, what it rests on, an example."""

from __future__ import annotations

from typing import Annotated

import typer

from analyzer.codebook import Code
from analyzer.errors import UsageError


def explain(
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="A code such as R101; all are listed without.")
    ] = None,
    language: Annotated[str, typer.Option("--language", help="en or it.")] = "en",
) -> int:
    """Explain a finding: its meaning, its evidence, an example."""
    from analyzer.findings import finding_rules
    from analyzer.languages import available_languages, load_language

    if language not in available_languages():
        raise UsageError(f"no language {language!r}", "--language", f"use one of {', '.join(available_languages())}")
    pack, rules = load_language(language), finding_rules()
    meanings = {known: pack.findings[known].meaning or rule.meaning for known, rule in rules.items()}
    if code is None:
        for known, meaning in meanings.items():
            typer.echo(f"{known.value}  {known.finding_name:26}  {_first_sentence(meaning)}")
        return 0
    if code.upper() not in list(Code):
        raise UsageError(f"unknown code {code!r}", "explain", f"codes are {', '.join(Code)}")
    known = Code(code.upper())
    typer.echo(f"{known.value} {known.finding_name}\n\n{meanings[known]}")
    return 0


def _first_sentence(meaning: str) -> str:
    paragraph = " ".join(meaning.split("\n\n")[0].split())
    return paragraph.split(". ")[0].rstrip(".") + "."

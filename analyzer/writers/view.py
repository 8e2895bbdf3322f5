"""The coloured conversation with the evidence marked where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from analyzer.codebook import Confidence, Role
from analyzer.scores import Finding, RestsOn
from analyzer.scoring import ScoredThread
from analyzer.threads import Message, Thread
from analyzer.writers.base import Writer, source_name
from analyzer.writers.console import LABEL_STYLES, SCALE, console_on
from analyzer.writers.ledger_lines import ledger_lines
from analyzer.writers.terminal_text import one_line, terminal_safe

LONGEST_SHOWN = 2_000
_BAR = 50
_ROLE_STYLES = {Role.CUSTOMER: "cyan", Role.BRAND: "magenta", Role.BOT: "dim", Role.SYSTEM: "dim"}


def _write(scores: Iterable[ScoredThread], stream: BinaryIO) -> None:
    with console_on(stream) as console:
        for scored in scores:
            show(scored, console)


def show(scored: ScoredThread, console: Console) -> None:
    """Prints one thread: heading, scale, messages with their findings, then times and outcomes."""
    console.print(_heading(scored))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(max_width=22, overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    for message in scored.thread.messages:
        findings = [finding for finding in scored.score.findings if finding.message == message.id]
        relied_on = [
            finding.rests_on
            for finding in scored.score.findings
            if finding.rests_on and finding.rests_on.message == message.id
        ]
        grid.add_row(
            one_line(message.id),
            Text(_speaker(message, scored.thread), style=_ROLE_STYLES[message.role]),
            _body(message, findings, relied_on),
        )
    console.print(Padding(grid, (1, 0, 1, 1)))
    lines = [Text(line, style="dim") for line in ledger_lines(scored.score)]
    if lines:
        console.print(Padding(Group(*lines), (0, 0, 1, 1)))


def _heading(scored: ScoredThread) -> RenderableType:
    thread, score = scored.thread, scored.score
    parts = [thread.id, thread.brand, thread.channel, score.language, source_name(scored)]
    title = Text(" · ".join(one_line(part) for part in parts if part), style="bold")
    if score.score is None or score.label is None:
        return Group(title, Text(f"not scorable: {score.not_scorable}", style="dim"))
    style = LABEL_STYLES[score.label]
    filled = round(score.score / 100 * _BAR)
    bar = Text("█" * filled, style=style) + Text("░" * (_BAR - filled), style="dim")
    chances = ", ".join(f"{label} {chance:.0%}" for label, chance in (score.probabilities or {}).items())
    return Group(
        title,
        Text.assemble((f"{score.score:5.1f} ", style), (score.label.value.upper(), style), f"   ({chances})"),
        Text.assemble("      ", bar, "  ", (SCALE, "dim")),
    )


def _speaker(message: Message, thread: Thread) -> str:
    name = message.author or (thread.brand if message.role is Role.BRAND else None) or message.role.value
    hidden = " (internal)" if message.visibility == "internal" else ""
    return one_line(name) + hidden


def _body(message: Message, findings: list[Finding], relied_on: list[RestsOn]) -> RenderableType:
    text = Text(terminal_safe(message.text[:LONGEST_SHOWN]))
    for earlier in relied_on:
        if earlier.end - earlier.start < len(message.text.strip()):
            text.stylize("bold underline cyan", earlier.start, earlier.end)
    for finding in findings:
        if finding.end - finding.start < len(message.text.strip()):
            text.stylize("underline green" if finding.code.is_credit else "reverse", finding.start, finding.end)
    if len(message.text) > LONGEST_SHOWN:
        text.append(f" … ({len(message.text) - LONGEST_SHOWN} more characters)", style="dim")
    return Group(text, *(_note(finding) for finding in findings))


def _note(finding: Finding) -> RenderableType:
    style = "green" if finding.code.is_credit else "red"
    note = Text("↳ ")
    note.append(f"{finding.code.value} {finding.code.finding_name}", style=style)
    if finding.confidence is Confidence.LIKELY:
        note.append(" (likely)", style="dim")
    note.append(f"  {one_line(finding.explanation)}")
    return Padding(note, (0, 0, 0, 2))


WRITER = Writer("view", _write, for_people=True)

"""A thread and what was said of it, as styled text; nothing of the program before there is a label."""

from __future__ import annotations

from collections.abc import Mapping

from rich.text import Text

from analyzer.codebook import Role, Verdict
from analyzer.labelling.session import Session
from analyzer.labelling.tasks import region_name
from analyzer.scores import Finding
from analyzer.threads import GoldFinding, Message
from analyzer.writers.terminal_text import one_line, terminal_safe

_ROLES = {Role.CUSTOMER: "bold cyan", Role.BRAND: "bold magenta", Role.BOT: "dim", Role.SYSTEM: "dim"}
_SIGNS = {Verdict.RIGHT: ("✓ right", "green"), Verdict.WRONG: ("✗ wrong", "red")}
_BLIND = "Label first (1, 2, 3); what the program found is shown then."


def heading(session: Session, row: int) -> Text:
    """Where one is: thread, brand, channel, reason, how many are done."""
    proposal = session.proposals[row]
    thread = proposal.candidate.thread
    parts = [f"{row + 1}/{len(session.proposals)}", thread.id, thread.brand, thread.channel, str(proposal.reason)]
    text = Text(" · ".join(one_line(part) for part in parts if part), style="bold")
    text.append(f"   {session.labelled} labelled", style="dim")
    return text


def conversation(session: Session, row: int, selected: int) -> Text:
    """The messages; once there is a label, with the evidence marked and the selected finding's standing out."""
    machine = session.machine(row)
    shown = list(machine.values()) if session.draft(row).revealed else []
    chosen = shown[selected] if selected < len(shown) else None
    text = Text()
    for message in session.proposals[row].candidate.thread.messages:
        hidden = " (internal)" if message.visibility == "internal" else ""
        text.append(f"{one_line(message.id)} {message.role}{hidden}\n", style=_ROLES[message.role])
        text.append_text(_marked(message, shown, chosen))
        text.append("\n\n")
    return text


def _marked(message: Message, shown: list[Finding], chosen: Finding | None) -> Text:
    text = Text(terminal_safe(message.text))
    for found in shown:
        if found.message == message.id:
            text.stylize("underline green" if found.code.is_credit else "underline red", found.start, found.end)
    if chosen is not None and chosen.message == message.id:
        text.stylize("reverse", chosen.start, chosen.end)
    if chosen is not None and chosen.rests_on is not None and chosen.rests_on.message == message.id:
        text.stylize("bold underline cyan", chosen.rests_on.start, chosen.rests_on.end)
    return text


def opinions(session: Session, row: int, selected: int) -> Text:
    """What the person said, and once there is a label what the program found, each with its verdict."""
    draft, proposal = session.draft(row), session.proposals[row]
    text = Text()
    text.append(f"label: {draft.label or 'none yet'}", style="bold")
    if not draft.revealed:
        return text.append(f"\n{_BLIND}", style="dim")
    text.append(f"   (the program: {proposal.candidate.label}, {proposal.candidate.score})\n", style="dim")
    for place, (key, found) in enumerate(session.machine(row).items()):
        text.append_text(_line(key, found, draft.verdicts, place == selected))
    for missing in draft.missing:
        text.append(f"  + {missing.message} {region_name(missing.code)}{_about(missing)} missing\n", style="yellow")
    for message, acts in draft.acts.items():
        text.append(f"  {one_line(message)} acts: {', '.join(acts) or 'none'}\n", style="blue")
    if draft.note:
        text.append(f"  note: {one_line(draft.note)}\n", style="italic")
    return text.append(_through(session, row), style="dim")


def _line(key: GoldFinding, found: Finding, verdicts: Mapping[GoldFinding, Verdict], chosen: bool) -> Text:
    sign, style = _SIGNS.get(verdicts.get(key, Verdict.MISSING), ("?", "dim"))
    line = Text("▶ " if chosen else "  ")
    line.append(f"{one_line(key.message)} {region_name(key.code)}{_about(key)} ")
    line.append(f"{sign}", style=style)
    return line.append(f"  {one_line(found.explanation)}\n", style="dim")


def _about(found: GoldFinding) -> str:
    return f" ({found.slot})" if found.slot else ""


def _through(session: Session, row: int) -> str:
    gold = session.gold(row)
    told = [name for name, part in (("findings", gold.findings), ("acts", gold.acts)) if part is not None]
    if gold.findings == ():
        told[0] = "findings, there is none"
    if gold.findings is None and session.all_judged(row):
        return "no finding so far: 0 if there is none"
    return f"gone through: {', '.join(told)}" if told else ""

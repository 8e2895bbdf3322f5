"""The labelling screen: one thread at a time, keys for everything; needs Textual, an extra."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Input, Static

from analyzer.codebook import Act, Code, Label, Slot, Verdict
from analyzer.labelling.screen_text import conversation, heading, opinions
from analyzer.labelling.session import (
    Session,
    with_acts,
    with_label,
    with_missing,
    with_none_other,
    with_note,
    with_verdict,
)
from analyzer.threads import GoldFinding

ACT_KEYS = {
    "d": Act.DATA_REQUEST, "h": Act.CHANNEL_HANDOFF, "i": Act.INFORMATION, "c": Act.COMMITMENT, "r": Act.RESOLUTION,
    "o": Act.REDIRECT, "a": Act.APOLOGY, "f": Act.COURTESY, "e": Act.DEFLECTION, "b": Act.BLAME_SHIFT,
}  # fmt: skip
_ACTS_ASKED = " ".join(f"{key} {act}" for key, act in ACT_KEYS.items())


class LabellingScreen(App[None]):
    """One thread at a time; every answer is saved at once.

    Args:
        session: What to label and what was said before.
    """

    TITLE = "analyzer label"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #heading { height: 1; }
    #thread { height: 1fr; padding: 0 1; }
    #opinions { height: auto; max-height: 40%; padding: 0 1; border-top: solid $primary; }
    #asked { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "label('unresponsive')", "unresponsive"),
        Binding("2", "label('partial')", "partial"),
        Binding("3", "label('responsive')", "responsive"),
        Binding("y", "verdict('right')", "right"),
        Binding("n", "verdict('wrong')", "wrong"),
        Binding("m", "missing", "missing"),
        Binding("0", "none_other", "no finding"),
        Binding("a", "acts", "acts"),
        Binding("t", "note", "note"),
        Binding("j,down", "select(1)", "next finding", show=False),
        Binding("k,up", "select(-1)", "finding before", show=False),
        Binding("space", "move(1)", "next"),
        Binding("b", "move(-1)", "back"),
        Binding("z", "undo", "undo"),
        Binding("q", "quit", "quit"),
    ]

    def __init__(self, session: Session) -> None:
        """Begin at the first thread without a label."""
        super().__init__()
        self.session = session
        self.row = session.next_open(0) or 0
        self.selected = 0
        self._answer: Callable[[str], str] | None = None

    def compose(self) -> ComposeResult:
        """The parts, from above."""
        yield Static(id="heading", markup=False)
        with VerticalScroll(id="thread"):
            yield Static(id="conversation", markup=False)
        with VerticalScroll(id="opinions"):
            yield Static(id="said", markup=False)
        yield Input(id="asked")
        yield Footer()

    def on_mount(self) -> None:
        """Show the first thread."""
        self.show()

    def show(self) -> None:
        """Draws the thread and what was said of it."""
        self.query_one("#heading", Static).update(heading(self.session, self.row))
        self.query_one("#conversation", Static).update(conversation(self.session, self.row, self.selected))
        self.query_one("#said", Static).update(opinions(self.session, self.row, self.selected))

    def action_label(self, label: str) -> None:
        """Gives a label."""
        self.session.change(self.row, with_label(Label(label)))
        self.show()

    def action_verdict(self, verdict: str) -> None:
        """Calls the selected finding right or wrong and selects the next one."""
        found = list(self.session.machine(self.row))
        if not self._may_judge() or not found:
            return
        self.session.change(self.row, with_verdict(found[self.selected], Verdict(verdict)))
        self.selected = min(self.selected + 1, len(found) - 1)
        self.show()

    def action_select(self, step: int) -> None:
        """Selects another finding."""
        last = max(len(self.session.machine(self.row)) - 1, 0)
        self.selected = min(max(self.selected + step, 0), last)
        self.show()

    def action_move(self, step: int) -> None:
        """Shows the thread after or before; what has no label stays open."""
        self.row = (self.row + step) % len(self.session.proposals)
        self.selected = 0
        self.query_one("#thread", VerticalScroll).scroll_home(animate=False)
        self.show()

    def action_undo(self) -> None:
        """Takes the latest answer back and shows its thread."""
        row = self.session.undo()
        if row is None:
            self.notify("nothing to undo")
            return
        self.row, self.selected = row, 0
        self.show()

    def action_missing(self) -> None:
        """Asks for a finding the program did not see."""
        if self._may_judge():
            self._ask(
                "missing: message and code, with a data item where it is about one: m4 R101 email", "", self._missing
            )

    def action_none_other(self) -> None:
        """Says that the thread was read for findings and holds no other than those called right."""
        if not self._may_judge():
            return
        if not self.session.all_judged(self.row):
            self.notify("say right or wrong of what the program found first")
            return
        self.session.change(self.row, with_none_other())
        self.show()

    def action_note(self) -> None:
        """Asks for a note."""
        self._ask("note", self.session.draft(self.row).note, self._note)

    def action_acts(self) -> None:
        """Asks for the acts of each reply, one after the other."""
        if self._may_judge():
            self._ask_acts(0)

    def _may_judge(self) -> bool:
        if not self.session.draft(self.row).revealed:
            self.notify("label the thread first")
            return False
        return True

    def _ask(self, question: str, value: str, answer: Callable[[str], str]) -> None:
        """Opens the line for an answer; ``answer`` takes it and returns what is wrong with it, if anything."""
        self._answer = answer
        asked = self.query_one("#asked", Input)
        asked.border_title, asked.value = question, value
        asked.styles.display = "block"
        asked.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Takes the answer, or says what is wrong with it and asks again."""
        answer, self._answer = self._answer, None
        wrong = answer(event.value.strip()) if answer else ""
        if wrong:
            self._answer = answer
            self.notify(wrong, severity="warning")
            return
        if self._answer is None:
            self._close()
        self.show()

    def key_escape(self) -> None:
        """Leaves a question unanswered."""
        self._answer = None
        self._close()

    def _close(self) -> None:
        asked = self.query_one("#asked", Input)
        asked.styles.display = "none"
        asked.blur()

    def _note(self, value: str) -> str:
        self.session.change(self.row, with_note(value))
        return ""

    def _missing(self, value: str) -> str:
        message, _, rest = value.partition(" ")
        code, _, slot = rest.strip().partition(" ")
        known = [each.id for each in self.session.proposals[self.row].candidate.thread.messages]
        if message not in known:
            return f"the messages are {', '.join(known)}"
        if code.upper() not in list(Code):
            return f"the codes are {', '.join(Code)}"
        if slot and slot not in list(Slot):
            return f"the data items are {', '.join(Slot)}"
        found = GoldFinding(Code(code.upper()), message, Slot(slot) if slot else None)
        if found in self.session.machine(self.row):
            return "the program found this; call it right with y"
        self.session.change(self.row, with_missing(found))
        return ""

    def _ask_acts(self, place: int) -> None:
        replies = self.session.replies(self.row)
        if place >= len(replies):
            return
        message = replies[place]

        def answer(value: str) -> str:
            letters = value.replace(" ", "").lower()
            if strange := [letter for letter in letters if letter not in ACT_KEYS]:
                return f"{strange[0]!r} is no act: {_ACTS_ASKED}"
            acts = tuple(act for key, act in ACT_KEYS.items() if key in letters)
            self.session.change(self.row, with_acts(message, tuple(act for act in Act if act in acts)))
            self._ask_acts(place + 1)
            return ""

        self._ask(f"acts of {message}: {_ACTS_ASKED}; enter for none", "", answer)

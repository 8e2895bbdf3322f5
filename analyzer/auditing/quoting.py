"""What of a thread's texts may be shown: all of it, or all but data items."""

from __future__ import annotations

from analyzer.redaction.masking import masked_scored
from analyzer.scores import Finding
from analyzer.scoring import ScoredThread


class Quotes:
    """Texts and quotes of one thread, data items masked unless they are to be shown.

    A masked text has the length of the text, so every quote is ``text[start:end]`` there too.
    """

    def __init__(self, scored: ScoredThread, show_data: bool) -> None:
        """Masks the whole thread at once: what one message shows to be personal is so in every other."""
        shown = scored if show_data else masked_scored(scored)
        self._texts = {message.id: _sound(message.text) for message in shown.thread.messages}
        told = zip(scored.score.findings, shown.score.findings, strict=True)
        self._sentences = {id(finding): _sound(masked.explanation) for finding, masked in told}

    def text(self, message: str) -> str:
        """A message's text."""
        return self._texts[message]

    def quote(self, message: str, start: int, end: int) -> str:
        """Some characters of a message."""
        return self.text(message)[start:end]

    def sentence(self, finding: Finding) -> str:
        """The explanation of one of the thread's findings."""
        return self._sentences[id(finding)]


def _sound(text: str) -> str:
    """The text with lone surrogates, which are no characters, replaced one for one."""
    return text.encode("utf-8", "replace").decode()

"""What of a thread's texts may be shown: all of it, or all but data items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from analyzer.codebook import Ground
from analyzer.redaction.masking import HARMLESS, blanked, masked
from analyzer.scores import Finding
from analyzer.threads import Thread


class Quotes:
    """Texts and quotes of one thread, data items masked unless they are to be shown.

    A masked text has the length of the text, so every quote is ``text[start:end]`` there too.
    """

    def __init__(self, thread: Thread, findings: Sequence[Finding], show_data: bool) -> None:
        """Nothing is masked yet."""
        self._texts = {message.id: message.text for message in thread.messages}
        self._show_data = show_data
        self._masked: dict[str, str] = {}
        self._given: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for finding in findings:
            ground = finding.rests_on
            if ground and ground.kind is Ground.GIVEN and finding.slot not in HARMLESS:
                self._given[ground.message].append((ground.start, ground.end))

    def text(self, message: str) -> str:
        """A message's text."""
        if self._show_data:
            return _sound(self._texts[message])
        if message not in self._masked:
            text = masked(self._texts[message])
            for start, end in self._given[message]:
                text = text[:start] + blanked(text[start:end]) + text[end:]
            self._masked[message] = _sound(text)
        return self._masked[message]

    def quote(self, message: str, start: int, end: int) -> str:
        """Some characters of a message."""
        return self.text(message)[start:end]

    def sentence(self, finding: Finding) -> str:
        """A finding's explanation."""
        if self._show_data:
            return _sound(finding.explanation)
        sentence = finding.explanation
        for part in (finding, finding.rests_on):
            if part is not None and part.quote:
                sentence = sentence.replace(part.quote, self.quote(part.message, part.start, part.end))
        return _sound(masked(sentence, self._texts.keys()))


def _sound(text: str) -> str:
    """The text with lone surrogates, which are no characters, replaced one for one."""
    return text.encode("utf-8", "replace").decode()

"""The reply says what an earlier reply in the thread said, near enough word for word.

Evidence: both replies. The same closing formula around new substance is no repetition.

Example: "We are sorry, our team is checking" … "We are sorry, our team is checking".
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from analyzer.codebook import Code, Ground
from analyzer.findings.base import earlier, finding, found, whole
from analyzer.ledger import Ledger
from analyzer.scores import Finding

FEWEST_WORDS = 6
LIKE = 0.8
ALIKE = 0.92


@finding(Code.REPEATED_REPLY)
def repeated_reply(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each reply like an earlier one, resting on the most similar."""
    replies = ledger.annotated.replies
    for position, reply in enumerate(replies):
        best, best_ratio = None, 0.0
        for previous in replies[:position]:
            if min(len(reply.norms), len(previous.norms)) < FEWEST_WORDS:
                continue
            matcher = SequenceMatcher(None, previous.norms, reply.norms, autojunk=False)
            if matcher.quick_ratio() < LIKE or (ratio := matcher.ratio()) < max(LIKE, best_ratio):
                continue
            best, best_ratio = previous, ratio
        if best is not None and ledger.waiting_before(reply):
            yield found(
                Code.REPEATED_REPLY, reply, whole(reply), ledger,
                certain=best_ratio >= ALIKE, rests_on=earlier(Ground.EARLIER_REPLY, best, whole(best)),
            )  # fmt: skip

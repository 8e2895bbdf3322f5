"""A reply later than the threshold: the first after 60 minutes, any other after 24 hours, when times are known.

Evidence: the reply, and the customer message that had waited longest. It is reported, and moves neither score nor
label. Times known only to the minute count as such.

Example: a question at 09:00, the first reply at 11:30.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Code, Ground
from analyzer.findings.base import earlier, finding, found, whole
from analyzer.ledger import Ledger
from analyzer.ledger.intervals import reply_intervals
from analyzer.scores import Finding

FIRST_REPLY_SECONDS = 60 * 60
ANY_REPLY_SECONDS = 24 * 60 * 60


@finding(Code.SLOW_REPLY)
def slow_reply(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each late reply."""
    by_id = {entry.message.id: entry for entry in ledger.annotated.messages}
    for interval in reply_intervals(ledger.annotated):
        if interval.seconds > (FIRST_REPLY_SECONDS if interval.first else ANY_REPLY_SECONDS):
            reply, waiting = by_id[interval.replied_by], by_id[interval.waiting_since]
            yield found(
                Code.SLOW_REPLY, reply, whole(reply), ledger,
                rests_on=earlier(Ground.QUESTION, waiting, whole(waiting)),
            )  # fmt: skip

"""A reply later than the threshold: the first after 60 minutes, any other after 24 hours, when times are known.

Evidence: the reply, and the customer message that had waited longest. It is reported, and moves neither score nor
label. A policy file sets other thresholds and office hours. Times known only to the minute count as such: the finding
is certain only if the wait was too long however the seconds fell.

Example: a question at 09:00, the first reply at 11:30.
"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.codebook import Code, Ground, Role
from analyzer.findings.base import earlier, finding, found, whole
from analyzer.ledger import Ledger
from analyzer.ledger.intervals import shortest_seconds
from analyzer.scores import Finding


@finding(Code.SLOW_REPLY)
def slow_reply(ledger: Ledger) -> Iterator[Finding]:
    """One finding for each late reply."""
    by_id = {entry.message.id: entry for entry in ledger.annotated.messages}
    policy = ledger.policy
    for interval in ledger.intervals:
        seconds = interval.seconds if policy.office_hours is None else interval.office_seconds
        if interval.waiting is not Role.CUSTOMER or seconds is None or interval.ended_by is None:
            continue
        longest = policy.first_reply_seconds if interval.first else policy.any_reply_seconds
        reply, waiting = by_id[interval.ended_by], by_id[interval.waiting_since]
        shortest = shortest_seconds(interval, ledger.annotated, policy)
        if seconds > longest and reply.is_reply:
            yield found(
                Code.SLOW_REPLY, reply, whole(reply), ledger,
                certain=shortest is not None and shortest >= longest,
                rests_on=earlier(Ground.QUESTION, waiting, whole(waiting)),
            )  # fmt: skip

"""What ``summary.json`` holds: every figure of an audit as plain data; ``docs/audit.md`` explains each key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from analyzer.codebook import Code, HandoffOutcome, Label, PromiseOutcome
from analyzer.errors import UnreadableInputError
from analyzer.modeling.bootstrap import Estimate

FORMAT = 1
FEW = 30


@dataclass(frozen=True, slots=True)
class Counts:
    """What went in and what became of it; ``records_read == records_scored + records_rejected``.

    Attributes:
        not_scorable: Threads that cannot be judged, by reason.
        replies: Messages of the brand's people to customers, automatic greetings apart.
        automatic_replies: Messages of bots, and automatic greetings in the brand's name.
        first_day: Earliest day of a thread, ISO 8601; None where no thread has a time.
        last_day: Latest day of a thread.
        undated: Threads without a time.
    """

    files: int
    records_read: int
    records_scored: int
    records_rejected: int
    threads: int
    judged: int
    not_scorable: Mapping[str, int]
    messages: int
    replies: int
    automatic_replies: int
    first_day: str | None
    last_day: str | None
    undated: int


@dataclass(frozen=True, slots=True)
class Headline:
    """The month in a few figures, all over judged threads.

    Attributes:
        mean_score: 0 to 100.
        labels: Share of threads with each label, 0 to 1.
        failed: Share that fails the policy: below its score, or with a critical finding.
        accused: Share with a certain finding against the brand, slowness apart.
        unreplied: Share that ends on a customer message that needs an answer (U402).
        slow: Share with a late reply (U403) among threads with at least one timed wait of the customer.
    """

    mean_score: Estimate
    median_score: float | None
    labels: Mapping[Label, Estimate]
    failed: Estimate
    accused: Estimate
    unreplied: Estimate
    slow: Estimate


@dataclass(frozen=True, slots=True)
class ScoreBin:
    """Judged threads with a score from ``low`` to below ``high``; the last bin holds 100 as well."""

    low: int
    high: int
    threads: int


@dataclass(frozen=True, slots=True)
class FindingFigures:
    """How often a finding was made, and what it goes with.

    Attributes:
        credit: Whether it speaks for the brand.
        findings: How many there are, certain and likely.
        threads: In how many threads: its cost.
        share: Threads with it among judged threads, 0 to 1.
        mean_score: Of the threads with it.
        weight: What the policy gives it; 0 for credits.
        weighted_threads: ``weight * threads``, by which accusations are ranked.
        slots: How many findings concern each data item.
    """

    code: Code
    name: str
    credit: bool
    findings: int
    certain: int
    threads: int
    share: Estimate
    mean_score: Estimate
    weight: float
    weighted_threads: float
    slots: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """Threads that have something in common.

    Attributes:
        name: The channel, brand, handle, signature, language or topic word; None where the threads name none.
        threads: How many.
        judged: How many of them have a score.
        few: Whether fewer than 30 are judged, so that intervals say little.
        mean_score: 0 to 100.
        unresponsive: Share of judged threads.
        failed: Share of judged threads that fail the policy.
        first_reply_median: Seconds the customer waited for the first human reply; None where no wait is timed.
        findings: Threads with each finding.
    """

    name: str | None
    threads: int
    judged: int
    few: bool
    mean_score: Estimate
    unresponsive: Estimate
    failed: Estimate
    first_reply_median: float | None
    findings: Mapping[Code, int]


@dataclass(frozen=True, slots=True)
class Groups:
    """Threads by what they have in common; a thread with several signatures, handles or topics is in each.

    Attributes:
        channel: As exported.
        brand: As exported.
        handle: Author of the brand's messages, as exported.
        signature: How a reply is signed, as in ``^MR``.
        language: Primary tag.
        topic: Words of the customers, each said in several threads.
        more: Groups left out of each list, the smallest ones.
    """

    channel: tuple[GroupFigures, ...]
    brand: tuple[GroupFigures, ...]
    handle: tuple[GroupFigures, ...]
    signature: tuple[GroupFigures, ...]
    language: tuple[GroupFigures, ...]
    topic: tuple[GroupFigures, ...]
    more: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WaitFigures:
    """How long some waits were, in seconds; quantiles are waits that occurred.

    Attributes:
        waits: How many have a length.
        late: Share of them above the policy's threshold; undefined where it sets none for them.
    """

    waits: int
    median: Estimate
    p90: Estimate
    p95: Estimate
    late: Estimate


@dataclass(frozen=True, slots=True)
class ReplyTimes:
    """How long customers waited; human replies, bots and waits without a reply each apart.

    Attributes:
        first: Until the first human reply, by the clock.
        later: Until any later human reply, by the clock.
        first_office: As ``first``, office hours alone; None where the policy sets none.
        later_office: As ``later``, office hours alone.
        bot: Until the first message of a bot or automatic greeting within a wait, by the clock.
        unreplied: Waits still open where the export ends; never counted as a time.
        settled: Waits the customer ended by saying that it is settled.
        not_timed: Ended waits without a length, by reason.
        customers: How long the brand waited for the customer, by the clock.
    """

    first: WaitFigures
    later: WaitFigures
    first_office: WaitFigures | None
    later_office: WaitFigures | None
    bot: WaitFigures
    unreplied: int
    settled: int
    not_timed: Mapping[str, int]
    customers: WaitFigures


@dataclass(frozen=True, slots=True)
class HandoffFigures:
    """Moves to another channel and what became of them; shares are of all hand-offs."""

    handoffs: int
    threads: int
    outcomes: Mapping[HandoffOutcome, int]
    shares: Mapping[HandoffOutcome, Estimate]


@dataclass(frozen=True, slots=True)
class PromiseFigures:
    """Promises and what became of them.

    Attributes:
        dated: How many name by when.
        broken_share: Broken ones among those whose outcome the thread shows.
    """

    promises: int
    threads: int
    dated: int
    outcomes: Mapping[PromiseOutcome, int]
    broken_share: Estimate


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """Customers' questions and how many no reply takes up."""

    questions: int
    unanswered: int
    unanswered_share: Estimate


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A reply sent again and again, names and numbers apart.

    Attributes:
        template: Key of the same name in ``replies.parquet``.
        words: Its first characters, names, numbers and links as ``•``.
        replies: How many replies are this one.
        threads: In how many threads.
        share: Of all human replies, 0 to 1.
        mean_score: Of the threads with it; None where none is judged.
        formula_only: How many of the replies are D203.
    """

    template: str
    words: str
    replies: int
    threads: int
    share: float
    mean_score: float | None
    formula_only: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """Threads that began on a day.

    Attributes:
        day: ISO 8601, by the clock of the export.
        replies: Human replies in these threads.
        first_reply_median: Seconds; None where no wait is timed.
    """

    day: str
    threads: int
    judged: int
    mean_score: float | None
    labels: Mapping[Label, int]
    failed: int
    replies: int
    first_reply_median: float | None


@dataclass(frozen=True, slots=True)
class ListedThread:
    """A thread worth opening; ``row`` is its place in ``scores.parquet``, from 0."""

    row: int
    thread_id: str
    source: str
    score: float
    label: Label
    findings: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class AuditSummary:
    """All figures of an audit.

    Attributes:
        format: Version of this layout.
        resamples: Bootstrap resamples behind each interval.
        scores: Bins of five points.
        findings: Accusations by weighted threads, most first, then credits.
        days: In order, days without threads left out.
        worst: Lowest scores first, more weighted findings before fewer.
        best: Highest scores first.
    """

    format: int
    resamples: int
    counts: Counts
    headline: Headline
    scores: tuple[ScoreBin, ...]
    findings: tuple[FindingFigures, ...]
    groups: Groups
    reply_times: ReplyTimes
    handoffs: HandoffFigures
    promises: PromiseFigures
    questions: QuestionFigures
    canned_replies: tuple[CannedReply, ...]
    days: tuple[DayFigures, ...]
    worst: tuple[ListedThread, ...]
    best: tuple[ListedThread, ...]


def summary_json(summary: AuditSummary) -> bytes:
    """The summary as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(summary), indent=1) + b"\n"


def read_summary(path: Path) -> AuditSummary:
    """The summary in a file.

    Raises:
        UnreadableInputError: It is missing, or no summary of this layout.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=AuditSummary)
    except OSError as error:
        reason = (error.strerror or "cannot be opened").lower()
        raise UnreadableInputError(reason, str(path), "name the folder of a finished audit") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableInputError(f"no summary of an audit ({error})", str(path), "run the audit again") from None

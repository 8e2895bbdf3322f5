"""What a draft would do to its thread: findings in it, score before and after, what it closes and leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.checking.drafts import Draft
from analyzer.checking.open_items import OpenItem, open_items, written_values
from analyzer.codebook import Code, Label, NotScorable, Slot
from analyzer.findings import ReviewedThread
from analyzer.ledger import DEFAULT_POLICY, ReplyTimePolicy
from analyzer.modeling.artifact import Model
from analyzer.nlp.annotation import Annotator
from analyzer.scores import Evidence, Finding, ModelStamp, Score
from analyzer.scoring import reviewed_thread, scores_of


@dataclass(frozen=True, slots=True)
class Judgement:
    """Score and label at a point of a thread; both None where it cannot be judged."""

    score: float | None
    label: Label | None


@dataclass(frozen=True, slots=True)
class Check:
    """A draft judged.

    Attributes:
        draft: The thread without and with it.
        findings: Evidence in the draft, for and against the brand.
        closed: Findings on earlier messages that the draft takes away.
        caused: Findings on earlier messages that were not there before it.
        open: What it leaves open.
        before: The thread without it.
        after: The thread with it.
        values: The latest value of each data item that the customer wrote out.
        model: What judged.
        not_scorable: Why the thread cannot be judged.
    """

    draft: Draft
    findings: tuple[Finding, ...]
    closed: tuple[Finding, ...]
    caused: tuple[Finding, ...]
    open: tuple[OpenItem, ...]
    before: Judgement
    after: Judgement
    values: Mapping[Slot, Evidence]
    model: ModelStamp
    not_scorable: NotScorable | None = None


class Checker:
    """Checks drafts and keeps what it loaded; not to be called by two at a time.

    Args:
        model: What to judge with.
        policy: When a reply is late.
    """

    def __init__(self, model: Model, policy: ReplyTimePolicy = DEFAULT_POLICY) -> None:
        """Build nothing yet."""
        self._model, self._policy = model, policy
        self._annotate = Annotator()

    def __call__(self, draft: Draft) -> Check:
        """The draft judged against its thread."""
        judged = [
            reviewed_thread(annotated, self._model.judges, self._policy)
            if annotated.obstacle is None
            else annotated.obstacle
            for annotated in self._annotate([draft.before, draft.after])
        ]
        reviewed = [thread for thread in judged if not isinstance(thread, NotScorable)]
        scores = scores_of(reviewed, self._model) if reviewed else []
        after = judged[1]
        if isinstance(after, NotScorable):
            nothing = Judgement(None, None)
            return Check(draft, (), (), (), (), nothing, nothing, {}, self._model.stamp, after)
        earlier = scores[0] if len(scores) > 1 else None
        return _check(draft, earlier, scores[-1], after)


def _check(draft: Draft, before: Score | None, after: Score, reviewed: ReviewedThread) -> Check:
    known = {_key(finding) for finding in before.findings} if before else set()
    left = {_key(finding) for finding in after.findings}
    return Check(
        draft,
        tuple(finding for finding in after.findings if finding.message == draft.message.id),
        tuple(finding for finding in (before.findings if before else ()) if _key(finding) not in left),
        tuple(
            finding for finding in after.findings if finding.message != draft.message.id and _key(finding) not in known
        ),
        open_items(reviewed, after),
        Judgement(before.score, before.label) if before else Judgement(None, None),
        Judgement(after.score, after.label),
        written_values(reviewed),
        after.model,
    )


def _key(finding: Finding) -> tuple[Code, str, str | None]:
    return finding.code, finding.message, finding.slot

"""The columns of an audit's tables; ``docs/audit.md`` explains each."""

from __future__ import annotations

import pyarrow as pa

TEXTS = pa.list_(pa.string())
MESSAGE = pa.struct(
    {
        "id": pa.string(),
        "role": pa.string(),
        "author": pa.string(),
        "sent_at": pa.string(),
        "visibility": pa.string(),
        "text": pa.string(),
    }
)
HANDOFF = pa.struct(
    {
        "start": pa.int32(),
        "end": pa.int32(),
        "quote": pa.string(),
        "outcome": pa.string(),
        "shown_by_message": pa.string(),
        "shown_by_start": pa.int32(),
        "shown_by_end": pa.int32(),
        "shown_by_quote": pa.string(),
    }
)
PROMISE = pa.struct([*HANDOFF, pa.field("deadline_quote", pa.string()), pa.field("deadline", pa.string())])

SCORES = pa.schema(
    {
        "row": pa.int64(),
        "source": pa.string(),
        "thread_id": pa.string(),
        "brand": pa.string(),
        "channel": pa.string(),
        "language": pa.string(),
        "score": pa.float64(),
        "label": pa.string(),
        "unresponsive": pa.float64(),
        "partial": pa.float64(),
        "responsive": pa.float64(),
        "not_scorable": pa.string(),
        "findings": pa.string(),
        "failed": pa.bool_(),
        "failed_because": pa.string(),
        "weighted_findings": pa.float64(),
        "handles": TEXTS,
        "signatures": TEXTS,
        "topics": TEXTS,
        "day": pa.date32(),
        "messages": pa.int32(),
        "replies": pa.int32(),
        "automatic_replies": pa.int32(),
        "first_reply_seconds": pa.float64(),
        "questions": pa.int32(),
        "questions_unanswered": pa.int32(),
        "handoffs_followed": pa.int32(),
        "handoffs_bounced": pa.int32(),
        "handoffs_unknown": pa.int32(),
        "promises_kept": pa.int32(),
        "promises_broken": pa.int32(),
        "promises_unknown": pa.int32(),
        "conversation": pa.list_(MESSAGE),
    }
)
FINDINGS = pa.schema(
    {
        "row": pa.int64(),
        "thread_id": pa.string(),
        "code": pa.string(),
        "name": pa.string(),
        "message": pa.string(),
        "start": pa.int32(),
        "end": pa.int32(),
        "quote": pa.string(),
        "confidence": pa.string(),
        "slot": pa.string(),
        "rests_on_kind": pa.string(),
        "rests_on_message": pa.string(),
        "rests_on_start": pa.int32(),
        "rests_on_end": pa.int32(),
        "rests_on_quote": pa.string(),
        "explanation": pa.string(),
        "critical": pa.bool_(),
    }
)
REPLIES = pa.schema(
    {
        "row": pa.int64(),
        "thread_id": pa.string(),
        "message": pa.string(),
        "position": pa.int32(),
        "kind": pa.string(),
        "author": pa.string(),
        "signature": pa.string(),
        "sent_at": pa.string(),
        "visibility": pa.string(),
        "words": pa.int32(),
        "acts": TEXTS,
        "requested": TEXTS,
        "template": pa.string(),
        "handoff": HANDOFF,
        "promises": pa.list_(PROMISE),
        "text": pa.string(),
    }
)
INTERVALS = pa.schema(
    {
        "row": pa.int64(),
        "thread_id": pa.string(),
        "waiting": pa.string(),
        "waiting_since": pa.string(),
        "ended_by": pa.string(),
        "begins_because": pa.string(),
        "ends_because": pa.string(),
        "started_at": pa.string(),
        "ended_at": pa.string(),
        "seconds": pa.float64(),
        "office_seconds": pa.float64(),
        "precision": pa.string(),
        "not_timed": pa.string(),
        "first": pa.bool_(),
        "late": pa.bool_(),
        "bots": pa.int32(),
        "automatic": pa.int32(),
        "system": pa.int32(),
        "internal": pa.int32(),
        "bot_message": pa.string(),
        "bot_seconds": pa.float64(),
    }
)
TABLES: dict[str, pa.Schema] = {
    "scores": SCORES,
    "findings": FINDINGS,
    "replies": REPLIES,
    "intervals": INTERVALS,
}
TEMPLATES = pa.schema({"template": pa.string(), "words": pa.string()})

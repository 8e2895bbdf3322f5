"""What the interface takes and gives, as OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from analyzer.checking.open_items import OpenKind
from analyzer.codebook import Code, Confidence, Label, MessageState, NotScorable, Precision, Role, Slot, Visibility


def description() -> dict[str, Any]:
    """The OpenAPI document."""
    text = {"type": "string"}
    maybe = {"type": ["string", "null"]}
    return {
        "openapi": "3.1.0",
        "info": {"title": "analyzer: a draft reply checked", "version": "1"},
        "paths": {
            "/check": {
                "post": {
                    "operationId": "check",
                    "summary": "What a draft would do to its thread",
                    "requestBody": {
                        "required": True,
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/CheckRequest"},
                                "examples": {name: {"value": value} for name, value in _EXAMPLES.items()},
                            }
                        },
                    },
                    "responses": {
                        "200": _content("Check", "The draft, judged"),
                        "413": _content("Error", "The body is longer than 1,000,000 bytes"),
                        "415": _content("Error", "The body is not declared as JSON"),
                        "422": _content("Error", "The body holds no thread, or no draft"),
                        "500": _content("Error", "A fault of the program"),
                        "503": _content("Error", "It took too long and was given up"),
                    },
                }
            }
        },
        "components": {
            "schemas": {
                "CheckRequest": _object(
                    {"thread": {"anyOf": [{"$ref": "#/components/schemas/Thread"}, text]}, "draft": text,
                     "brand": maybe},
                    ["thread"], closed=True,
                ),
                "Thread": _object(
                    {"id": text, "brand": maybe, "channel": maybe, "language": maybe, "incomplete": maybe,
                     "messages": {"type": "array", "maxItems": 500, "items": {"$ref": "#/components/schemas/Message"}}},
                    ["messages"],
                ),
                "Message": _object(
                    {"id": {**text, "description": "Unlike every other of the thread; m1, m2, … where left out."},
                     "role": _one_of(Role), "text": text, "author": maybe,
                     "sent_at": {"type": ["string", "null"], "format": "date-time"},
                     "visibility": {"enum": [*Visibility, None]}, "state": {"enum": [*MessageState, None]},
                     "sent_at_precision": {"enum": [*Precision, None]}, "reply_to": maybe,
                     "attachments": {"type": ["integer", "null"], "minimum": 0, "maximum": 1_000_000}},
                    ["role", "text"],
                ),
                "Error": _object({"error": text}, ["error"]),
                "Check": _object(
                    {"thread_id": text, "draft": text, "score": _pair({"type": ["number", "null"]}),
                     "label": _pair({"enum": [*Label, None]}), "findings": _list("Finding"),
                     "closed": _list("Finding"), "caused": _list("Finding"), "open": _list("Open"),
                     "model": {"type": "object"}, "not_scorable": _one_of(NotScorable)},
                    ["thread_id", "draft", "score", "label", "findings", "closed", "caused", "open", "model"],
                ),
                "Finding": _object(
                    {**_EVIDENCE, "code": _one_of(Code), "name": text, "confidence": _one_of(Confidence),
                     "slot": _one_of(Slot), "rests_on": {"type": "object"}, "explanation": text, "says": text},
                    [*_EVIDENCE, "code", "name", "confidence", "explanation", "says"],
                ),
                "Open": _object(
                    {**_EVIDENCE, "kind": _one_of(OpenKind), "slot": {"enum": [*Slot, None]},
                     "due": {"type": ["string", "null"]}, "says": text, "closes": text},
                    [*_EVIDENCE, "kind", "says", "closes"],
                ),
            }
        },
    }  # fmt: skip


_EXAMPLES: dict[str, Any] = {
    "transcript": {
        "thread": "C: Where is my parcel? The order is 88-4127-Q.\nB: Hello, we are looking into it.\nC: And?",
        "draft": "Hello, could you send us your order number?",
    },
    "canonical": {
        "thread": {
            "id": "t1",
            "language": "it",
            "messages": [
                {"role": "customer", "text": "Il telefono è muto da ieri, perché?", "sent_at": "2026-03-02T09:00:00Z"}
            ],
        },
        "draft": "Ci dispiace: la linea è guasta in tutto il quartiere, torna entro stasera.",
    },
}
_EVIDENCE: dict[str, Any] = {
    "message": {"type": "string"},
    "start": {"type": "integer", "minimum": 0},
    "end": {"type": "integer", "minimum": 0},
    "quote": {"type": "string"},
}


def _object(properties: dict[str, Any], required: list[str], *, closed: bool = False) -> dict[str, Any]:
    shape = {"type": "object", "properties": properties, "required": required}
    return {**shape, "additionalProperties": False} if closed else shape


def _one_of(kind: type[Any]) -> dict[str, Any]:
    return {"enum": [str(value) for value in kind]}


def _pair(schema: dict[str, Any]) -> dict[str, Any]:
    return _object({"before": schema, "after": schema}, ["before", "after"])


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def _content(name: str, meaning: str) -> dict[str, Any]:
    return {
        "description": meaning,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
    }

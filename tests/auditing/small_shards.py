"""The command with shards so small that a test's month has many, on two processes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from analyzer.auditing import known_model  # first: skops searches every module loaded before it

if __name__ == "__main__":
    from analyzer.auditing import requests
    from analyzer.auditing.backends import Workers
    from analyzer.cli.app import main

    known_model.known_model("default")
    whole = requests.AuditRequest

    def small(*arguments: Any, **named: Any) -> requests.AuditRequest:
        return replace(whole(*arguments, **named), messages_a_shard=20, workers=Workers(2, fewest_messages=0))

    requests.AuditRequest = small  # type: ignore[assignment,misc]
    main()

"""``analyzer serve``: checks of drafts behind a local HTTP interface, with a page."""

from __future__ import annotations

from typing import Annotated

import typer

from analyzer.cli.options import ModelName, Policy
from analyzer.errors import UsageError


def serve(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Where it listens.")] = 8765,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; anything but loopback lets others on the network in.")
    ] = "127.0.0.1",
    allowed: Annotated[
        list[str],
        typer.Option("--allow-host", metavar="NAME", help="Further name it is called by; repeatable."),
    ] = [],  # noqa: B006
    model: ModelName = "default",
    policy: Policy = None,
) -> int:
    """Check drafts behind a local HTTP interface, with a page to type in."""
    try:
        import uvicorn

        from analyzer.serving.app import LOOPBACK, create_app
    except ImportError as error:
        raise UsageError("serve needs starlette and uvicorn", "", "install reply-quality-analyzer[serve]") from error

    from functools import partial

    from analyzer.cli.streams import say
    from analyzer.ledger import DEFAULT_POLICY, read_policy
    from analyzer.serving.judging import loaded_judge
    from analyzer.serving.judging_process import JudgingProcess

    judging = JudgingProcess(partial(loaded_judge, model, DEFAULT_POLICY if policy is None else read_policy(policy)))
    app = create_app(judging, (*LOOPBACK, *allowed))
    say(f"http://{host}:{port}/ (stop with Ctrl-C)")
    settings = uvicorn.Config(
        app,
        host=host,
        port=port,
        access_log=False,
        log_level="critical",
        server_header=False,
        limit_concurrency=64,
        timeout_keep_alive=5,
        ws="none",
    )
    server = uvicorn.Server(settings)
    try:
        server.run()
    except SystemExit as error:
        raise UsageError(f"cannot listen on {host}:{port}", "--port", "choose another") from error
    finally:
        judging.end()
    if not server.started:
        raise UsageError(f"cannot listen on {host}:{port}", "--port", "choose another")
    return 0

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
    from analyzer.modeling.artifact import load_model

    loaded = load_model(model)  # first: skops searches every module loaded before it

    try:
        import uvicorn

        from analyzer.serving.app import LOOPBACK, create_app
    except ImportError as error:
        raise UsageError("serve needs starlette and uvicorn", "", "install reply-quality-analyzer[serve]") from error

    from analyzer.checking.checking import Checker
    from analyzer.checking.drafts import drafted
    from analyzer.cli.streams import say
    from analyzer.codebook import Role
    from analyzer.ledger import DEFAULT_POLICY, read_policy
    from analyzer.threads import Message, Thread

    checker = Checker(loaded, DEFAULT_POLICY if policy is None else read_policy(policy))
    for text in ("Where is my parcel? My number is 347 1234567.", "Dov'è il mio pacco? Il mio numero è 347 1234567."):
        checker(drafted(Thread("warm-up", (Message("m1", Role.CUSTOMER, text),)), text))  # loads what waits to be used
    app = create_app(checker, (*LOOPBACK, *allowed))
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
    if not server.started:
        raise UsageError(f"cannot listen on {host}:{port}", "--port", "choose another")
    return 0

"""The list of commands, and the one place where errors become a line and an exit code."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from analyzer.cli import audit, check, convert, evaluate, explain, inspect, label, redact, rescore, score, serve, train
from analyzer.errors import AnalyzerError

INTERRUPTED = 130

app = typer.Typer(
    name="analyzer",
    help="Shows whether a brand really answered: scores exported customer-care conversations, with quotes.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("score")(score.score)
app.command("audit")(audit.audit)
app.command("inspect")(inspect.inspect)
app.command("convert")(convert.convert)
app.command("redact")(redact.redact)
app.command("serve")(serve.serve)
app.command("train")(train.train)
app.command("evaluate")(evaluate.evaluate)
app.command("check")(check.check)
app.command("label")(label.label)
app.command("rescore")(rescore.rescore)
app.command("explain")(explain.explain)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"analyzer {version('reply-quality-analyzer')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback when something fails.")] = False,
) -> None:
    """Shows whether a brand really answered."""


def run(arguments: list[str]) -> int:
    """Runs a command line and returns its exit code; errors become one line on standard error."""
    debug = "--debug" in arguments
    try:
        code = app(arguments, standalone_mode=False) or 0
        if code == INTERRUPTED:
            _complain("interrupted")
        return code
    except AnalyzerError as error:
        if debug:
            raise
        _complain(str(error))
        return error.exit_code
    except typer.TyperException as error:
        _complain(error.format_message())
        return 2
    except (KeyboardInterrupt, typer.Abort):
        _complain("interrupted")
        return INTERRUPTED
    except Exception as error:
        from analyzer.cli.streams import ReaderGoneError

        if isinstance(error, ReaderGoneError):
            return 0
        if debug:
            raise
        _complain(f"unexpected {type(error).__name__}; run again with --debug and report it")
        return 2


def _complain(line: str) -> None:
    from analyzer.writers.terminal_text import one_line

    print(f"analyzer: {one_line(line)}", file=sys.stderr)  # noqa: T201


def main() -> None:
    """Entry point of the ``analyzer`` command."""
    sys.exit(run(sys.argv[1:]))

"""The part of ``analyzer label`` that opens the labelling screen."""

from __future__ import annotations

import getpass
from collections.abc import Sequence

from analyzer.cli.streams import say
from analyzer.errors import UsageError
from analyzer.labelling.choosing import Proposal
from analyzer.labelling.session import Session


def label_here(proposals: Sequence[Proposal], output: str, annotator: str | None) -> None:
    """Opens the screen on the proposals; returns when the person quits.

    Raises:
        UsageError: The extra is not installed, or results would go to standard output.
    """
    if output == "-":
        raise UsageError("the screen needs a file to save to and go on with", "--output", "give it a path")
    try:
        from analyzer.labelling.screen import LabellingScreen
    except ImportError as error:
        mend = "install reply-quality-analyzer[screen], or label in a sheet: --output tasks.csv"
        raise UsageError("the labelling screen needs an extra", "--interactive", mend) from error
    if not proposals:
        say("warning: no thread to label")
        return
    session = Session(proposals, output, annotator or getpass.getuser())
    LabellingScreen(session).run()
    say(f"{session.labelled} of {len(proposals)} labelled, in {output}; the same command goes on")

"""What can go wrong, said in one line: what, where, and how to mend it."""

from __future__ import annotations


class AnalyzerError(Exception):
    """An error a user can mend.

    Args:
        what: What went wrong, without a full stop.
        where: File, line, thread or option it concerns; empty when there is none.
        mend: What the user can do about it.
    """

    exit_code = 2

    def __init__(self, what: str, where: str = "", mend: str = "") -> None:
        """Keep the three parts and join them into one line."""
        self.what, self.where, self.mend = what, where, mend
        place = f"{where}: " if where else ""
        advice = f"; {mend}" if mend else ""
        super().__init__(f"{place}{what}{advice}")


class UsageError(AnalyzerError):
    """The command was called with options that do not fit."""


class UnreadableInputError(AnalyzerError):
    """A file cannot be opened, decoded or recognised."""


class RejectedRecordError(AnalyzerError):
    """One record of an input is malformed; under ``--strict`` the first one ends the run."""


class ModelRefusedError(AnalyzerError):
    """A model file does not fit its card, or holds types that are not trusted."""


class TrainingRefusedError(AnalyzerError):
    """A set of labels from which no honest model can be fitted."""


class EvaluationRefusedError(AnalyzerError):
    """Threads that hold nothing to evaluate against."""

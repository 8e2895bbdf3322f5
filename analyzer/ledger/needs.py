"""Whether a customer message needs an answer, and whether a reply has substance."""

from __future__ import annotations

from analyzer.codebook import Act
from analyzer.nlp.annotation import AnnotatedMessage


def needs_answer(message: AnnotatedMessage) -> bool:
    """Whether a customer message asks, complains, insists or supplies something, rather than closes."""
    if message.labelled("questions"):
        return True
    statements = {mark.label for mark in message.labelled("statements")}
    if statements & {"solved"} or (statements & {"moved"} and not statements & {"chasing"}):
        return False
    if statements & {"problem", "chasing", "declined", "on_file", "given"}:
        return not (statements & {"thanks"} and len(message.norms) <= 12 and "problem" not in statements)
    if statements & {"thanks", "acknowledged", "praise"}:
        return False
    return bool(message.labelled("values")) or len(message.norms) > 6


def has_substance(message: AnnotatedMessage) -> bool:
    """Whether a reply does more than be polite, evade or accuse."""
    return bool(
        {Act.DATA_REQUEST, Act.CHANNEL_HANDOFF, Act.INFORMATION, Act.COMMITMENT, Act.RESOLUTION, Act.REDIRECT}
        & set(message.acts)
    )

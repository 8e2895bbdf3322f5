"""Whether a customer message needs an answer, and whether a reply has substance."""

from __future__ import annotations

from analyzer.codebook import Act
from analyzer.nlp.annotation import AnnotatedMessage

_SUBSTANCE = {
    Act.DATA_REQUEST,
    Act.CHANNEL_HANDOFF,
    Act.INFORMATION,
    Act.COMMITMENT,
    Act.RESOLUTION,
    Act.REDIRECT,
}
_DEALING = {Act.INFORMATION, Act.COMMITMENT, Act.RESOLUTION, Act.REDIRECT}
_WORKING = _SUBSTANCE - {Act.INFORMATION} | {Act.APOLOGY, Act.DEFLECTION, Act.BLAME_SHIFT}
_OPEN = ("problem", "fault", "chasing", "unkept", "unanswered", "declined", "on_file", "given", "wonders")
_CLOSING = {"thanks", "acknowledged", "praise"}
_LONGEST_THANKS = 12
_FEWEST_WORDS = 6
_FEWEST_WORDS_OF_PROTEST = 4
_FEWEST_WORDS_AFTER_SUBSTANCE = 9


def needs_answer(message: AnnotatedMessage, reply_before: AnnotatedMessage | None = None) -> bool:
    """Whether a customer message asks, complains, insists or supplies something, rather than closes.

    Args:
        message: The customer's message.
        reply_before: The reply it comes after: what was asked for and is now given waits for an answer, and so does
            a word of protest to a reply that dealt with nothing.
    """
    said = {mark.label for mark in message.labelled("statements")}
    if settles(message):
        return False
    if message.labelled("questions"):
        return True
    if "moved" in said and not said & {"chasing", "unkept", "declined", "on_file"}:
        return False
    if said & {"problem", "chasing", "unkept", "declined", "on_file", "given"}:
        return not ("thanks" in said and len(message.norms) <= _LONGEST_THANKS and "problem" not in said)
    if reply_before is not None and _answers(message, said, reply_before):
        return True
    if said & _CLOSING:
        return False
    if reply_before is not None and not _DEALING & set(reply_before.acts):
        return len(message.norms) >= _FEWEST_WORDS_OF_PROTEST
    fewest = _FEWEST_WORDS if reply_before is None else _FEWEST_WORDS_AFTER_SUBSTANCE
    return bool(message.labelled("values")) or len(message.norms) > fewest


def settles(message: AnnotatedMessage) -> bool:
    """Whether the customer says that the matter is settled or no longer wanted, and asks nothing more."""
    said = {mark.label for mark in message.labelled("statements")}
    return bool(said & {"solved", "withdrawn"}) and not said & {"unkept"} and not message.labelled("questions")


def is_chat(message: AnnotatedMessage, reply_after: AnnotatedMessage) -> bool:
    """Whether a customer message that asks and complains of nothing meets a reply that is glad of it, and no more."""
    return bool(
        reply_after.labelled("formulas", "pleased")
        and not _WORKING & set(reply_after.acts)
        and not message.labelled("questions")
        and not message.labelled("statements", *_OPEN)
    )


def has_substance(message: AnnotatedMessage) -> bool:
    """Whether a reply does more than be polite, evade or accuse."""
    return bool(_SUBSTANCE & set(message.acts))


def _answers(message: AnnotatedMessage, said: set[str], reply: AnnotatedMessage) -> bool:
    """Whether the message gives what the reply asked for: yes or no, or words beyond thanks and assent."""
    if Act.DATA_REQUEST not in reply.acts or "thanks" in said:
        return False
    if "affirmed" in said:
        return True
    closing = message.labelled("statements", *_CLOSING)
    return len(message.norms) > sum(len(mark.quote(message.message.text).split()) for mark in closing)

"""A finding in a draft as a linter says it: what the reply does, and the earlier words that show it."""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.checking.open_items import slot_name
from analyzer.codebook import Code, Slot
from analyzer.findings.base import shortened
from analyzer.scores import Evidence, Finding, RestsOn

_SAYS: Mapping[Code, str] = {
    Code.REPEATED_REQUEST: "asks for the {slot}, given in {earlier}",
    Code.REQUEST_AFTER_REFUSAL: "asks for the {slot}, which the customer said in {earlier} they cannot give",
    Code.REQUEST_FOR_DATA_ON_FILE: "asks for the {slot}, which you hold, as the customer says in {earlier}",
    Code.UNNAMED_REQUEST: "asks for data without naming any",
    Code.CHANNEL_BOUNCE: "sends the customer to another channel with nothing done, after {earlier}",
    Code.REPEATED_REPLY: "says again what {earlier} said",
    Code.FORMULA_ONLY: "is formulas alone, where an answer is needed",
    Code.DEFLECTION: "avoids the request",
    Code.ALREADY_TRIED: "proposes what the customer did, as said in {earlier}",
    Code.BLAME_SHIFT: "puts the failure on the customer",
    Code.UNANSWERED_QUESTION: "this question is taken up by no reply",
    Code.NO_REPLY: "this message needs an answer and has none",
    Code.SLOW_REPLY: "comes later than the threshold",
    Code.ANSWER: "answers on the substance",
    Code.COMMITMENT: "names an action you take",
    Code.RESOLUTION: "says that it is done",
    Code.HONEST_REDIRECT: "says that it is not yours, and who can help",
}


def says(finding: Finding, values: Mapping[Slot, Evidence] | None = None) -> str:
    """One clause in English, its earlier evidence quoted: ``asks for the calling number, given in m3: "02/4417"``.

    Args:
        finding: Any finding.
        values: The value itself where the customer wrote one; said rather than later words that point to it.
    """
    shown: Evidence | RestsOn | None = finding.rests_on
    if finding.code is Code.REPEATED_REQUEST and values and finding.slot:
        shown = values.get(finding.slot, shown)
    clause = _SAYS[finding.code].format(
        slot=slot_name(finding.slot) if finding.slot else "data", earlier=shown.message if shown else "earlier"
    )
    return f'{clause}: "{shortened(shown.quote)}"' if shown and shown.quote else clause

"""The labelling configuration for Label Studio: the dialogue, the label, acts and findings, what was gone through."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from analyzer.codebook import Act, Code, Slot
from analyzer.labelling.marking import Checked
from analyzer.labelling.tasks import region_name
from analyzer.modeling.classifier import LABELS

DIALOGUE, LABEL, ACTS, FINDINGS, SLOT, CHECKED, NOTE = (
    "dialogue", "label", "acts", "findings", "slot", "checked", "note",
)  # fmt: skip
_AGAINST, _FOR, _ACT = "#d64545", "#2f9e5b", "#4a6fa5"


def labelling_configuration() -> str:
    """The XML to paste into a project's labelling interface.

    The label comes first and carries no opinion of the model; acts and findings come marked. Only what is ticked as
    gone through becomes gold.
    """
    view = Element("View")
    SubElement(view, "Header", value="$heading", size="5")
    _choices(view, LABEL, LABELS, "What did the brand do with the request, by the end? Label first.", choice="single")
    box = SubElement(view, "View", style="max-height: 60vh; overflow-y: auto")
    SubElement(
        box,
        "Paragraphs",
        name=DIALOGUE,
        value=f"${DIALOGUE}",
        layout="dialogue",
        nameKey="author",
        textKey="text",
        showPlayer="false",
    )
    findings = SubElement(view, "ParagraphLabels", name=FINDINGS, toName=DIALOGUE)
    for code in Code:
        SubElement(findings, "Label", value=region_name(code), background=_FOR if code.is_credit else _AGAINST)
    acts = SubElement(view, "ParagraphLabels", name=ACTS, toName=DIALOGUE)
    for act in Act:
        SubElement(acts, "Label", value=act.value, background=_ACT)
    about = SubElement(view, "View", visibleWhen="region-selected")
    _choices(
        about, SLOT, list(Slot), "Which data item is it about? (R101, R102, R103)", choice="single", perRegion="true"
    )
    question = "What did you go through whole? Only that becomes gold."
    _choices(view, CHECKED, list(Checked), question, choice="multiple")
    SubElement(view, "TextArea", name=NOTE, toName=DIALOGUE, placeholder="A note", maxSubmissions="1", rows="2")
    indent(view)
    return tostring(view, encoding="unicode") + "\n"


def _choices(view: Element, name: str, values: Sequence[str], title: str, **more: str) -> None:
    SubElement(view, "Header", value=title, size="6")
    settings = {"name": name, "toName": DIALOGUE, "showInLine": "true", **more}
    choices = SubElement(view, "Choices", settings)
    for value in values:
        SubElement(choices, "Choice", value=str(value))

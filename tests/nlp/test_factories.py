"""The components in somebody else's pipeline."""

from __future__ import annotations

import tomllib
from importlib import import_module

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from tests.conftest import ROOT

ENTRY_POINTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
FACTORIES = ENTRY_POINTS["spacy_factories"]


@pytest.mark.parametrize("name", sorted(FACTORIES))
def test_every_entry_point_leads_to_a_factory_of_its_name(name: str) -> None:
    module, _, function = FACTORIES[name].partition(":")
    assert callable(getattr(import_module(module), function))
    assert spacy.blank("en").add_pipe(name) is not None


def test_reply_acts_are_spans_of_the_doc() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("reply_acts")
    doc = nlp("Sorry 😡 about that. Could you please send us your order number in a DM?")
    assert {span.label_ for span in doc.spans["acts"]} >= {"apology", "data_request", "channel_handoff"}
    [asked] = doc.spans["requested"]
    assert (asked.label_, asked.text) == ("order_number", "order number")


def test_data_items_are_spans_in_italian_too() -> None:
    nlp = spacy.blank("it")
    nlp.add_pipe("data_items")
    doc = nlp("Il mio codice cliente è TV-2210774.")
    [found] = doc.spans["values"]
    assert (found.label_, found.text) == ("customer_code", "TV-2210774")


def test_the_docs_can_be_stored() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("reply_acts")
    doc = nlp("We are sorry.")
    [again] = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    assert again.text == doc.text
    loaded = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [span.label_ for span in loaded.spans["acts"]] == ["apology"]


def test_a_pipeline_is_saved_and_loaded_with_its_configuration() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("reply_acts", config={"language": "it"})
    again = spacy.blank("en").from_config(nlp.config)
    doc = again("Ci dispiace molto.")
    assert {span.label_ for span in doc.spans["acts"]} == {"apology"}

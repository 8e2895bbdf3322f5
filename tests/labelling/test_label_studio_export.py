"""What a Label Studio server exported, annotated through its API, is read back as it was meant."""

from __future__ import annotations

from pathlib import Path

from analyzer.cli.app import run
from analyzer.codebook import Act, Code, Role, Verdict
from analyzer.readers import Reject, read_labelled_threads
from analyzer.threads import Message, Thread
from tests.labelling.stories import ANSWERED, EMOJI, saved

EXPORT = Path(__file__).with_name("label_studio_export.json")
SKIPPED = Thread(
    "refund",
    (
        Message("m1", Role.CUSTOMER, "You charged me twice, when do I get my money back?"),
        Message("m2", Role.BRAND, "Please write to us in a private message."),
    ),
    brand="Postalia",
    channel="x",
    language="en",
)


def as_imported(export: Path, folder: Path) -> None:
    """One thread corrected, one gone through as it was, one skipped."""
    threads, labelled = saved(folder / "of_export.jsonl", EMOJI, ANSWERED, SKIPPED), folder / "labelled.jsonl"
    assert run(["label", threads, "--import", str(export), "--output", str(labelled)]) == 0
    parcel, shop = (entry for entry in read_labelled_threads([labelled]) if not isinstance(entry, Reject))
    assert parcel.thread.messages == EMOJI.messages
    assert (parcel.gold.label, shop.gold.label) == ("unresponsive", "responsive")
    assert {(each.act, each.verdict) for each in parcel.gold.corrections if each.act is Act.APOLOGY} == {
        (Act.APOLOGY, Verdict.WRONG)
    }
    assert [each.code for each in parcel.gold.corrections if each.verdict is Verdict.MISSING] == [Code.DEFLECTION]
    assert parcel.gold.acts is not None
    assert not any(Act.APOLOGY in acts for acts in parcel.gold.acts.values())
    assert Code.DEFLECTION in {found.code for found in parcel.gold.findings or ()}
    assert {each.verdict for each in shop.gold.corrections} == {Verdict.RIGHT}


def test_an_export_of_a_real_server_is_read(tmp_path: Path) -> None:
    as_imported(EXPORT, tmp_path)

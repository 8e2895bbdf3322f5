"""What the labelled corpus must keep to."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold, cross_val_predict

from analyzer.codebook import Act, Code, Label, Role
from analyzer.readers import Reject, read_labelled_threads
from analyzer.threads import LabelledThread
from tests.conftest import ROOT

PARTS = ("labelled", "heldout")
NEGATIVE = [code for code in Code if not code.is_credit]
NEAR_COPY = 0.5


@cache
def part(name: str) -> tuple[LabelledThread, ...]:
    items = list(read_labelled_threads([ROOT / "data" / name]))
    assert not [item for item in items if isinstance(item, Reject)]
    return tuple(item for item in items if isinstance(item, LabelledThread))


def whole() -> tuple[LabelledThread, ...]:
    return part("labelled") + part("heldout")


def text_of(entry: LabelledThread) -> str:
    return "\n".join(message.text for message in entry.thread.messages)


def test_there_are_600_threads_of_each_language_and_300_held_out() -> None:
    languages = Counter(entry.thread.language for entry in whole())
    assert languages["it"] >= 600
    assert languages["en"] >= 600
    assert len(part("heldout")) >= 300


def test_ids_are_unique_and_every_thread_says_brand_channel_and_sector() -> None:
    ids = [entry.thread.id for entry in whole()]
    assert len(set(ids)) == len(ids)
    for entry in whole():
        assert entry.thread.brand
        assert entry.thread.channel
        assert entry.thread.extra["sector"]


def test_every_reply_has_acts_and_a_data_request_goes_with_what_is_requested() -> None:
    for entry in whole():
        replies = {message.id for message in entry.thread.messages if message.is_reply}
        assert entry.gold.acts is not None
        assert entry.gold.requested is not None
        assert set(entry.gold.acts) == replies, entry.thread.id
        asking = {message for message, acts in entry.gold.acts.items() if Act.DATA_REQUEST in acts}
        assert set(entry.gold.requested) == asking, entry.thread.id


def test_findings_stand_on_messages_of_the_right_side() -> None:
    for entry in whole():
        roles = {message.id: message.role for message in entry.thread.messages}
        for finding in entry.gold.findings or ():
            wanted = Role.CUSTOMER if finding.code in (Code.UNANSWERED_QUESTION, Code.NO_REPLY) else Role.BRAND
            assert roles[finding.message] is wanted, (entry.thread.id, finding)


def test_data_findings_name_the_slot_they_are_about() -> None:
    about_data = (Code.REPEATED_REQUEST, Code.REQUEST_AFTER_REFUSAL, Code.REQUEST_FOR_DATA_ON_FILE)
    for entry in whole():
        assert all(finding.slot for finding in entry.gold.findings or () if finding.code in about_data), entry.thread.id


def test_a_thread_that_ends_unanswered_is_not_followed_by_a_reply() -> None:
    for entry in whole():
        order = [message.id for message in entry.thread.messages]
        last_reply = max((order.index(m.id) for m in entry.thread.messages if m.is_reply), default=-1)
        for finding in entry.gold.findings or ():
            if finding.code is Code.NO_REPLY:
                assert order.index(finding.message) > last_reply, entry.thread.id


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("code", NEGATIVE)
def test_every_negative_code_has_twenty_threads_and_twenty_lookalikes(language: str, code: Code) -> None:
    threads = [entry for entry in whole() if entry.thread.language == language]
    raising = [entry for entry in threads if any(finding.code is code for finding in entry.gold.findings or ())]
    near = [entry for entry in threads if code in entry.thread.extra.get("near_miss", ()) and entry not in raising]
    assert len(raising) >= 20
    assert len(near) >= 20


def test_few_threads_have_only_one_side() -> None:
    alone = [entry for entry in whole() if not any(message.is_reply for message in entry.thread.messages)]
    assert all(any(message.role is Role.CUSTOMER for message in entry.thread.messages) for entry in whole())
    assert len(alone) <= 0.02 * len(whole())


def test_a_tenth_was_read_twice_and_what_was_seen_differently_is_disputed() -> None:
    files = sorted((ROOT / "data" / "second_reading").glob("*.jsonl"))
    again = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(again) >= 0.1 * len(whole())
    by_id = {entry.thread.id: entry.gold for entry in whole()}
    for record in again:
        assert by_id[record["id"]].disputed.label == (by_id[record["id"]].label != record["label"]), record["id"]


def test_no_brand_stands_on_both_sides_of_the_split() -> None:
    brands = [{str(entry.thread.brand).casefold() for entry in part(name)} for name in PARTS]
    assert not brands[0] & brands[1]


def test_no_thread_is_a_near_copy_of_another() -> None:
    texts = [text_of(entry) for entry in whole()]
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4), sublinear_tf=True).fit_transform(texts)
    likeness = (vectors @ vectors.T).tocoo()
    alike = [
        (a, b)
        for a, b, value in zip(likeness.row, likeness.col, likeness.data, strict=True)
        if a < b and value > NEAR_COPY
    ]
    across = [pair for pair in alike if (pair[0] < len(part("labelled"))) != (pair[1] < len(part("labelled")))]
    assert not across
    assert len(alike) <= len(texts) * 0.01, [(whole()[a].thread.id, whole()[b].thread.id) for a, b in alike]


def held_out_macro_f1(columns: np.ndarray, grouped: bool) -> tuple[float, float]:
    """Macro-F1 from some columns alone, and of guessing by the label shares."""
    labels = [str(entry.gold.label) for entry in whole()]
    brands = [str(entry.thread.brand) for entry in whole()]
    folds = StratifiedGroupKFold(5) if grouped else StratifiedKFold(5, shuffle=True, random_state=0)
    scores = []
    for model in (
        HistGradientBoostingClassifier(max_iter=60, max_leaf_nodes=6, random_state=0),
        DummyClassifier(strategy="stratified", random_state=0),
    ):
        predicted = cross_val_predict(model, columns, labels, groups=brands if grouped else None, cv=folds)
        scores.append(f1_score(labels, predicted, average="macro", labels=list(Label)))
    return scores[0], scores[1]


def test_a_brands_name_does_not_give_the_label_away() -> None:
    names = sorted({str(entry.thread.brand) for entry in whole()})
    columns = np.array([[names.index(str(entry.thread.brand))] for entry in whole()], dtype=float)
    found, chance = held_out_macro_f1(columns, grouped=False)
    assert found <= chance + 0.12


def test_length_alone_does_not_give_the_label_away() -> None:
    columns = np.array([[len(text_of(entry))] for entry in whole()], dtype=float)
    found, chance = held_out_macro_f1(columns, grouped=True)
    assert found <= chance + 0.12

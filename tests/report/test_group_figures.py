from __future__ import annotations

import pandas as pd

from analyzer.report.group_figures import shown_groups

WORDS = ["bolletta", "modem", "sole"]


def threads() -> pd.DataFrame:
    """Bills go badly, modems well; the sun tells nothing; half of the threads say nothing of the kind."""
    rows = []
    for number in range(120):
        topics = {0: ["bolletta"], 1: ["modem"], 2: ["sole"]}.get(number % 6, [])
        score = {0: 10.0, 1: 90.0}.get(number % 6, 50.0) + number % 7
        rows.append({"row": number, "score": score, "topics": topics, "channel": ("x", "facebook")[number % 2]})
    return pd.DataFrame(rows).set_index("row", drop=False)


def test_words_are_those_that_tell_bad_threads_from_good_worst_first() -> None:
    assert next(iter(shown_groups(threads(), "topic"))) == "bolletta"
    assert list(shown_groups(threads(), "topic"))[-1] == "modem"


def test_a_word_of_one_thread_or_of_all_tells_nothing() -> None:
    frame = threads()
    frame["topics"] = [["bolletta"] for _ in range(len(frame))]
    assert list(shown_groups(frame, "topic")) == ["bolletta"]


def test_other_groups_come_by_size() -> None:
    frame = threads().iloc[:-1]
    assert [len(index) for index in shown_groups(frame, "channel").values()] == [60, 59]

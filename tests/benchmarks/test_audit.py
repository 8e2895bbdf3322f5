"""The audit's benchmark measures what it says; how fast is not a test's business."""

from __future__ import annotations

from benchmarks.audit import Run
from benchmarks.month import month


def test_a_month_is_seeded_and_no_two_messages_of_a_thread_are_alike() -> None:
    made, again, other = list(month(300)), list(month(300)), list(month(300, seed=2))
    assert made == again
    assert made != other
    assert sum(len(record["messages"]) for record in made) >= 300
    for record in made:
        texts = [message["text"] for message in record["messages"]]
        assert len(set(texts)) == len(texts)
        assert "label" not in record


def test_cost_a_message_is_without_the_start_and_unknown_for_other_machines() -> None:
    assert Run(1_000, "1 process", 10.0, 5.0, 300.0).row(3.0).endswith("| 100 | 2000 | 300 |")
    assert Run(1_000, "Dask, 2 workers", 10.0, 5.0, 300.0).row(3.0).endswith("| 100 |  | 300 |")

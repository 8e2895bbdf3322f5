"""Meta Graph dumps: comments by thread, people without names, private replies joined, what paging hides."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.codebook import Role, Visibility
from analyzer.errors import UnreadableInputError
from analyzer.readers import Note
from tests.readers.stories import SAMPLES, only_thread, read, sample, side, threads, written

FEED, INBOX = SAMPLES / "meta_graph_feed.json", SAMPLES / "meta_graph_conversations.json"


def test_a_comment_without_an_author_is_a_customers_and_the_pages_id_tells_its_side() -> None:
    thread = only_thread(FEED)
    assert list(map(side, thread.messages)) == [("customer", "Il pacco è perso?"), ("brand", "Arriva domani.")]
    assert (thread.messages[0].author, thread.brand, thread.messages[0].visibility) == (
        None, "Telvia", Visibility.PUBLIC,
    )  # fmt: skip


def test_a_feed_whose_comments_have_a_next_page_is_incomplete(tmp_path: Path) -> None:
    feed = sample("meta_graph_feed.json")
    comment = feed["data"][0]["comments"]["data"][0]
    comment["comments"]["paging"] = {"next": "https://graph.facebook.com/x"}
    del comment["comment_count"]
    assert only_thread(written(tmp_path / "feed.json", feed)).incomplete == (
        "only the first page of replies is in the dump"
    )


def test_fewer_replies_than_counted_make_a_thread_incomplete(tmp_path: Path) -> None:
    feed = sample("meta_graph_feed.json")
    feed["data"][0]["comments"]["data"][0]["comment_count"] = 5
    assert only_thread(written(tmp_path / "feed.json", feed)).incomplete == "2 of 6 messages are in the export"


def test_a_bare_stream_of_comments_is_threaded_by_parent(tmp_path: Path) -> None:
    [comment] = sample("meta_graph_feed.json")["data"][0]["comments"]["data"]
    replies = comment.pop("comments")["data"]
    path = written(tmp_path / "comments.json", [*replies, comment])
    assert only_thread(path, brand=["4101"]).messages == only_thread(FEED).messages


def test_a_reply_whose_comment_is_gone_is_not_scorable(tmp_path: Path) -> None:
    [comment] = sample("meta_graph_feed.json")["data"][0]["comments"]["data"]
    path = written(tmp_path / "comments.json", comment["comments"]["data"])
    assert only_thread(path, brand=["4101"]).incomplete == "the comment that was replied to is missing"


def test_a_conversation_is_private_oldest_first_and_its_link_names_the_page() -> None:
    found = read([INBOX])
    [thread] = threads(found)
    assert list(map(side, thread.messages)) == [("customer", "Il pacco è perso?"), ("brand", "Arriva domani.")]
    assert {message.visibility for message in thread.messages} == {Visibility.PRIVATE}
    assert any(isinstance(item, Note) and "the inbox's link" in item.text for item in found)


def test_without_link_or_a_second_conversation_the_page_must_be_named(tmp_path: Path) -> None:
    inbox = sample("meta_graph_conversations.json")
    del inbox["data"][0]["link"]
    path = written(tmp_path / "inbox.json", inbox)
    with pytest.raises(UnreadableInputError, match="cannot tell which author is the brand"):
        read([path])
    assert [message.role for message in only_thread(path, brand=["Telvia"]).messages] == [Role.CUSTOMER, Role.BRAND]


def test_a_private_reply_joins_the_comment_it_answers(tmp_path: Path) -> None:
    feed = sample("meta_graph_feed.json")
    feed["data"][0]["comments"]["data"][0]["private_reply_conversation"] = {"id": "t_77"}
    thread = only_thread(INBOX, written(tmp_path / "feed.json", feed))
    assert thread.id == "900_1"
    assert [message.visibility for message in thread.messages].count(Visibility.PRIVATE) == 2


def test_a_hidden_comment_is_kept_and_marked(tmp_path: Path) -> None:
    feed = sample("meta_graph_feed.json")
    feed["data"][0]["comments"]["data"][0]["is_hidden"] = True
    assert only_thread(written(tmp_path / "feed.json", feed)).messages[0].extra["is_hidden"] is True

"""X: branches of the API's posts, its direct messages, and the half that an archive holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analyzer.codebook import MessageState, Role, Visibility
from analyzer.errors import UnreadableInputError
from analyzer.readers import Note
from tests.readers.stories import SAMPLES, only_thread, read, rejects, sample, side, threads, written

ASKED, ANSWERED = "1767700000000000001", "1767700000000000003"


def post(key: str, author: str, text: str, reply_to: str | None = None, **more: Any) -> dict[str, Any]:
    """A post one minute after the one whose id is one lower."""
    replied = [{"type": "replied_to", "id": reply_to}] if reply_to else []
    moment = f"2024-03-12T17:{int(key):02}:00.000Z"
    return {
        "id": key, "author_id": author, "conversation_id": "1", "created_at": moment, "text": text,
        "referenced_tweets": replied, **more,
    }  # fmt: skip


def branches(tmp_path: Path, *posts: dict[str, Any], brand: str = "4101") -> dict[str, list[tuple[str, str]]]:
    """Thread id to who said what."""
    found = threads(read([written(tmp_path / "posts.json", {"data": list(posts)})], brand))
    return {thread.id: list(map(side, thread.messages)) for thread in found}


def notes(*paths: Path, brand: str) -> list[str]:
    return [item.text for item in read(paths, brand) if isinstance(item, Note)]


def test_posts_are_public_with_handles_for_authors_and_the_brand_by_its_name() -> None:
    thread = only_thread(SAMPLES / "x_api.json", brand=["@Telvia"])
    asked, answered = thread.messages
    assert (asked.author, asked.attachments, asked.visibility) == ("carla_n", 1, Visibility.PUBLIC)
    assert (answered.author, answered.reply_to, thread.brand) == ("telvia", ASKED, "Telvia")


@pytest.mark.parametrize("brand", ["telvia", "@telvia", "Telvia", "4101"])
def test_the_brand_on_x_is_named_by_handle_name_or_id(brand: str) -> None:
    roles = [message.role for message in only_thread(SAMPLES / "x_api.json", brand=[brand]).messages]
    assert roles == [Role.CUSTOMER, Role.BRAND]


def test_one_conversation_on_x_does_not_tell_whose_side_is_whose() -> None:
    with pytest.raises(UnreadableInputError, match="cannot tell which account is the brand; name it with --brand"):
        read([SAMPLES / "x_api.json"])


def test_whoever_is_in_every_conversation_is_taken_for_the_brand_and_it_is_said(tmp_path: Path) -> None:
    page = sample("x_api.json")
    page["data"].append(post("5", "8803", "Siete aperti?") | {"conversation_id": "5"})
    page["data"].append(post("6", "4101", "Sì", "5") | {"conversation_id": "5"})
    found = read([written(tmp_path / "posts.json", page)])
    assert [thread.brand for thread in threads(found)] == ["Telvia", "Telvia"]
    assert any(isinstance(item, Note) and "account 4101" in item.text for item in found)


def test_each_customer_who_answers_an_announcement_opens_a_branch(tmp_path: Path) -> None:
    assert branches(
        tmp_path,
        post("1", "4101", "Nuova app!"),
        post("2", "7702", "Non va", "1"),
        post("3", "4101", "Che errore dà?", "2"),
        post("4", "8803", "Bella", "1"),
        post("5", "7702", "Il 42", "3"),
    ) == {
        "1": [("brand", "Nuova app!")],
        "2": [("customer", "Non va"), ("brand", "Che errore dà?"), ("customer", "Il 42")],
        "4": [("customer", "Bella")],
    }


def test_posts_that_reply_to_each_other_in_a_ring_are_read_once(tmp_path: Path) -> None:
    found = branches(tmp_path, post("1", "7702", "a", "2"), post("2", "4101", "b", "1"))
    assert sorted(words for said in found.values() for words in said) == [("brand", "b"), ("customer", "a")]


def test_a_reply_whose_question_is_missing_is_not_scorable(tmp_path: Path) -> None:
    path = written(tmp_path / "posts.json", {"data": [post("2", "4101", "Ci scriva in privato", "1")]})
    assert only_thread(path, brand=["4101"]).incomplete == "the post that was replied to is missing"


def test_long_posts_are_whole_reposts_left_out_and_edited_ones_marked(tmp_path: Path) -> None:
    long = post(
        "1", "7702", "Il pacco…", note_tweet={"text": "Il pacco &amp; la busta"}, edit_history_tweet_ids=["1", "0"]
    )
    repost = post("2", "8803", "RT", referenced_tweets=[{"type": "retweeted", "id": "1"}])
    path = written(tmp_path / "posts.json", {"data": [long, repost]})
    [message] = only_thread(path, brand=["4101"]).messages
    assert (message.text, message.state) == ("Il pacco & la busta", MessageState.EDITED)
    assert notes(path, brand="4101") == ["1 reposts hold no message of their own"]


def test_a_field_that_was_not_requested_is_named(tmp_path: Path) -> None:
    bare = [{"id": str(number), "text": "Il pacco?", "edit_history_tweet_ids": [str(number)]} for number in (1, 2)]
    found = rejects(read([written(tmp_path / "posts.json", {"data": bare})], "4101"))
    assert len(found) == 2
    assert found[0].reason.startswith("no 'author_id': request tweet.fields=author_id,created_at")


def test_pages_one_a_line_and_single_posts_one_a_line_are_the_same(tmp_path: Path) -> None:
    page = sample("x_api.json")
    users = {user["id"]: user for user in page["includes"]["users"]}
    flat = [entry | {"author": users[entry["author_id"]]} for entry in page["data"]]
    pages = [{"data": [entry], "includes": page["includes"], "meta": page["meta"]} for entry in page["data"]]
    for name, lines in (("flat", flat), ("pages", pages)):
        path = written(tmp_path / f"{name}.jsonl", "\n".join(map(json.dumps, lines)))
        assert (
            only_thread(path, brand=["telvia"]).messages
            == only_thread(SAMPLES / "x_api.json", brand=["telvia"]).messages
        )


def test_a_post_that_another_page_only_includes_joins_the_branch_and_counts_once(tmp_path: Path) -> None:
    page = sample("x_api.json")
    page["includes"]["tweets"] = [page["data"].pop(1)]
    thread = only_thread(written(tmp_path / "posts.json", page), brand=["telvia"])
    assert [message.role for message in thread.messages] == [Role.CUSTOMER, Role.BRAND]
    assert thread.source.records == 1


def test_a_last_page_that_names_another_one_is_noted(tmp_path: Path) -> None:
    page = sample("x_api.json")
    page["meta"]["next_token"] = "n1"
    path = written(tmp_path / "posts.json", page)
    assert "more pages follow" in notes(path, brand="telvia")[0]
    last = written(tmp_path / "last.json", {"meta": {"result_count": 0}, "data": []})
    assert not [text for text in notes(path, last, brand="telvia") if "more pages" in text]


def test_direct_messages_of_the_api_are_private_and_who_joined_is_a_system_line() -> None:
    thread = only_thread(SAMPLES / "x_dm_events.json", brand=["4101"])
    assert [message.role for message in thread.messages] == [Role.SYSTEM, Role.CUSTOMER, Role.BRAND]
    assert {message.visibility for message in thread.messages} == {Visibility.PRIVATE}


def test_an_archive_names_its_account_in_account_js() -> None:
    thread = only_thread(SAMPLES / "x_account.js", SAMPLES / "x_direct_messages.js")
    assert list(map(side, thread.messages)) == [
        ("system", ""), ("customer", "Il pacco è perso?"), ("brand", "Arriva domani."),
    ]  # fmt: skip
    assert (thread.brand, thread.messages[1].attachments) == ("Telvia", 1)
    assert thread.messages[2].extra["reactions"][0]["reactionKey"] == "like"


@pytest.mark.parametrize("brand", [(), ("@telvia",)])
def test_an_archive_without_its_account_needs_the_brands_id(brand: tuple[str, ...]) -> None:
    with pytest.raises(UnreadableInputError, match="name it with --brand"):
        read([SAMPLES / "x_direct_messages.js"], *brand)


def test_an_archive_holds_half_of_public_conversations_and_says_so(tmp_path: Path) -> None:
    found = read([SAMPLES / "x_tweets.js", SAMPLES / "x_account.js"])
    [thread] = threads(found)
    assert (thread.id, [message.id for message in thread.messages]) == (ASKED, [ANSWERED, "1767700000000000009"])
    assert thread.incomplete == "an X archive holds the account's own posts alone"
    assert any(isinstance(item, Note) and "1 posts of the account reply to nobody" in item.text for item in found)


def test_note_tweets_complete_the_long_posts_of_an_archive(tmp_path: Path) -> None:
    whole = "@carla_n Arriva domani & si scusa il corriere, che ieri non ha suonato."
    note = [{"noteTweet": {"createdAt": "2024-03-12T17:21:09.000Z", "core": {"text": whole}}}]
    notes_file = written(tmp_path / "note-tweet.js", f"window.YTD.note_tweet.part0 = {json.dumps(note)}")
    assert only_thread(SAMPLES / "x_tweets.js", notes_file).messages[0].text == whole


def test_bare_posts_of_old_archives_and_deleted_ones(tmp_path: Path) -> None:
    entries = json.loads((SAMPLES / "x_tweets.js").read_text(encoding="utf-8").partition("=")[2])
    bare = [entry["tweet"] | {"deleted_at": "Wed Mar 13 09:00:00 +0000 2024"} for entry in entries]
    path = written(tmp_path / "tweet.js", f"window.YTD.deleted_tweets.part0 = {json.dumps(bare)};\n")
    assert [message.state for message in only_thread(path).messages] == [MessageState.DELETED] * 2


def test_times_of_an_archive_are_utc_whatever_the_machine_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    asked = only_thread(SAMPLES / "x_direct_messages.js", brand=["4101"]).messages[1]
    assert asked.sent_at is not None
    assert asked.sent_at.isoformat() == "2024-03-12T17:05:40+00:00"

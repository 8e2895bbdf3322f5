"""Intercom, Freshdesk, Chatwoot, Zammad: sides, notes, machines and gaps as each writes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.codebook import MessageState, Role, Visibility
from tests.readers.stories import SAMPLES, only_thread, read, rejects, sample, side, threads, written


def test_intercom_tells_bots_notes_and_events_from_replies() -> None:
    thread = only_thread(SAMPLES / "intercom.json")
    assert list(map(side, thread.messages)) == [
        ("customer", "Il pacco è perso?"),
        ("system", ""),
        ("bot", "Un momento, arriviamo!"),
        ("note", "sentire il magazzino"),
        ("brand", "Arriva domani."),
        ("system", ""),
    ]
    assert thread.messages[4].attachments == 1


def test_an_intercom_conversation_with_fewer_parts_than_told_is_incomplete(tmp_path: Path) -> None:
    conversation = sample("intercom.json")
    conversation["conversation_parts"]["total_count"] = 700
    thread = only_thread(written(tmp_path / "c.json", conversation))
    assert thread.incomplete == "6 of 701 messages are in the export"


def test_a_list_of_intercom_conversations_lacks_the_parts_until_another_file_brings_them(tmp_path: Path) -> None:
    bare = sample("intercom.json")
    del bare["conversation_parts"]
    listing = written(
        tmp_path / "list.json", {"type": "conversation.list", "conversations": [bare | {"waiting_since": 1}]}
    )
    assert only_thread(listing).incomplete == "the list of conversations comes without their parts"
    assert only_thread(listing, SAMPLES / "intercom.json").incomplete is None


def test_what_intercom_blanks_of_x_is_redacted_and_the_thread_incomplete(tmp_path: Path) -> None:
    conversation = sample("intercom.json")
    conversation["source"] |= {
        "type": "twitter",
        "author": {},
        "body": "<p>We've removed this part of the conversation to comply with Twitter's terms.</p>",
    }
    thread = only_thread(written(tmp_path / "c.json", conversation))
    assert (thread.channel, thread.incomplete) == ("x", "Intercom blanks what was written on X")
    assert (thread.messages[0].role, thread.messages[0].state) == (Role.CUSTOMER, MessageState.REDACTED)
    assert thread.messages[0].sent_at is not None


def test_intercom_conversations_one_a_line(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(sample("intercom.json") | {"id": str(number)}) for number in (1, 2))
    found = threads(read([written(tmp_path / "c.ndjson", lines + "\n{broken\n")]))
    assert [thread.id for thread in found] == ["1", "2"]


def test_a_broken_line_among_intercom_conversations_is_rejected_with_its_line(tmp_path: Path) -> None:
    line = json.dumps(sample("intercom.json"))
    [reject] = rejects(read([written(tmp_path / "c.ndjson", f"{line}\n{line[:40]}\n{line}\n")]))
    assert reject.source.line == 2


def test_freshdesk_puts_the_description_first_and_keeps_private_notes_and_surveys_apart() -> None:
    thread = only_thread(SAMPLES / "freshdesk.json")
    assert list(map(side, thread.messages)) == [
        ("customer", "Il pacco è perso?"),
        ("note", "sentire il magazzino"),
        ("brand", "Arriva domani."),
        ("system", "Voto: 5"),
    ]
    assert (thread.channel, thread.messages[0].attachments) == ("facebook", 1)


def test_a_public_note_in_freshdesk_is_a_reply(tmp_path: Path) -> None:
    tickets = sample("freshdesk.json")
    tickets[0]["conversations"][1]["private"] = False
    replies = [
        message.text for message in only_thread(written(tmp_path / "t.json", tickets)).messages if message.is_reply
    ]
    assert replies == ["sentire il magazzino", "Arriva domani."]


def test_freshdesk_conversations_in_a_file_of_their_own_join_their_ticket(tmp_path: Path) -> None:
    tickets = sample("freshdesk.json")
    conversations = written(tmp_path / "conversations.json", tickets[0].pop("conversations"))
    ticket = written(tmp_path / "tickets.json", tickets[0])
    assert only_thread(ticket, conversations).messages == only_thread(SAMPLES / "freshdesk.json").messages
    assert only_thread(conversations).incomplete == "the ticket, which is the first message, is missing"


def test_ten_conversations_may_be_all_that_freshdesk_included(tmp_path: Path) -> None:
    tickets = sample("freshdesk.json")
    one = tickets[0]["conversations"][0]
    tickets[0]["conversations"] = [one | {"id": number} for number in range(10)]
    incomplete = only_thread(written(tmp_path / "t.json", tickets)).incomplete
    assert incomplete is not None
    assert "there may be more" in incomplete


def test_chatwoot_tells_templates_activity_notes_undelivered_and_deleted_messages() -> None:
    thread = only_thread(SAMPLES / "chatwoot.json")
    assert list(map(side, thread.messages)) == [
        ("customer", "Il pacco è perso?"),
        ("system", "Assegnata a Giulia"),
        ("bot", "Rispondiamo in pochi minuti"),
        ("note", "sentire il magazzino"),
        ("note", "Arriva oggi"),
        ("brand", "Arriva domani."),
        ("customer", ""),
        ("bot", "Come siamo andati?"),
    ]
    assert thread.messages[5].reply_to == "11"
    assert thread.messages[6].state is MessageState.DELETED
    assert (thread.channel, thread.source.records) == ("facebook", 8)


def test_a_full_first_page_of_chatwoot_may_hide_earlier_messages_until_the_page_before_is_there(tmp_path: Path) -> None:
    message = sample("chatwoot.json")["payload"][0]
    pages = [
        {"meta": {}, "payload": [message | {"id": number, "created_at": 1710263140 + number} for number in span]}
        for span in (range(5), range(5, 25))
    ]
    before, full = (written(tmp_path / f"{number}.json", page) for number, page in enumerate(pages))
    assert only_thread(full).incomplete is not None
    assert only_thread(full, before).incomplete is None
    assert [message.id for message in only_thread(full, before).messages] == [str(number) for number in range(25)]


def test_a_list_of_chatwoot_conversations_holds_the_last_message_only(tmp_path: Path) -> None:
    last = sample("chatwoot.json")["payload"][-1]
    listing = {"data": {"payload": [{"id": 42, "meta": {"channel": "Channel::Whatsapp"}, "messages": [last]}]}}
    thread = only_thread(written(tmp_path / "l.json", listing))
    assert (thread.incomplete, thread.channel) == (
        "the list of conversations holds only their last message",
        "whatsapp",
    )


def test_a_malformed_message_takes_its_thread_with_it_and_every_record_is_counted(tmp_path: Path) -> None:
    page = sample("chatwoot.json")
    page["payload"][5]["created_at"] = "yesterday"
    page["payload"].append(page["payload"][0] | {"conversation_id": 43})
    found = read([written(tmp_path / "p.json", page)])
    assert [thread.id for thread in threads(found)] == ["43"]
    assert [reject.reason for reject in rejects(found)].count("another message of its thread is malformed") == 7
    assert "'created_at' is not an ISO 8601 time" in [reject.reason for reject in rejects(found)]


def test_zammad_tells_sides_notes_and_channels_and_resolves_replies() -> None:
    thread = only_thread(SAMPLES / "zammad.json")
    assert list(map(side, thread.messages)) == [
        ("customer", "Il pacco è perso?"),
        ("system", "Abbiamo ricevuto la sua richiesta"),
        ("note", "sentire il magazzino"),
        ("brand", "Arriva domani."),
    ]
    assert (thread.channel, thread.messages[3].visibility, thread.messages[3].reply_to) == (
        "facebook", Visibility.PUBLIC, "9",
    )  # fmt: skip


@pytest.mark.parametrize(("internal", "is_reply"), [(True, False), (False, True), (None, False)])
def test_a_zammad_note_is_internal_unless_it_says_otherwise(
    internal: bool | None, is_reply: bool, tmp_path: Path
) -> None:
    articles = sample("zammad.json")
    articles[2]["internal"] = internal
    assert only_thread(written(tmp_path / "a.json", articles)).messages[2].is_reply is is_reply


def test_ids_are_text_and_a_rounded_one_is_refused(tmp_path: Path) -> None:
    articles = sample("zammad.json")
    articles[0]["ticket_id"] = 1.2345678901234568e20
    [reject] = rejects(read([written(tmp_path / "a.json", articles)]))
    assert reject.reason == "'ticket_id' is not an id"

"""Plain transcripts: who speaks, where a message ends, where a thread ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.codebook import Precision, Role
from analyzer.errors import UnreadableInputError
from analyzer.readers import Note, ReadOptions, Reject, read_everything, read_threads
from analyzer.readers.transcript import _turns
from analyzer.threads import Thread

C, B = Role.CUSTOMER, Role.BRAND


def read(tmp_path: Path, content: str | bytes, *brand: str) -> list[Thread | Reject]:
    path = tmp_path / "chat.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_threads([path], ReadOptions(brand=brand)))


def said(tmp_path: Path, content: str | bytes, *brand: str) -> list[tuple[Role, str]]:
    [thread] = read(tmp_path, content, *brand)
    assert isinstance(thread, Thread)
    return [(message.role, message.text) for message in thread.messages]


@pytest.mark.parametrize(
    ("customer", "brand"),
    [("Cliente", "Brand"), ("C", "B"), ("c", "b"), ("Customer", "Agent"), ("UTENTE", "Operatore"), ("User", "Support")],
)
def test_role_words_tell_who_speaks(tmp_path: Path, customer: str, brand: str) -> None:
    content = f"{customer}: Il rimborso non arriva.\n{brand}: Arriva lunedì.\n"
    assert said(tmp_path, content) == [(C, "Il rimborso non arriva."), (B, "Arriva lunedì.")]


def test_bots_and_system_lines_are_no_replies(tmp_path: Path) -> None:
    content = "C: Aiuto!\nBot: Sono un assistente virtuale.\nSistema: Operatore in arrivo.\nB: Eccomi.\n"
    [thread] = read(tmp_path, content)
    assert isinstance(thread, Thread)
    assert [message.is_reply for message in thread.messages] == [False, False, False, True]


def test_a_named_brand_is_the_brand_and_everybody_else_a_customer(tmp_path: Path) -> None:
    content = "Giulia Neri: Il bonifico?\nTelvia Aiuto: È partito oggi.\nPaolo: Anche il mio?\n"
    [thread] = read(tmp_path, content, "telvia aiuto")
    assert isinstance(thread, Thread)
    assert [(message.author, message.role) for message in thread.messages] == [
        ("Giulia Neri", C),
        ("Telvia Aiuto", B),
        ("Paolo", C),
    ]
    assert thread.brand == "telvia aiuto"


def test_beside_a_customer_the_only_other_speaker_is_the_brand(tmp_path: Path) -> None:
    [thread] = read(tmp_path, "Cliente: Siete aperti?\nTelvia: Fino alle 19.\n")
    assert isinstance(thread, Thread)
    assert (thread.brand, thread.messages[1].role) == ("Telvia", B)


def test_a_brand_that_cannot_be_told_is_an_error_with_its_mend(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="cannot tell which speaker is the brand; name it with --brand") as e:
        read(tmp_path, "Giulia: Il bonifico?\nTelvia: È partito.\n")
    assert "giulia" in str(e.value)
    assert "telvia" in str(e.value)


@pytest.mark.parametrize("line", ["---", "-----", "===", "***", "  ---  "])
def test_threads_are_parted_by_a_line(tmp_path: Path, line: str) -> None:
    found = read(tmp_path, f"C: primo\nB: uno\n{line}\n\nC: secondo\nB: due\n")
    assert [(item.id, item.source.line) for item in found if isinstance(item, Thread)] == [("chat-1", 1), ("chat-2", 4)]


def test_one_thread_takes_the_name_of_its_file(tmp_path: Path) -> None:
    [thread] = read(tmp_path, "C: ciao\nB: buongiorno\n---\n\n")
    assert isinstance(thread, Thread)
    assert thread.id == "chat"


def test_a_part_without_speakers_is_rejected_with_its_line(tmp_path: Path) -> None:
    _, reject = read(tmp_path, "C: ciao\nB: buongiorno\n---\nfine della giornata\n")
    assert isinstance(reject, Reject)
    assert (reject.source.line, reject.reason) == (4, "no line of the form 'Name: text'")


def test_lines_without_a_speaker_go_on_with_the_message(tmp_path: Path) -> None:
    content = "C: Due cose.\nLa prima è il modem.\n\nLa seconda è la fattura.\nB: Vediamo.\n"
    assert said(tmp_path, content)[0] == (C, "Due cose.\nLa prima è il modem.\n\nLa seconda è la fattura.")


@pytest.mark.parametrize(
    "text",
    [
        "ecco: non funziona: niente",
        "guardi https://esempio.it/guida:2",
        "chiudete alle 18:30?",
        "sono qui\nhttps://esempio.it/foto",
        "orari\ndalle 9:00 alle 12:00",
        "lo dice il sito: aperti sempre",
        "modem spento\nla spia rossa: accesa",
    ],
)
def test_colons_inside_a_message_are_text(tmp_path: Path, text: str) -> None:
    assert said(tmp_path, f"C: {text}\nB: Grazie.\n") == [(C, text), (B, "Grazie.")]


def test_a_list_inside_a_reply_stays_in_the_reply(tmp_path: Path) -> None:
    reply = "Per il cambio scriva così:\nNome: come sulla fattura\nNumero: quello della linea"
    assert said(tmp_path, f"C: Come cambio intestatario?\nB: {reply}\n")[1:] == [(B, reply)]


def test_commas_in_the_first_message_do_not_make_a_table(tmp_path: Path) -> None:
    content = "C: Buongiorno, da ieri, dopo il temporale, non ho linea.\nB: Controlliamo.\n"
    assert len(said(tmp_path, content)) == 2


def test_a_speaker_without_words_has_said_nothing(tmp_path: Path) -> None:
    assert said(tmp_path, "C:\nB: Mi dica.\n") == [(C, ""), (B, "Mi dica.")]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_accents_quotes_and_the_euro_sign_survive_the_encoding(tmp_path: Path, encoding: str) -> None:
    content = "C: Perché costa 5 €? È “gratis”, c’è scritto così\r\nB: Sì, verrà riaccreditato\r\n"
    [thread] = read(tmp_path, content.encode(encoding))
    assert isinstance(thread, Thread)
    assert [message.text for message in thread.messages] == [
        "Perché costa 5 €? È “gratis”, c’è scritto così",
        "Sì, verrà riaccreditato",
    ]


def test_a_line_may_begin_with_its_time(tmp_path: Path) -> None:
    content = (
        "2024-03-12T18:05:40+01:00 Cliente: Il pacco è perso?\n"
        "2024-03-12T17:21:09Z Telvia: Arriva domani.\nAlle 2024-03-12T18:05: forse\n"
    )
    [thread] = read(tmp_path, content)
    assert isinstance(thread, Thread)
    asked, answered = thread.messages
    assert asked.sent_at is not None
    assert answered.sent_at is not None
    assert (answered.sent_at - asked.sent_at).total_seconds() == 929
    assert answered.text == "Arriva domani.\nAlle 2024-03-12T18:05: forse"


def test_times_to_the_minute_and_without_a_zone_are_known_as_such(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text("2024-03-12T18:05 C: Ci siete?\n2024-03-12T18:21 B: Sì.\n")
    thread, note = list(read_everything([path]))
    assert isinstance(thread, Thread)
    assert thread.messages[0].sent_at_precision is Precision.MINUTE
    assert isinstance(note, Note)
    assert "--timezone" in note.text


def test_a_day_that_is_none_is_rejected(tmp_path: Path) -> None:
    _, reject = read(tmp_path, "C: ciao\nB: sì\n---\n2024-02-30T18:05 C: Ci siete?\n")
    assert isinstance(reject, Reject)
    assert reject.reason == "a line begins with a time that is none"


WORDS = st.text(st.characters(exclude_characters="\r\n:", codec="utf-8")).map(str.strip)


@given(st.lists(st.tuples(st.sampled_from(["c", "b"]), WORDS), min_size=1))
def test_what_was_written_line_by_line_is_read_line_by_line(turns: list[tuple[str, str]]) -> None:
    lines = [f"{name}: {text}" for name, text in turns]
    read_turns = [(turn.name, turn.text.strip()) for turn in _turns(lines, {"c": C, "b": B})]
    assert read_turns == turns

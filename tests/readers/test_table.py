"""Tables with one message a row: columns, rows, threads."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.codebook import Precision, Role, Visibility
from analyzer.errors import UnreadableInputError, UsageError
from analyzer.exports.column_maps import SYNONYMS, ColumnMapping, suggested_columns
from analyzer.exports.reading import DateOrder
from analyzer.readers import Note, ReadOptions, Reject, read_everything
from analyzer.readers.base import ExportFile
from analyzer.readers.table import READER
from analyzer.threads import Thread

HEADER = "thread_id,role,text"


def read(
    tmp_path: Path, *rows: str, brand: tuple[str, ...] = (), options: ReadOptions | None = None, **columns: str
) -> list[Thread | Reject]:
    told = options or ReadOptions(brand=brand, columns=ColumnMapping(columns))
    return [item for item in read_all(tmp_path, *rows, options=told) if not isinstance(item, Note)]


def read_all(tmp_path: Path, *rows: str, options: ReadOptions | None = None) -> list[Thread | Reject | Note]:
    path = tmp_path / "export.csv"
    path.write_text("\n".join(rows), encoding="utf-8", newline="")
    return list(read_everything([path], options))


def texts(item: Thread | Reject | Note) -> list[str]:
    assert isinstance(item, Thread)
    return [message.text for message in item.messages]


def rejects(found: Sequence[Thread | Reject | Note]) -> dict[int | None, str]:
    return {item.source.line: item.reason for item in found if isinstance(item, Reject)}


def test_rows_of_one_id_make_a_thread_wherever_they_stand(tmp_path: Path) -> None:
    found = read(tmp_path, HEADER, "A,customer,The card is gone", "B,customer,Hello?", "A,brand,Blocked it")
    assert [texts(item) for item in found] == [["The card is gone", "Blocked it"], ["Hello?"]]
    assert [item.source.records for item in found] == [2, 1]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_header(tmp_path: Path, delimiter: str) -> None:
    rows = (HEADER.replace(",", delimiter), delimiter.join(("A", "customer", '"one, two; three"')))
    assert [texts(item) for item in read(tmp_path, *rows)] == [["one, two; three"]]


def test_columns_are_known_by_their_usual_names(tmp_path: Path) -> None:
    [thread] = read(
        tmp_path,
        "Conversazione;Direzione;Messaggio;Autore;Visibilità;Azienda;Canale;Lingua",
        "A;inbound;Manca il saldo;Rita;private;Bancaria;chat;it",
    )
    assert isinstance(thread, Thread)
    assert (thread.id, thread.brand, thread.channel, thread.language) == ("A", "Bancaria", "chat", "it")
    [message] = thread.messages
    assert (message.role, message.author, message.visibility) == (Role.CUSTOMER, "Rita", Visibility.PRIVATE)


@pytest.mark.parametrize("field", SYNONYMS)
def test_every_known_name_suggests_its_field(field: str) -> None:
    assert all(suggested_columns([name.title()]) == {name.title(): field} for name in SYNONYMS[field])


def test_a_map_names_columns_that_are_not_known(tmp_path: Path) -> None:
    mapped = {"chat": "thread_id", "who": "role", "words": "text"}
    [thread] = read(tmp_path, "chat,who,words", "A,customer,Lost my bag", **mapped)
    assert texts(thread) == ["Lost my bag"]


def test_a_map_overrules_what_a_name_suggests(tmp_path: Path) -> None:
    [thread] = read(tmp_path, f"{HEADER},original", "A,customer,translated,originale", original="text")
    assert texts(thread) == ["originale"]


def test_a_map_of_a_column_the_table_lacks_names_those_it_has(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no column 'who'.*columns are thread_id, role, text"):
        read(tmp_path, HEADER, "A,customer,x", who="role")


def test_a_map_to_an_unknown_field_names_the_fields(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unknown field 'speaker'; fields are thread_id"):
        read(tmp_path, HEADER, "A,customer,x", role="speaker")


@pytest.mark.parametrize(
    ("header", "missing"),
    [("who,role,text", "thread_id"), ("thread_id,role,phrase", "text"), ("thread_id,phrase,text", "role")],
)
def test_a_missing_column_is_an_error_with_its_mend(tmp_path: Path, header: str, missing: str) -> None:
    with pytest.raises(UnreadableInputError, match=f"no column for {missing}; map one with --map COLUMN={missing}"):
        read(tmp_path, header, "A,customer,x")


@pytest.mark.parametrize("key", ["00123", "12345678901234567890", "1e5", "3.0", "TRUE"])
def test_ids_are_text(tmp_path: Path, key: str) -> None:
    [thread] = read(tmp_path, f"id,{HEADER}", f"007,{key},customer,Any news?")
    assert isinstance(thread, Thread)
    assert (thread.id, thread.messages[0].id) == (key, "007")


def test_a_quoted_cell_may_hold_line_breaks_quotes_and_delimiters(tmp_path: Path) -> None:
    found = read(tmp_path, HEADER, 'A,customer,"First line,\nhe said ""no""', 'and left"', "B,customer,Next")
    assert [texts(item) for item in found] == [['First line,\nhe said "no"\nand left'], ["Next"]]
    assert [item.source.line for item in found] == [2, 5]


def test_an_unclosed_quote_swallows_no_row_and_is_noted(tmp_path: Path) -> None:
    found = read_all(
        tmp_path, HEADER, 'A,customer,"It never ends', "B,brand,Sorry", 'C,customer,"Hello, you"', "D,brand,x"
    )
    assert [texts(item) for item in found if isinstance(item, Thread)] == [
        ['"It never ends'],
        ["Sorry"],
        ["Hello, you"],
        ["x"],
    ]
    assert [item.text for item in found if isinstance(item, Note)] == [
        "1 rows have stray quotes, which are read as they stand"
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('Il "nuovo" modem', 'Il "nuovo" modem'),
        ('"Nuovo" modem', '"Nuovo" modem'),
        ('"Ciao" disse, "e poi" ', None),
        ('"', '"'),
        ('"È "rotto""', 'È "rotto"'),
    ],
)
def test_quotes_that_nobody_doubled_are_read_as_they_stand_or_reject_their_row_alone(
    tmp_path: Path, cell: str, text: str | None
) -> None:
    found = read(tmp_path, HEADER, "A,customer,Prima", f"B,customer,{cell}", "C,customer,Dopo")
    assert [texts(item) for item in found if isinstance(item, Thread)] == [
        ["Prima"],
        *([[text]] if text else []),
        ["Dopo"],
    ]
    assert list(rejects(found)) == ([] if text else [3])


@given(st.lists(st.text(st.sampled_from('ab,"\n;'), max_size=12), max_size=8))
def test_rows_before_any_damage_are_always_read(rows: list[str]) -> None:
    content = "\n".join([HEADER, "A,customer,First", *rows]).encode()
    found = list(READER.read([ExportFile.of_bytes("x", content)], ReadOptions()))
    assert any(isinstance(item, Thread) and texts(item)[0] == "First" for item in found) or "A" in str(rows)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (["03/02/2025 10:00", "13/02/2025 10:00"], "2025-02-03T10:00:00"),
        (["03/02/2025 10:00:05", "02/13/2025 10:00:05"], "2025-03-02T10:00:05"),
        (["3.2.25 10:00", "3.2.25 10:01"], "2025-02-03T10:00:00"),
        (["2025/02/03 10:00", "2025/02/03 10:01"], "2025-02-03T10:00:00"),
        (["Mon Feb 03 10:00:00 +0000 2025", ""], "2025-02-03T10:00:00+00:00"),
        (["1738576800", ""], "2025-02-03T10:00:00+00:00"),
        (["1738576800000", ""], "2025-02-03T10:00:00+00:00"),
        (["2025-02-03T10:00:00+0100", ""], "2025-02-03T10:00:00+01:00"),
    ],
)
def test_times_are_read_as_programs_write_them(tmp_path: Path, times: list[str], expected: str) -> None:
    rows = [f"A,customer,x,{times[0]}", f"B,customer,y,{times[1]}"]
    first, _ = read(tmp_path, f"{HEADER},sent_at", *rows)
    assert isinstance(first, Thread)
    sent_at = first.messages[0].sent_at
    assert sent_at is not None
    assert sent_at.isoformat() == expected


def test_dates_that_can_be_read_two_ways_are_refused_with_the_mend(tmp_path: Path) -> None:
    rows = (f"{HEADER},sent_at", "A,customer,x,03/02/2025 10:00", "A,brand,y,04/02/2025 11:00")
    with pytest.raises(UnreadableInputError, match="--date-order dmy or mdy"):
        read(tmp_path, *rows)
    [thread] = read(tmp_path, *rows, options=ReadOptions(date_order=DateOrder.MONTH_FIRST))
    assert isinstance(thread, Thread)
    assert [message.sent_at.month for message in thread.messages if message.sent_at] == [3, 4]


def test_times_without_seconds_are_known_to_the_minute(tmp_path: Path) -> None:
    rows = ("A,customer,x,2025-02-03 10:00", "A,customer,y,2025-02-03 10:00:00")
    [thread] = read(tmp_path, f"{HEADER},sent_at", *rows)
    assert isinstance(thread, Thread)
    assert [message.sent_at_precision for message in thread.messages] == [Precision.MINUTE, None]


def test_the_time_zone_option_places_times_that_have_none(tmp_path: Path) -> None:
    rows = ("A,customer,x,2025-07-03 10:00:00", "A,customer,y,2025-07-03 10:00:00+00:00")
    options = ReadOptions(time_zone=ZoneInfo("Europe/Rome"))
    [thread, note] = read_all(tmp_path, f"{HEADER},sent_at", *rows, options=options)
    assert isinstance(thread, Thread)
    times = [message.sent_at for message in thread.messages if message.sent_at]
    assert [time.isoformat() for time in times] == ["2025-07-03T10:00:00+02:00", "2025-07-03T10:00:00+00:00"]
    assert isinstance(note, Note)
    assert note.text == "times are written without a zone: read as Europe/Rome"


def test_columns_that_were_suggested_are_shown_as_a_map_to_save(tmp_path: Path) -> None:
    [note, _] = read_all(tmp_path, "Case ID,Direction,Content", "A,Inbound,Manca il saldo")
    assert isinstance(note, Note)
    assert note.text == (
        'columns read as: [columns]; "Case ID" = "thread_id"; "Direction" = "role"; "Content" = "text"'
    )


def test_an_id_that_a_spreadsheet_has_rounded_is_rejected(tmp_path: Path) -> None:
    assert rejects(read(tmp_path, HEADER, "1.23E+17,customer,x")) == {
        2: "the thread id has lost its digits in a spreadsheet"
    }


def test_a_row_that_stands_twice_counts_once(tmp_path: Path) -> None:
    [thread] = read(tmp_path, f"id,{HEADER}", "1,A,customer,x", "2,A,brand,y", "1,A,customer,x")
    assert texts(thread) == ["x", "y"]
    assert thread.source.records == 3


def test_an_unknown_role_rejects_the_whole_thread_with_every_row_counted(tmp_path: Path) -> None:
    found = read(tmp_path, HEADER, "A,customer,x", "B,customer,Fine?", "A,martian,y", "B,brand,Fine.", "A,brand,z")
    assert rejects(found).keys() == {2, 4, 6}
    assert rejects(found)[4].startswith("unknown role; known are")
    assert {reason for line, reason in rejects(found).items() if line != 4} == {
        "its thread has a malformed row on line 4"
    }
    assert [texts(item) for item in found if isinstance(item, Thread)] == [["Fine?", "Fine."]]


@pytest.mark.parametrize("row", ["A,brand", "A,brand,Yes, of course"], ids=["too few", "too many"])
def test_a_row_with_the_wrong_number_of_cells_is_rejected_with_its_line(tmp_path: Path, row: str) -> None:
    found = read(tmp_path, HEADER, "B,customer,Is it open?", row)
    assert rejects(found) == {3: f"{row.count(',') + 1} cells where the header has 3"}
    assert sum(isinstance(item, Thread) for item in found) == 1


def test_a_row_with_the_wrong_number_of_cells_rejects_its_thread(tmp_path: Path) -> None:
    found = read(tmp_path, HEADER, "A,customer,Is it open?", "A,brand,Yes, of course", "A,customer,Thanks")
    assert rejects(found).keys() == {2, 3, 4}


@pytest.mark.parametrize("key", ["", "  ", "null", "NaN", "-"])
def test_a_row_without_a_thread_id_is_rejected(tmp_path: Path, key: str) -> None:
    found = read(tmp_path, HEADER, f"{key},customer,Lost", "B,customer,Found")
    assert rejects(found) == {2: "no thread id"}


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("sent_at", "lunedì", "'sent_at' is not a time known here; name its form in a column map"),
        ("visibility", "secret", "visibility is not public, private or internal"),
    ],
)
def test_a_malformed_cell_rejects_its_thread(tmp_path: Path, column: str, value: str, reason: str) -> None:
    assert rejects(read(tmp_path, f"{HEADER},{column}", f"A,customer,x,{value}")) == {2: reason}


def test_two_rows_with_one_message_id_reject_their_thread(tmp_path: Path) -> None:
    found = read(tmp_path, f"id,{HEADER}", "1,A,customer,x", "1,A,brand,y", "1,B,customer,z")
    assert rejects(found).keys() == {2, 3}
    assert [texts(item) for item in found if isinstance(item, Thread)] == [["z"]]


def test_messages_are_put_in_the_order_of_their_times(tmp_path: Path) -> None:
    times = ("2025-03-01T10:00:00+01:00", "2025-03-01T08:30:00Z", "2025-03-01T10:00:00+01:00")
    rows = [f"A,customer,{number},{time}" for number, time in enumerate(times, start=1)]
    assert [texts(item) for item in read(tmp_path, f"{HEADER},sent_at", *rows)] == [["2", "1", "3"]]


@pytest.mark.parametrize("time", ["", "2025-03-01T08:30:00"], ids=["missing", "without a zone"])
def test_messages_stay_as_they_stood_where_times_cannot_be_compared(tmp_path: Path, time: str) -> None:
    rows = ("A,customer,1,2025-03-01T10:00:00+01:00", f"A,brand,2,{time}")
    assert [texts(item) for item in read(tmp_path, f"{HEADER},sent_at", *rows)] == [["1", "2"]]


def test_authors_named_by_the_brand_option_are_the_brand(tmp_path: Path) -> None:
    [thread] = read(tmp_path, "thread_id,author,text", "A,Rita,Saldo?", "A,BANCARIA,Eccolo", brand=("Bancaria",))
    assert isinstance(thread, Thread)
    assert [message.role for message in thread.messages] == [Role.CUSTOMER, Role.BRAND]
    assert thread.brand == "Bancaria"


@pytest.mark.parametrize("text", ["null", "none", "-", "nan", "  indented  "])
def test_text_is_never_taken_for_a_missing_value(tmp_path: Path, text: str) -> None:
    assert [texts(item) for item in read(tmp_path, HEADER, f"A,customer,{text}")] == [[text]]


def test_a_table_of_only_a_header_has_no_threads(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER, "") == []


CELL = st.text(st.characters(exclude_characters="\0", codec="utf-8"))


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["customer", "brand", "martian"]), CELL), min_size=1))
def test_every_row_is_read_or_rejected(rows: list[tuple[str, str, str]]) -> None:
    table = io.StringIO()
    csv.writer(table, quoting=csv.QUOTE_ALL).writerows([HEADER.split(","), *rows])
    content = table.getvalue().encode()
    found = list(READER.read([ExportFile.of_bytes("x", content)], ReadOptions()))
    assert sum(item.source.records for item in found if not isinstance(item, Note)) == len(rows)
    kept = [(thread.id, message.text) for thread in found if isinstance(thread, Thread) for message in thread.messages]
    bad = {key for key, role, _ in rows if role == "martian"}
    assert sorted(kept) == sorted((key, text) for key, _, text in rows if key not in bad)


def test_a_thread_that_goes_on_in_another_file_with_the_same_columns_is_one(tmp_path: Path) -> None:
    january, february = tmp_path / "january.csv", tmp_path / "february.csv"
    january.write_text("thread_id,role,sent_at,text\nA,customer,2024-01-31T23:50Z,Manca il saldo\n", encoding="utf-8")
    february.write_text("thread_id,role,sent_at,text\nA,brand,2024-02-01T09:00Z,Arriva oggi\n", encoding="utf-8")
    for files in ([january, february], [february, january]):
        [thread] = list(read_everything(files))
        assert texts(thread) == ["Manca il saldo", "Arriva oggi"]
        assert thread.source.records == 2


def test_what_one_file_says_twice_was_said_twice_and_what_two_files_say_once(tmp_path: Path) -> None:
    rows = "thread_id,role,sent_at,text\nA,customer,2024-01-31T23:50Z,Pronto?\nA,customer,2024-01-31T23:50Z,Pronto?\n"
    files = [tmp_path / "once.csv", tmp_path / "again.csv"]
    for file in files:
        file.write_text(rows, encoding="utf-8")
    [thread] = list(read_everything(files))
    assert texts(thread) == ["Pronto?", "Pronto?"]
    assert thread.source.records == 4


def test_tables_with_other_columns_are_other_exports(tmp_path: Path) -> None:
    files = [tmp_path / "a.csv", tmp_path / "b.csv"]
    files[0].write_text("thread_id,role,text\n1,customer,Manca il saldo\n", encoding="utf-8")
    files[1].write_text("ticket_id,role,text\n1,customer,Manca la carta\n", encoding="utf-8")
    found = [item for item in read_everything(files) if not isinstance(item, Note)]
    assert list(map(texts, found)) == [["Manca il saldo"], ["Manca la carta"]]


def test_an_unclosed_quote_over_very_many_lines_loses_none_of_them(tmp_path: Path) -> None:
    rows = [f"t{number},customer,riga {number}" for number in range(1_200)]
    rows[3] = 't3,customer,"riga 3'
    threads = read(tmp_path, HEADER, *rows)
    assert [text for thread in threads for text in texts(thread)][4:] == [
        f"riga {number}" for number in range(4, 1_200)
    ]
    assert len(threads) == 1_200

"""Values by their form and their check digits."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban, luhn
from stdnum.it import codicefiscale, iva

from analyzer.codebook import Slot
from analyzer.nlp.value_forms import CODE, MASK, Value, values_in

TAX_CODE = "VRDGLI80C52H501B"[:15] + codicefiscale.calc_check_digit("VRDGLI80C52H501")
WITH_LETTERS = "VRDGLI80C52H50M" + codicefiscale.calc_check_digit("VRDGLI80C52H50M")


def found(text: str) -> list[tuple[str, str]]:
    """Slot and exact characters of every value, in reading order."""
    values = sorted(values_in(text), key=lambda value: value.start)
    return [(str(value.slot), text[value.start : value.end]) for value in values]


def normal_of(text: str) -> list[str]:
    return [value.normal for value in values_in(text)]


def slots(text: str) -> set[str]:
    return {slot for slot, _ in found(text)}


@pytest.mark.parametrize("value", [TAX_CODE, TAX_CODE.lower(), WITH_LETTERS], ids=["capitals", "small", "omocodia"])
@pytest.mark.parametrize("text", ["{}", "Il codice fiscale è {}.", "({})", "CF:{}, grazie"])
def test_a_tax_code_is_found(value: str, text: str) -> None:
    assert found(text.format(value)) == [(Slot.TAX_CODE, value)]
    assert normal_of(value) == [value.upper()]


@pytest.mark.parametrize("value", [TAX_CODE[:-1] + "Z", TAX_CODE[:-1], TAX_CODE + "X", "VRDGLI80C72H501B"])
def test_what_only_looks_like_a_tax_code_is_none(value: str) -> None:
    assert Slot.TAX_CODE not in slots(f"Il codice è {value}")


@pytest.mark.parametrize("text", ["00743110157", "P.IVA 00743110157", "partita IVA: 00743110157.", "IT00743110157"])
def test_a_vat_number_is_found(text: str) -> None:
    assert Slot.VAT_NUMBER in slots(text)


@given(st.text(string.digits, min_size=10, max_size=10).filter(lambda digits: digits[:7] != "0000000"))
def test_check_digits_come_before_looks(digits: str) -> None:
    number = digits + luhn.calc_check_digit(digits)
    if iva.is_valid(number):
        assert found(number) == [(Slot.VAT_NUMBER, number)]


def test_a_wrong_check_digit_makes_no_vat_number() -> None:
    assert Slot.VAT_NUMBER not in slots("00743110158")


IBANS = ["IT60X0542811101000000123456", "GB82WEST12345698765432", "DE89370400440532013000"]


@pytest.mark.parametrize("value", IBANS)
@pytest.mark.parametrize("text", ["{}", "il mio iban è {}.", "{} grazie mille", "accreditate su {} entro venerdi"])
@pytest.mark.parametrize("spaced", [False, True])
def test_an_iban_is_found(value: str, text: str, spaced: bool) -> None:
    written = iban.format(value) if spaced else value
    assert (Slot.IBAN, written) in found(text.format(written))
    assert value in normal_of(text.format(written))


def test_a_wrong_check_digit_makes_no_iban() -> None:
    assert Slot.IBAN not in slots("IT61X0542811101000000123456")


@pytest.mark.parametrize(
    "value",
    [
        "rita.neri@esempio.it",
        "r+shop@mail.example.co.uk",
        "RITA_N-1@EXAMPLE.COM",
        "rita(at)esempio.it",
        "r[at]esempio.it",
    ],
)
@pytest.mark.parametrize("text", ["{}", "Scrivetemi a {}.", "<{}>", "mail:{}, ok?"])
def test_an_email_address_is_found(value: str, text: str) -> None:
    assert found(text.format(value)) == [(Slot.EMAIL, value)]


@pytest.mark.parametrize("text", ["@telvia_help", "rita@", "@esempio.it", "rita @ casa", "a@b"])
def test_a_handle_is_no_email_address(text: str) -> None:
    assert Slot.EMAIL not in slots(text)


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        ("02/5518", "025518"),
        ("06 - 441827", "06441827"),
        ("02 5518 1234", "0255181234"),
        ("(02) 55181234", "0255181234"),
        ("0255181234", "0255181234"),
        ("+39 347 1234567", "3471234567"),
        ("0039 347 1234567", "3471234567"),
        ("347 123 4567", "3471234567"),
        ("347.1234567", "3471234567"),
        ("3471234567", "3471234567"),
        ("07400 123456", "7400123456"),
        ("+44 7400 123456", "7400123456"),
        ("07700 900123", "7700900123"),
        ("(212) 736-5000", "2127365000"),
        ("212-736-5000", "2127365000"),
        ("+1 212 736 5000", "2127365000"),
    ],
)
def test_a_telephone_number_is_found(value: str, digits: str) -> None:
    text = f"Chiamate {value} dopo cena"
    assert found(text) == [(Slot.PHONE_NUMBER, value)]
    assert normal_of(text) == [digits]


@pytest.mark.parametrize("text", ["12345", "2025", "1.250,00", "192.168.1.1", "v12.4.1", "24/7", "1999-2003"])
def test_other_numbers_are_no_telephone_number(text: str) -> None:
    assert Slot.PHONE_NUMBER not in slots(text)


@pytest.mark.parametrize(
    "value",
    ["(omissis)", "[redacted]", "[phone]", "__email__", "<NAME>", "xxxxx", "***", "****1234", "••••1234", "(xxx)"],
)
def test_what_an_export_masked_is_a_mask(value: str) -> None:
    assert found(f"Il numero è {value} come sempre") == [(MASK, value)]


@pytest.mark.parametrize("text", ["**molto** importante", "xxx", "un _corsivo_", "[foto]", "(ok)"])
def test_emphasis_and_kisses_are_no_mask(text: str) -> None:
    assert MASK not in slots(text)


@pytest.mark.parametrize(
    "value",
    [
        *("10/02/2025", "10/02", "10.2.25", "31-12-2024", "2025-02-10"),
        *("12 febbraio", "3rd of March", "3rd March", "March 3", "1° maggio", "22nd Nov"),
        *("ieri", "lunedì", "lunedi", "yesterday", "last week", "Tuesday", "settimana scorsa"),
    ],
)
def test_a_date_is_found(value: str) -> None:
    assert found(f"Successe {value} a casa") == [(Slot.DATE, value)]


@pytest.mark.parametrize("text", ["99/99/2025", "versione 3.2.1", "18.30 €", "45/2025", "ha 31.99 di saldo"])
def test_what_no_calendar_holds_is_no_date(text: str) -> None:
    assert Slot.DATE not in slots(text)


@pytest.mark.parametrize("value", ["18:30", "8:05", "18.30", "alle 18", "alle 18.30", "ore 7:45", "6pm", "6 am"])
def test_a_time_is_found(value: str) -> None:
    assert found(f"Mi chiamò {value} circa") == [(Slot.TIME, value)]


@pytest.mark.parametrize("text", ["25:61", "18:75", "18.30 €", "alle poste"])
def test_what_no_clock_shows_is_no_time(text: str) -> None:
    assert Slot.TIME not in slots(text)


@pytest.mark.parametrize(
    "value", ["€ 12,50", "€12", "12,50 euro", "12.50 €", "£5", "$ 1,000.00", "1.250,00 EUR", "20 quid", "5 dollars"]
)
def test_an_amount_is_found(value: str) -> None:
    assert found(f"Ho pagato {value} in tutto") == [(Slot.AMOUNT, value)]


@pytest.mark.parametrize("value", ["AB 123 CD", "AB123CD", "AB12 CDE"])
def test_a_licence_plate_is_found(value: str) -> None:
    assert found(f"Auto targata {value}") == [(Slot.LICENCE_PLATE, value)]


@pytest.mark.parametrize("text", ["ho 123 cd", "AI 123 CD", "ABC 123"])
def test_other_letters_and_digits_are_no_licence_plate(text: str) -> None:
    assert Slot.LICENCE_PLATE not in slots(text)


@pytest.mark.parametrize(
    ("value", "normal"),
    [
        ("88-4127-Q", "884127Q"),
        ("#A17734", "A17734"),
        ("ORD/2025/00417", "ORD202500417"),
        ("PZ00981", "PZ00981"),
        ("XKQZPT", "XKQZPT"),
        ("998877", "998877"),
    ],
)
def test_an_order_like_code_is_a_code(value: str, normal: str) -> None:
    text = f"Il codice è {value} da sempre"
    assert found(text) == [(CODE, value)]
    assert normal_of(text) == [normal]


@pytest.mark.parametrize("text", ["AIUTO SUBITO", "SONO STUFO DI ASPETTARE", "NESSUN PROBLEMA", "@user123", "niente"])
def test_shouting_and_handles_are_no_code(text: str) -> None:
    assert CODE not in slots(text)


@pytest.mark.parametrize("value", ["https://esempio.it/x?y=12345", "www.esempio.it/rita", "HTTP://ESEMPIO.IT/1"])
def test_digits_in_a_link_are_the_links(value: str) -> None:
    assert found(f"Vedi {value} qui") == [(Slot.PROFILE_LINK, value)]


@pytest.mark.parametrize("value", ["SW1A 1AA", "M1 1AE", "EC1A1BB"])
def test_a_british_postcode_is_found(value: str) -> None:
    assert found(f"I live in {value} now") == [(Slot.POSTCODE, value)]


@pytest.mark.parametrize("value", ["IT001E12345678", "IT 001 E 12345678"])
def test_a_meter_point_is_found(value: str) -> None:
    assert found(f"Il POD è {value} qui") == [(Slot.METER_POINT, value)]


PIECES = st.sampled_from(
    [
        *(TAX_CODE, WITH_LETTERS, *IBANS, iban.format(IBANS[0]), "00743110157", "rita@esempio.it", "02/5518"),
        *("+39 347 1234567", "(212) 736-5000", "10/02/2025", "18:30", "€ 12,50", "AB 123 CD", "ORD-2025/417"),
        *("(omissis)", "****1234", "https://esempio.it/1", "ieri", "è", "😀", "\n", "\0", " ", ".", ",", "-", "/", "+"),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=12).map("".join)


@given(TEXTS)
def test_every_value_lies_inside_the_text_and_none_overlap(text: str) -> None:
    values: list[Value] = sorted(values_in(text), key=lambda value: (value.start, value.end))
    ends = [0, *(value.end for value in values)]
    for before, value in zip(ends, values, strict=False):
        assert before <= value.start < value.end <= len(text)
        assert value.normal
        assert text[value.start : value.end].strip() == text[value.start : value.end]


@given(TEXTS)
def test_what_stands_before_the_text_only_moves_its_values(text: str) -> None:
    shifted = [(value.slot, value.start - 4, value.end - 4, value.normal) for value in values_in(f"È, \n{text}")]
    assert shifted == [(value.slot, value.start, value.end, value.normal) for value in values_in(text)]


@pytest.mark.parametrize("value", ["ma***@***.it", "j*****@mail.example", "jo••••@mail.example"])
def test_a_masked_address_is_one_address(value: str) -> None:
    assert [(found.slot, found.start, found.end) for found in values_in(f"scrivo da {value} ok")] == [
        (Slot.EMAIL, 10, 10 + len(value))
    ]

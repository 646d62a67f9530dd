"""Telephone numbers in the many ways in which people write and disguise them."""

from __future__ import annotations

import pytest

from scanner.model.facts import FactKind

OWN = {FactKind.PHONE: ["07700 900123", "01632 960155", "020 7946 0018", "+33 1 99 00 12 34"]}


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("0 7 7 0 0 9 0 0 1 2 3", "national"),
        ("077 00 90 01 23", "national"),
        ("07700/900123", "national"),
        ("07700 – 900 – 123", "national"),
        ("07700_900_123", "national"),
        ("07700·900·123", "national"),
        ("[07700] 900123", "national"),
        ("7700900123", "national"),
        ("7700 900123", "national"),
        ("7700 900 123", "national"),
        ("０７７００ ９００１２３", "national"),
        ("07700\u200b900123", "national"),
        ("+44 07700 900123", "international"),
        ("44 7700 900123", "international"),
        ("(+44) 7700 900123", "international"),
        ("+44.7700.900.123", "international"),
        ("00 44 7700 900123", "international"),
        ("0044 (0)7700 900123", "international"),
        ("O77OO 9OO I23", "obfuscated"),
        ("o7700 9ool23", "obfuscated"),
        ("oh seven seven double-oh nine hundred one two three", "obfuscated"),
        ("zero seven seven zero zero, nine zero zero, one two three", "obfuscated"),
        ("Oh Seven Seven Double Oh 900 123", "obfuscated"),
        ("020 7946 0018", "national"),
        ("0207 946 0018", "national"),
        ("0207 9460018", "national"),
        ("(020) 7946 0018", "national"),
        ("+44 20 7946 0018", "international"),
        ("+33 1 99 00 12 34", "international"),
        ("0033 1 99 00 12 34", "international"),
        ("01 99 00 12 34", "national"),
    ],
)
@pytest.mark.parametrize("around", ["{}", "Tel: {}.", "Contact Jane ({}), or Tom", "{} after 6"])
def test_finds_a_number_in_any_disguise(seen, written: str, form: str, around: str) -> None:
    found = seen(OWN, around.format(written))
    assert [f for f, _ in found] == [form]
    assert sum(char.isalnum() for char in found[0][1]) == sum(c.isalnum() for c in written)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("01632 960155 ext 23", "01632 960155"),
        ("01632 960155 x23", "01632 960155"),
        ("01632 960155x23", "01632 960155"),
        ("01632 960155, extension 4", "01632 960155"),
        ("01632 960155/6", "01632 960155"),
        ("Tel07700 900123", "07700 900123"),
        ("07700 900123.0", "07700 900123"),
        ("name,1204,07700900123,1997", "07700900123"),
        ("1204\t07700900123\t1997", "07700900123"),
        ("1. 07700 900123", "07700 900123"),
        ("07700 900123 233b Mill Lane", "07700 900123"),
        ("https://wa.me/447700900123?text=Hi", "447700900123"),
        ("Room 12, 07700 900123", "07700 900123"),
        ("Jane Marlow07700 900123Email me", "07700 900123"),
        ("WX4 7QT01632 960155Opening hours", "01632 960155"),
        ("07700 900123jane.marlow@mailbox.example", "07700 900123"),
    ],
)
def test_what_stands_beside_a_number_is_no_part_of_it(seen, text: str, found: str) -> None:
    assert [written for _, written in seen(OWN, text)] == [found]


@pytest.mark.parametrize(
    "text",
    [
        "4929 0770 0900 1230",
        "Account 00107700900123",
        "0.07700900123",
        "oh seven seven double-oh nine hundred one two four",
        "oh seven seven double-oh nine hundred one two three four",
        "id 9447700900123",
        "7700.900123",
        "17700 900123",
        "ab07700900123",
        "+1 7700 900123",
        "+447700900123456",
        "07700 900123 4567",
        "07700 900123 4567 is the reference",
    ],
)
def test_digits_of_something_else_are_left(seen, text: str) -> None:
    assert seen(OWN, text) == []


def test_a_number_in_words_ends_before_the_number_of_a_house(seen) -> None:
    said = "oh seven seven double-oh nine hundred one two three"
    assert seen(OWN, f"Jane {said} 47 Mill Lane") == [("obfuscated", said)]


@pytest.mark.parametrize("piece", ["0 ", "+1 ", "00 1 ", "zero one ", "07700 90012 ", "oil 0"])
def test_endless_digits_take_time_by_their_length_only(seen, piece: str) -> None:
    assert seen(OWN, piece * 20_000) == []


@pytest.mark.parametrize(
    "around", ["{}", "Marlow,{},WX4 7QT", "Marlow\t{}\t07700 900199", "a\n{}\nb"]
)
def test_a_spreadsheet_drops_the_zero_of_a_landline(seen, around: str) -> None:
    landline = {FactKind.PHONE: "01632 960155"}
    assert seen(landline, around.format("1632960155")) == [("national", "1632960155")]
    assert seen(landline, around.format("16329601551")) == []
    assert seen(landline, around.format("91632960155")) == []

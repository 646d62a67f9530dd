"""Numbers, addresses of e-mail and dates: the person's, and other people's."""

from __future__ import annotations

import pytest

from scanner.model.document import Place, Segment
from scanner.model.facts import FactKind

PHONE = {FactKind.PHONE: ["07700 900123", "01632 960155"]}
MAIL = {FactKind.EMAIL: "jane.marlow@mailbox.example"}
BORN = {FactKind.BIRTH_DATE: "1979-03-14"}
NAMED = {FactKind.NAME: "Jane Marlow"}


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("07700 900123", "national"),
        ("07700900123", "national"),
        ("07700-900-123", "national"),
        ("07700.900.123", "national"),
        ("(07700) 900123", "national"),
        ("077 0090 0123", "national"),
        ("01632 960155", "national"),
        ("(01632) 960 155", "national"),
        ("+44 7700 900123", "international"),
        ("+447700900123", "international"),
        ("+44 (0)7700 900123", "international"),
        ("+44 (0) 7700 900 123", "international"),
        ("+44(0)7700900123", "international"),
        ("0044 7700 900123", "international"),
        ("+44-1632-960155", "international"),
    ],
)
@pytest.mark.parametrize("around", ["{}", "Tel: {}.", "tel:{}", "{} 24 hours a day", "2 of {}/x"])
def test_finds_a_number(seen, text: str, form: str, around: str) -> None:
    assert seen(PHONE, around.format(text)) == [(form, text)]


def test_numbers_in_a_list_are_two_numbers(seen) -> None:
    for gap in ("\n", " ", ", ", " / "):
        found = [text for _, text in seen(PHONE, f"07700 900123{gap}01632 960155")]
        assert found == ["07700 900123", "01632 960155"]


def test_a_link_to_a_messenger_is_the_number(seen) -> None:
    assert seen(PHONE, "https://wa.me/447700900123") == [("international", "447700900123")]


def test_digits_on_the_line_before_are_another_thing(seen) -> None:
    assert seen(PHONE, "Members 1204\n07700 900123\n1997") == [("national", "07700 900123")]


@pytest.mark.parametrize(
    "text",
    [
        "9907700900123",
        "077009001234",
        "4929 0770 0900 1234",
        "0770 0900 1234 5678",
        "07700 900124",
        "1234 07700 900123",
        "07700 90012",
        "x07700900123",
        "07700900123x",
    ],
)
def test_leaves_other_digits(seen, text: str) -> None:
    assert seen(PHONE, text) == []


@pytest.mark.parametrize(
    ("text", "strangers"),
    [
        ("Tom 07700 900456", ["07700 900456"]),
        ("(01632) 960 999", ["(01632) 960 999"]),
        ("+44 7700 900456", ["+44 7700 900456"]),
        ("020 7946 0018", ["020 7946 0018"]),
        ("07700 900123", []),
        ("ISBN 0-330-25864-8", []),
        ("Company 09876543, 01/02/2024 10:30", []),
        ("Order 123456789012345", []),
    ],
)
def test_numbers_of_others(match, text: str, strangers: list[str]) -> None:
    assert [s.text for s in match(PHONE, text).strangers] == strangers


def test_a_piece_of_a_number_is_found_in_a_whole_one(seen) -> None:
    given = {FactKind.PHONE: "900123"}
    assert seen(given, "Call 07700 900123, room 900123") == [("fragment", "07700 900123")]


@pytest.mark.parametrize(
    ("text", "form", "found"),
    [
        ("Jane.Marlow@Mailbox.example.", "plain", "Jane.Marlow@Mailbox.example"),
        ("mailto:jane.marlow@mailbox.example", "plain", "jane.marlow@mailbox.example"),
        ("<jane.marlow+news@mailbox.example>", "plain", "jane.marlow+news@mailbox.example"),
        ("jane.marlow@mailbox.example.Please", "plain", "jane.marlow@mailbox.example"),
        ("jane.marlow [at] mailbox [dot] example", "obfuscated", None),
        ("jane.marlow(at)mailbox(dot)example", "obfuscated", None),
        ("jane dot marlow at mailbox dot example", "obfuscated", None),
        ("jane.marlow at mailbox.example", "obfuscated", None),
        ("jane.marlow AT mailbox DOT example", "obfuscated", None),
        ("jane.marlow @mailbox.example", "obfuscated", "jane.marlow @mailbox.example"),
        ("jane.marlow@ mailbox.example", "obfuscated", None),
        ('jane.marlow "at" mailbox.example', "obfuscated", None),
        ("jane.marlow #at# mailbox.example", "obfuscated", None),
        ("jane.marlow @ mailbox.example", "obfuscated", None),
        ("jane.marlow {at} mailbox.example", "obfuscated", None),
    ],
)
def test_finds_an_address(seen, text: str, form: str, found: str | None) -> None:
    assert seen(MAIL, text) == [(form, found or text)]


@pytest.mark.parametrize(
    "text",
    [
        "mary-jane.marlow@mailbox.example",
        "jane.marlow@mailbox.example.com",
        "jane.marlow@mailbox.exampleton",
        "marlow@mailbox.example",
        "jane.marlow at the mailbox",
    ],
)
def test_leaves_other_addresses(seen, text: str) -> None:
    assert seen(MAIL, text) == []


@pytest.mark.parametrize(
    ("text", "strangers"),
    [
        ("tom@club.example, jane.marlow@mailbox.example", ["tom@club.example"]),
        ("tom [at] club [dot] example", ["tom [at] club [dot] example"]),
        ("Meet us at club.example", []),
        ("logo@2x.png and @jane@social.example", []),
    ],
)
def test_addresses_of_others(match, text: str, strangers: list[str]) -> None:
    assert [s.text for s in match(MAIL, text).strangers] == strangers


@pytest.mark.parametrize(
    ("written", "context"),
    [
        (written, context)
        for written in (
            "14/03/1979",
            "14/3/79",
            "14.03.79",
            "14-03-1979",
            "1979-03-14",
            "14 March 1979",
            "14th of March, 1979",
            "14 Mar 1979",
            "March 14, 1979",
            "March 14th 1979",
        )
        for context in ("Born {}", "DOB: {}", "D.O.B. {}", "date of birth\n{}", "(b. {})")
    ],
)
def test_finds_a_date_of_birth(seen, written: str, context: str) -> None:
    assert seen(BORN, context.format(written)) == [("full", written)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Minutes of 14 March 1979", []),
        ("14 March 1979 (born in Wexcombe)", [("full", "14 March 1979")]),
        ("Born 15 March 1979", []),
        ("Born 114/03/1979", []),
        ("Born 14/03/19791", []),
        ("DOB 03/14/1979", [("full", "03/14/1979")]),
        ("03/14/1979", []),
        ("Airborne 14 March 1979", []),
    ],
)
def test_needs_words_of_birth_to_be_sure(seen, text: str, found: list[tuple[str, str]]) -> None:
    assert seen(BORN, text) == found


def test_a_key_of_structured_data_is_as_good_as_words(seen) -> None:
    text = "Jane Marlow\n1979-03-14"
    path = Segment(12, 22, Place.STRUCTURED, "items[0].birthDate")
    other = Segment(12, 22, Place.STRUCTURED, "items[0].published")
    assert seen(BORN, text, (path,)) == [("full", "1979-03-14")]
    assert seen(BORN, text, (other,)) == []
    assert seen(BORN | NAMED, text, (other,))[-1] == ("bare", "1979-03-14")


def test_dates_of_birth_of_others(match) -> None:
    matched = match(
        BORN,
        "Tom, born 2 May 1951, came on 3 June 2020. Jane, born 14/03/1979."
        " Her great-grandmother was born on 1 May 1879.",
    )
    assert [s.text for s in matched.strangers] == ["2 May 1951"]


@pytest.mark.parametrize(
    ("text", "form", "found"),
    [
        ("Date of birth\nMarch 1979", "month_year", "March 1979"),
        ("DOB: 03/1979", "month_year", "03/1979"),
        ("(b. 1979)", "year", "1979"),
        ("born in Wexcombe in 1979", "year", "1979"),
        ("14 March is my birthday", "day_month", "14 March"),
        ("Birthday: March 14", "day_month", "March 14"),
        ("ganwyd 14 Mawrth 1979", "full", "14 Mawrth 1979"),
        ("born 14 Mar '79", "full", "14 Mar '79"),
        ("DOB 19790314", "full", "19790314"),
        ("born at St Mary's, Wexcombe, on Wednesday 14 March 1979", "full", "14 March 1979"),
        ("Appointed on 14 March 1979\nDate of birth\nMay 1960", "bare", "14 March 1979"),
        ("raised here, elected on 14 March 1979", "bare", "14 March 1979"),
    ],
)
def test_parts_of_a_birth_date_count_beside_the_name(seen, text: str, form: str, found) -> None:
    assert seen(BORN | NAMED, f"{text}\nJane Marlow")[0] == (form, found)


@pytest.mark.parametrize("text", ["founded in 1979", "in March 1979", "1979 was cold", "14 March"])
def test_a_part_of_a_date_without_words_of_birth_is_nothing(seen, text: str) -> None:
    assert [form for form, _ in seen(BORN | NAMED, f"{text}\nJane Marlow")] == ["full"]


@pytest.mark.parametrize(
    "text",
    [
        "jane.marlow(a)mailbox.example",
        "jane.NOSPAM.marlow@mailbox.example",
        "jane.marlow@mailbox.REMOVETHIS.example",
        "jane.marlow_at_mailbox.example",
        "jane . marlow @ mailbox . example",
    ],
)
def test_finds_an_address_in_rarer_disguises(seen, text: str) -> None:
    assert seen(MAIL, f"Mail: {text} please") == [("obfuscated", text)]


def test_dots_and_hosts_of_one_provider_are_one_mailbox(seen) -> None:
    given = {FactKind.EMAIL: "jane.marlow@gmail.com"}
    assert len(seen(given, "janemarlow@googlemail.com j.anemarlow+x@gmail.com")) == 2
    assert seen(MAIL, "janemarlow@mailbox.example") == []


@pytest.mark.parametrize("written", ["1979-03-14", "14 March 1979", "14-03-1979"])
def test_a_number_in_the_cell_before_hides_no_date(seen, written: str) -> None:
    text = f"DOB\nJane Marlow\n077 009 009 01\nborn {written}"
    assert ("full", written) in seen(BORN, text)

"""How each kind of fact is read from a value or its parts."""

from __future__ import annotations

import pytest

from scanner.model.facts import FactKind, Use
from scanner.profile import make_fact


def parts(kind: FactKind, value: str | dict[str, str]) -> dict[str, str]:
    return {name: secret.reveal() for name, secret in make_fact(kind, value).parts}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "14 Bramble Road, Wexcombe, WX4 7QT",
            {"house": "14", "street": "Bramble Road", "town": "Wexcombe", "postcode": "WX4 7QT"},
        ),
        (
            "14 Bramble Road Wexcombe wx47qt",
            {"house": "14", "street": "Bramble Road", "town": "Wexcombe", "postcode": "WX4 7QT"},
        ),
        (
            "14a High Street\nWexcombe\r\nWX4 7QT\n",
            {"house": "14a", "street": "High Street", "town": "Wexcombe", "postcode": "WX4 7QT"},
        ),
        (
            "Flat 2, 14 Bramble Road, Wexcombe",
            {"flat": "Flat 2", "house": "14", "street": "Bramble Road", "town": "Wexcombe"},
        ),
        (
            "Flat 2 14 Bramble Road Wexcombe",
            {"flat": "Flat 2", "house": "14", "street": "Bramble Road", "town": "Wexcombe"},
        ),
        (
            "Unit 3, The Old Dairy, Market Street, Wexcombe, WX1 2AB",
            {
                "flat": "Unit 3",
                "house": "The Old Dairy",
                "street": "Market Street",
                "town": "Wexcombe",
                "postcode": "WX1 2AB",
            },
        ),
        (
            "Rose Cottage, Bramble Lane, Nether Yarde, Wexcombe, Wiltshire, WX4 7QT, England",
            {
                "house": "Rose Cottage",
                "street": "Bramble Lane",
                "locality": "Nether Yarde",
                "town": "Wexcombe",
                "county": "Wiltshire",
                "postcode": "WX4 7QT",
            },
        ),
        ("No. 14, Bramble Road", {"house": "14", "street": "Bramble Road"}),
        (
            "10 Park Road North, Yarde",
            {"house": "10", "street": "Park Road North", "town": "Yarde"},
        ),
        ("14 Broadmead, Wexcombe", {"house": "14", "street": "Broadmead", "town": "Wexcombe"}),
        ("Rose Cottage, Wexcombe", {"house": "Rose Cottage", "town": "Wexcombe"}),
        ("Flat B2, Bramble Road", {"house": "Flat B2", "street": "Bramble Road"}),
        ("Bramble Road", {"street": "Bramble Road"}),
        ("The Green, Wexcombe", {"street": "The Green", "town": "Wexcombe"}),
        ("Wexcombe", {"town": "Wexcombe"}),
        ("WX4 7QT", {"postcode": "WX4 7QT"}),
        ("WX4", {"postcode": "WX4"}),
        ("Wexcombe WX4", {"town": "Wexcombe", "postcode": "WX4"}),
    ],
)
def test_an_address_or_any_piece_of_one_is_taken_apart(
    written: str, expected: dict[str, str]
) -> None:
    assert parts(FactKind.ADDRESS, written) == expected


def test_an_address_has_one_line_and_a_mask_of_the_same_shape() -> None:
    fact = make_fact(
        FactKind.ADDRESS,
        {"house": "14", "street": "Bramble Road", "town": "Wexcombe", "postcode": "wx47qt"},
    )
    assert fact.value.reveal() == "14 Bramble Road, Wexcombe, WX4 7QT"
    assert str(fact.value) == "•• B•••••• Road, W•••••••, WX• •••"


@pytest.mark.parametrize(
    ("written", "value", "use"),
    [
        ("07700 900123", "+447700900123", Use.MOBILE),
        ("+44 (0)7700 900123", "+447700900123", Use.MOBILE),
        ("0044 7700 900123", "+447700900123", Use.MOBILE),
        ("tel: 07700.900.123", "+447700900123", Use.MOBILE),
        ("7700900123", "+447700900123", Use.MOBILE),
        ("(01632) 960155", "+441632960155", Use.LANDLINE),
        ("960155", "960155", None),
        ("07700", "07700", Use.MOBILE),
        ("900123", "900123", None),
    ],
)
def test_a_number_becomes_e164_and_a_piece_of_one_stays_a_piece(
    written: str, value: str, use: Use | None
) -> None:
    fact = make_fact(FactKind.PHONE, written)
    assert (fact.value.reveal(), fact.use) == (value, use)
    assert fact.part("written") == written


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("Jane.Marlow@Mailbox.Example", "jane.marlow@mailbox.example"),
        ("mailto:jane@example.org", "jane@example.org"),
        ("@mailbox.example", "mailbox.example"),
        ("mailbox.example", "mailbox.example"),
        ("jane.marlow@", "jane.marlow"),
    ],
)
def test_an_email_is_lower_case_and_a_piece_of_one_has_no_at_sign(written: str, value: str) -> None:
    assert make_fact(FactKind.EMAIL, written).value.reveal() == value


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("@janemarlow", {"user": "janemarlow"}),
        ("@jane@social.example", {"user": "jane", "instance": "social.example"}),
        ("jane@social.example", {"user": "jane", "instance": "social.example"}),
        ("https://www.GitHub.com/janemarlow/", {"user": "janemarlow", "site": "github.com"}),
        ("github.com/@janemarlow?tab=repos", {"user": "janemarlow", "site": "github.com"}),
        (
            {"value": "janemarlow", "site": "https://github.com/"},
            {"user": "janemarlow", "site": "github.com"},
        ),
        (
            {"user": "jane", "instance": "social.example"},
            {"user": "jane", "instance": "social.example"},
        ),
    ],
)
def test_a_handle_knows_its_user_and_where_it_is_used(
    written: str | dict[str, str], expected: dict[str, str]
) -> None:
    assert parts(FactKind.HANDLE, written) == expected


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1979-03-14", "1979-03-14"),
        ("14/03/1979", "1979-03-14"),
        ("3.4.1979", "1979-04-03"),
        ("14th of March, 1979", "1979-03-14"),
        ("March 14, 1979", "1979-03-14"),
        ("14 Sept 1979", "1979-09-14"),
        ("March 1979", "1979-03"),
        ("1979", "1979"),
        ("29 February", "--02-29"),
    ],
)
def test_a_birth_date_is_read_day_first_whole_or_in_part(written: str, value: str) -> None:
    assert make_fact(FactKind.BIRTH_DATE, written).value.reveal() == value


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Jane Marlow", {"given": "Jane", "family": "Marlow"}),
        (
            "Cllr Dr Jane Elizabeth Marlow OBE",
            {"given": "Jane", "middle": "Elizabeth", "family": "Marlow"},
        ),
        ("Jane Marlow, MP", {"given": "Jane", "family": "Marlow"}),
        ("Marlow, Jane Elizabeth", {"given": "Jane", "middle": "Elizabeth", "family": "Marlow"}),
        ("Mary-Jane O'Neill-Smith", {"given": "Mary-Jane", "family": "O'Neill-Smith"}),
        ("Maria de la Cruz", {"given": "Maria", "family": "de la Cruz"}),
        ("Jane", {"given": "Jane"}),
        ("Mrs Marlow", {"family": "Marlow"}),
    ],
)
def test_a_name_is_split_and_its_titles_left_out(written: str, expected: dict[str, str]) -> None:
    assert parts(FactKind.NAME, written) == expected


def test_an_alias_stays_whole() -> None:
    assert parts(FactKind.ALIAS, "The Wexcombe Walker") == {}


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (FactKind.DOMAIN, "https://www.Marlow.example/about", "marlow.example"),
        (FactKind.DOMAIN, "bücher.example", "xn--bcher-kva.example"),
        (FactKind.VEHICLE, "ab12 cde", "AB12CDE"),
        (FactKind.EMPLOYER, "Wexcombe  Pottery\u200b", "Wexcombe Pottery"),
        (FactKind.SCHOOL, "Wexcombe Primary School", "Wexcombe Primary School"),
    ],
)
def test_other_kinds_have_one_canonical_value(kind: FactKind, written: str, value: str) -> None:
    assert make_fact(kind, written).value.reveal() == value


def test_a_public_address_is_no_home_unless_said_so() -> None:
    written = {"value": "3 Market Street, Wexcombe", "public_by_choice": "Campaign office"}
    assert make_fact(FactKind.ADDRESS, written).use is Use.OFFICE
    assert make_fact(FactKind.ADDRESS, written | {"use": "home"}).use is Use.HOME
    assert make_fact(FactKind.ADDRESS, written["value"]).use is Use.HOME


@pytest.mark.parametrize(
    ("kind", "written", "private", "mend"),
    [
        (FactKind.PHONE, "call Sam Hollis", "Hollis", "07700 900123"),
        (FactKind.PHONE, "88", "88", "at least 4 digits"),
        (FactKind.EMAIL, "hollis at mailbox", "hollis", "jane@example.org"),
        (FactKind.EMAIL, "a hollis@mailbox.example", "hollis", "one address"),
        (FactKind.HANDLE, "sam hollis", "hollis", "without spaces"),
        (FactKind.HANDLE, {"value": "hollis", "site": "my page"}, "hollis", "github.com"),
        (FactKind.BIRTH_DATE, "31/02/1968", "1968", "1979-03-14"),
        (FactKind.BIRTH_DATE, "5.6.68", "68", "two digits"),
        (FactKind.DOMAIN, "hollis", "hollis", "marlow-for-wexcombe.example"),
        (FactKind.CUSTOM, "x1", "x1", "three characters"),
        (FactKind.ADDRESS, {"hose": "14"}, "14", "house"),
        (FactKind.ADDRESS, {"value": "9 Elm Row", "use": "hom"}, "Elm", "second_home"),
        (FactKind.ADDRESS, {"value": "9 Elm Row", "house": "9"}, "Elm", "not both"),
    ],
)
def test_what_cannot_be_a_fact_is_refused_without_repeating_it(
    kind: FactKind, written: str | dict[str, str], private: str, mend: str
) -> None:
    with pytest.raises(ValueError, match=mend) as caught:
        make_fact(kind, written)
    assert private not in str(caught.value).replace("1979", "").replace("07700 900123", "")
    assert caught.value.__context__ is None, "a context would carry the value into tracebacks"

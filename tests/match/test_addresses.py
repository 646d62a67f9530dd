"""Addresses in whole and in pieces, neighbours, and the same street elsewhere."""

from __future__ import annotations

import pytest

from scanner.model.facts import FactKind

HOME = {FactKind.ADDRESS: "14 Bramble Road, Wexcombe, WX4 7QT"}


@pytest.fixture
def beside(match):
    """Form and text of each sighting of an address on a page that has the person's phone number,
    so that forms which many people share are reported too."""

    def run(address, text: str) -> list[tuple[str, str]]:
        given = {FactKind.ADDRESS: address, FactKind.PHONE: "01632 960155"}
        matched = match(given, f"01632 960155.\n\n{text}")
        return [(s.form, s.text) for s in matched.sightings if s.kind is FactKind.ADDRESS]

    return run


@pytest.mark.parametrize(
    "text",
    [
        "14 Bramble Road, Wexcombe, WX4 7QT",
        "14 Bramble Road Wexcombe WX4 7QT",
        "14 Bramble Road, Wexcombe, Wessex WX47QT",
        "14, Bramble Rd, Wexcombe",
        "14 Bramble Rd., WX4 7QT",
        "14 BRAMBLE ROAD\nWEXCOMBE\nWX4\u00a07QT",
        "No. 14 Bramble Road, Little Wex, Wexcombe",
        "14\nBramble Road\nWexcombe\nWX4 7QT",
        "14-bramble-road-wexcombe",
    ],
)
def test_finds_the_whole_address(seen, text: str) -> None:
    found = seen(HOME, f"Home: {text}. Ring twice.")
    assert [form for form, _ in found] == ["full"]
    assert found[0][1].rstrip(".") in text


@pytest.mark.parametrize(
    ("text", "form", "found"),
    [
        ("She lives at 14 Bramble Road. Pay her a visit.", "house_street", "14 Bramble Road"),
        ("14 Bramble Road\nTel 01632 960155", "house_street", "14 Bramble Road"),
        ("14 Bramble Road, Jane said", "house_street", "14 Bramble Road"),
        ("no. 14, WX4 7QT", "house_postcode", "no. 14, WX4 7QT"),
        ("14 WX47QT", "house_postcode", "14 WX47QT"),
        ("Bramble Road, Wexcombe", "street_town", "Bramble Road, Wexcombe"),
        ("In Wexcombe's Bramble Road", "street_town", "Bramble Road"),
        ("WX4 7QT", "postcode", "WX4 7QT"),
        ("wx47qt", "postcode", "wx47qt"),
        ("Bramble Rd was closed", "street", "Bramble Rd"),
        ("Bramble Road\n12 November", "street", "Bramble Road"),
        ("all of WX4 is affected", "district", "WX4"),
    ],
)
def test_finds_pieces(beside, text: str, form: str, found: str) -> None:
    assert beside(HOME[FactKind.ADDRESS], text) == [(form, found)]


@pytest.mark.parametrize(
    "below", ["Reply", "Kasia Nowak", "Report Abuse", "Treasurer", "Mole Catching", "Sport"]
)
def test_what_stands_on_the_next_line_is_not_always_a_place(beside, below: str) -> None:
    found = beside(HOME[FactKind.ADDRESS], f"Jane Marlow\n14 Bramble Road\n{below}\nMore words")
    assert found == [("house_street", "14 Bramble Road")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("14 Bramble Road, WX4", [("full", "14 Bramble Road")]),
        ("14 Bramble Road, NM2", []),
    ],
)
def test_a_district_stands_for_a_town(beside, text: str, found: list[tuple[str, str]]) -> None:
    assert [hit for hit in beside(HOME[FactKind.ADDRESS], text) if hit[0] != "district"] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("14 Bramble Road, said he wrote to Wexcombe Council", "14 Bramble Road"),
        ("14 Bramble Road, wexcombe", "14 Bramble Road, wexcombe"),
        ("14 Bramble Road, near the old mill, Wexcombe",) * 2,
        ("14 bramble road by the green wexcombe",) * 2,
    ],
)
def test_an_address_ends_where_a_sentence_goes_on(beside, text: str, found: str) -> None:
    assert beside(HOME[FactKind.ADDRESS], text) == [("full", found)]


def test_a_house_may_be_written_in_one_word(seen) -> None:
    home = {FactKind.ADDRESS: "Bryn Awel, Ffordd y Capel, Harlech"}
    assert seen(home, "Brynawel, Ffordd y Capel, Harlech") == [
        ("full", "Brynawel, Ffordd y Capel, Harlech")
    ]


@pytest.mark.parametrize("below", ["Lower Slade\nNorthshire", "Little Slade, Northmoor"])
def test_a_place_on_the_next_line_with_another_after_it_is_elsewhere(beside, below: str) -> None:
    assert beside(HOME[FactKind.ADDRESS], f"Jane Marlow\n14 Bramble Road\n{below}") == []


@pytest.mark.parametrize("text", ["Bramble Rd was closed", "all of WX4 is affected"])
def test_what_many_people_share_is_nothing_by_itself(seen, text: str) -> None:
    assert seen(HOME, text) == []


def test_street_and_postcode_are_two_pieces(seen) -> None:
    text = "Bramble Road WX4 7QT"
    assert seen(HOME, text) == [("street_town", "Bramble Road"), ("postcode", "WX4 7QT")]


@pytest.mark.parametrize(
    "text",
    [
        "16 Bramble Road, Wexcombe",
        "140 Bramble Road, Wexcombe",
        "14A Bramble Road, Wexcombe",
        "114 Bramble Road, Wexcombe",
        "12-14 Bramble Road, Wexcombe",
        "12 – 14 Bramble Road, Wexcombe",
        "16\nBramble Road\nWexcombe",
        "14 Bramble Road, Northmoor",
        "14 Bramble Road, Northmoor, NM2 5RT",
        "14 Bramble Road\nNorthmoor\nNM2 5RT",
        "14 Bramble Road\nNorthmoor\nOpen daily",
        "14 Bramble Road, Stow on the Marsh",
        "Bramble Road, Northmoor",
        "14 Brambles Road, Wexcombe",
        "14 Bramble Roadside, Wexcombe",
        "14 Old Bramble Road, Wexcombe",
        "14 Bramble Lane, Wexcombe",
        "14 Bramble Road Cottages, Wexcombe",
        "14 Bramble Road Business Park\nWexcombe",
        "Wexcombe",
        "WX4 7QU",
        "AWX4 7QTS",
        "14",
    ],
)
def test_leaves_other_addresses(beside, text: str) -> None:
    assert beside(HOME[FactKind.ADDRESS], text) == []


def test_a_neighbours_postcode_tells_no_more_than_the_district(match, beside) -> None:
    text = "Mr Tull, 16 Bramble Road, Wexcombe, WX4 7QT, objected."
    assert beside(HOME[FactKind.ADDRESS], text) == [("district", "WX4 7QT")]
    matched = match(HOME, text)
    assert matched.sightings == ()
    assert [stranger.text for stranger in matched.strangers] == ["16 Bramble Road"]


def test_the_own_address_is_found_beside_a_neighbours(seen) -> None:
    text = "16 Bramble Road, Wexcombe; 14 Bramble Road, Wexcombe, WX4 7QT"
    assert seen(HOME, text) == [("full", "14 Bramble Road, Wexcombe, WX4 7QT")]


@pytest.mark.parametrize(
    ("address", "text", "form"),
    [
        ("Flat 2, 14 Bramble Road, Wexcombe", "Flat 2, 14 Bramble Road, Wexcombe", "full"),
        ("Flat 2, 14 Bramble Road, Wexcombe", "14 Bramble Road, Wexcombe", "full"),
        ("Rose Cottage, Bramble Road, Wexcombe", "Rose Cottage, Bramble Rd, Wexcombe", "full"),
        ("Rose Cottage, Bramble Road, Wexcombe", "Rose Cottage, 3 Bramble Road, Wexcombe", "full"),
        ("Rose Cottage, Wexcombe", "Rose Cottage, Wexcombe", "full"),
        ("14 High Street, Wexcombe", "14 High St, Wexcombe", "full"),
        ("14 St John's Road, Wexcombe", "14 Saint Johns Rd, Wexcombe", "full"),
        ("14 Park Lane, Wexcombe", "14 Park Ln, Wexcombe", "full"),
        ("Bramble Road, Wexcombe", "16 Bramble Road, Wexcombe", "street_town"),
        ("14 Bramble Road", "14 Bramble Rd", "house_street"),
        ("WX4", "somewhere in WX4", "district"),
        ("WX4 7QT", "WX4 7QT", "postcode"),
    ],
)
def test_takes_any_part_of_an_address(beside, address: str, text: str, form: str) -> None:
    assert [found for found, _ in beside(address, text)] == [form]


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("Flat 2, 14 Bramble Road, Wexcombe", "Flat 3, 14 Bramble Road, Wexcombe"),
        ("Rose Cottage, Bramble Road, Wexcombe", "16 Bramble Road, Wexcombe"),
        ("Rose Cottage, Wexcombe", "Rose Cottage, Northmoor"),
        ("WX4", "WX41 and WX4 7QT"),
    ],
)
def test_leaves_what_only_resembles_a_part(seen, address: str, text: str) -> None:
    assert seen({FactKind.ADDRESS: address}, text) == []


def test_other_postcodes_are_strangers_and_own_ones_never(match) -> None:
    given = {FactKind.ADDRESS: ["14 Bramble Road, Wexcombe, WX4 7QT", "WX1 2AB"]}
    matched = match(given, "WX4 7QT, WX1 2AB, NM2 5RT, id ab12cd")
    assert [stranger.text for stranger in matched.strangers] == ["NM2 5RT"]


def test_the_street_of_an_office_is_only_a_street(beside) -> None:
    office = {"value": "Unit 3, Market Street, Wexcombe", "use": "office"}
    text = "Market Street, Wexcombe, is closed"
    assert beside(office, text) == [("street", "Market Street, Wexcombe")]


def test_the_shops_of_a_high_street_are_no_address(seen) -> None:
    home = {FactKind.ADDRESS: "14 High Street, Wexcombe"}
    assert seen(home, "the high street, Wexcombe") == []
    assert seen(home, "at 14 high street, Wexcombe") == [("full", "14 high street, Wexcombe")]
    assert seen(home, "High Street, Wexcombe") == [("street_town", "High Street, Wexcombe")]

"""Streets after figures that are an age or a count, and buildings that stand in a second street."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scanner.match import FactIndex
from scanner.model.capture import Capture, Hop
from scanner.model.facts import FactKind
from scanner.read import read

HOME = "14 Bramble Road, Wexcombe, WX4 7QT"
FLAT = "Flat 12, Mill Court, 5 Quayside, Wexcombe, WX4 7QT"


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Name\nAge\nAddress\nJane Marlow\n47\nBramble Road, Wexcombe", ["street_town"]),
        ("Jane Marlow\nAge guide:\n45-49\nBramble Road, Wexcombe", ["street_town"]),
        ("Name\nHouse\nStreet\nJane Marlow\n47\nBramble Road, Wexcombe", []),
        ("Aged people live at 47 Bramble Road, Wexcombe", []),
        ("Age\n14\nBramble Road, Wexcombe", ["full"]),
    ],
)
def test_an_age_before_a_street_is_no_house(seen, text: str, forms: list[str]) -> None:
    assert [form for form, _ in seen({FactKind.ADDRESS: HOME}, text)] == forms


@pytest.mark.parametrize(
    ("text", "form", "written"),
    [
        (FLAT, "full", FLAT),
        ("12 Mill Court 5 Quayside Wexcombe", "full", "12 Mill Court 5 Quayside Wexcombe"),
        ("Flat 12, Mill Court, Quayside", "house_street", "Flat 12, Mill Court, Quayside"),
        ("Flat 12, Mill Court, 5, Quayside", "house_street", "Flat 12, Mill Court, 5, Quayside"),
        ("Flat 12, Mill Court, Wexcombe", "full", "Flat 12, Mill Court, Wexcombe"),
    ],
)
def test_the_second_street_of_a_building_belongs_to_its_address(
    seen, text: str, form: str, written: str
) -> None:
    assert (form, written) in seen({FactKind.ADDRESS: FLAT}, text)


@pytest.mark.parametrize(
    "text",
    [
        "Flat 14, Mill Court, 5 Quayside, Wexcombe",
        "Flat 12, Mill Court, 5 Quayside, Swansea",
        "Flat 12, Mill Court, Northmoor, WX9 9AA",
    ],
)
def test_a_neighbour_in_the_building_is_not_the_person(seen, text: str) -> None:
    assert seen({FactKind.ADDRESS: FLAT}, text) == []


@pytest.mark.parametrize(
    ("record", "forms"),
    [
        (
            '{"total":2,"items":[{"address":{"street":"Bramble Road","house":"14"}}]}',
            "house_street",
        ),
        ('[{"Street":"Bramble Road","Coordinator":"Ann Pike","House no":"14"}]', "house_street"),
        ('{"items":[{"age":47,"address":"Bramble Road","town":"Wexcombe"}]}', "street_town"),
        ('{"total":14,"items":[{"address":{"street":"Bramble Road","house":"9"}}]}', ""),
    ],
)
def test_a_count_in_data_is_no_house(make_subject, detectors, record: str, forms: str) -> None:
    body = record.encode()
    hop = Hop("https://api.example/", 200, (("Content-Type", "application/json"),), "127.0.0.1:443")
    capture = Capture("p", (hop,), body, body, datetime(2026, 11, 22, tzinfo=UTC), 5)
    index = FactIndex([make_subject({FactKind.ADDRESS: HOME})], detectors)
    seen_forms = [sighting.form for sighting in index.match(read(capture)).sightings]
    assert seen_forms == ([forms] if forms else [])


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Tel: 01632 960155\n14 Bramble Road, Wexcombe", "full"),
        ("07700 900656\n14 Bramble Road", "house_street"),
        ("Elected 2019\n14 Bramble Road", "house_street"),
        ("Tel 01632 960155 14 Bramble Road, Wexcombe", "full"),
        ("Invoice 960155 14 Bramble Road", "street"),
    ],
)
def test_a_number_that_ends_before_the_house_is_no_part_of_it(seen, text: str, form: str) -> None:
    given = {FactKind.NAME: "Jane Marlow", FactKind.ADDRESS: HOME}
    found = [f for f, written in seen(given, f"{text}; Jane Marlow") if "Bramble" in written]
    assert found == [form]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("14 Bramble Rd, Wexc.", ["house_street"]),
        ("14 Bramble Rd, W'combe", ["house_street"]),
        ("14 Bramble Rd, L. Northmoor", ["house_street"]),
        ("14 Bramble Rd, Wexford.", []),
        ("14 Bramble Rd, W'bridge", []),
        ("14 Bramble Rd, Wex", []),
    ],
)
def test_a_short_form_of_the_own_town_is_no_other_town(seen, text: str, forms: list[str]) -> None:
    assert [form for form, _ in seen({FactKind.ADDRESS: HOME}, text)] == forms


def test_the_own_house_and_the_initial_of_a_locality_are_no_other_town(seen) -> None:
    given = {FactKind.ADDRESS: "Rose Cottage, 3 Mill Lane, Little Slade, Wexcombe, WX4 7QT"}
    assert seen(given, "3 Mill Lane (Rose Cottage)") == [("house_street", "3 Mill Lane")]
    assert seen(given, "3 Mill La, L Slade") == [("house_street", "3 Mill La")]
    assert seen(given, "3 Mill La, G Slade") == []
    assert seen(given, "3 Mill Lane (Forge Cottage)") == []


def test_a_house_is_in_its_street(seen) -> None:
    given = {FactKind.ADDRESS: "Rose Cottage, 3 Mill Lane, Little Slade, Wexcombe, WX4 7QT"}
    found = seen(given, "the pothole outside Rose Cottage in Mill Lane, Little Slade")
    assert found == [("full", "Rose Cottage in Mill Lane, Little Slade")]
    assert seen(given, "outside Old Rose Cottage in Mill Lane, Northmoor") == []

"""The many ways in which one front door is written, and the doors that only look like it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scanner.match import FactIndex
from scanner.model.capture import Capture, Hop
from scanner.model.document import Document
from scanner.model.facts import FactKind
from scanner.read import read

HOME = "14 Bramble Road, Wexcombe, WX4 7QT"
TENEMENT = "Flat 2/1, 27 Dumbarton Road, Glasgow, G11 6AB"
FLAT = "Flat 2, 14 High Street, Wexcombe, WX4 7QT"
LETTER = "14B High Street, Wexcombe, WX4 7QT"
COTTAGE = "Rose Cottage, Mill Lane, Little Wexcombe, WX4 7QT"
FARM = "Hill Farm, Little Wexcombe, WX4 7QT"


@pytest.fixture
def form_of(seen):
    """The forms in which an address is seen in a text that has nothing else of the person."""

    def run(address: str, text: str) -> list[str]:
        return [form for form, _ in seen({FactKind.ADDRESS: address}, text)]

    return run


@pytest.mark.parametrize(
    ("address", "text", "form"),
    [
        (HOME, "14 bramble road wexcombe wx4 7qt", "full"),
        (HOME, "14 BRAMBLE ROAD WEXCOMBE WX47QT", "full"),
        (HOME, "number fourteen Bramble Road", "house_street"),
        (HOME, "Fourteen Bramble Road, Wexcombe", "full"),
        (HOME, "House 14 in Bramble Road", "house_street"),
        (HOME, "Nr 14 Bramble Road", "house_street"),
        (HOME, "#14 Bramble Road, Wexcombe", "full"),
        (HOME, "Name or number: 14 | Street: Bramble Road | Postcode: WX4 7QT", "full"),
        (HOME, "Number\n14\nStreet\nBramble Road\nTown\nWexcombe", "full"),
        (HOME, "Bramble Road 14, Wexcombe", "full"),
        (HOME, "14 Bramble, Wexcombe, WX4 7QT", "full"),
        (HOME, "14 Bramble Road, Wexcombe, Wilts. WX4 7QT", "full"),
        (HOME, "12 and 14 Bramble Road, Wexcombe", "full"),
        (HOME, "https://maps.example/?q=14+Bramble+Road,+WX4+7QT", "full"),
        (HOME, "https://homes.example/14-bramble-road-wexcombe-wx4-7qt", "full"),
        (HOME, "Rose Cottage, 14 Bramble Road, Wexcombe", "full"),
        (HOME, "Flat 2, 14 Bramble Road, Wexcombe", "building"),
        (HOME, "14 Bramble Road, Labour Party", "house_street"),
        (HOME, "WX4 7QT. House number: 14", "house_postcode"),
        (TENEMENT, "2/1, 27 Dumbarton Rd, Glasgow", "full"),
        (TENEMENT, "27 Dumbarton Road, Flat 2/1", "house_street"),
        (TENEMENT, "27/2F1 Dumbarton Road", "house_street"),
        (TENEMENT, "27 (2/1) Dumbarton Road, Glasgow", "full"),
        (TENEMENT, "27 Dumbarton Road (2/1), Glasgow", "full"),
        (FLAT, "2/14 High Street, Wexcombe", "full"),
        (FLAT, "14/2 High Street, Wexcombe", "full"),
        (FLAT, "Apartment 2, 14 High St", "house_street"),
        (FLAT, "Flat 2, Exchange House, 14 High Street, Wexcombe", "full"),
        (FLAT, "14 High Street, Wexcombe", "full"),
        (LETTER, "Flat B, 14 High Street, Wexcombe", "full"),
        ("Basement Flat, 14 High Street, Wexcombe", "Basement Flat 14 High St", "house_street"),
        ("14-16 High Street, Wexcombe", "14 – 16 High St, Wexcombe", "full"),
        ("14 St John's Road, Wexcombe", "14 St. Johns' Rd, Wexcombe", "full"),
        ("14 Kings Avenue, Wexcombe", "14 King's Ave, Wexcombe", "full"),
        ("4 Heol y Bont, Aberwen", "4 Heol-y-Bont, Aberwen", "full"),
        (COTTAGE, "Rose Cott., Mill Ln", "house_street"),
        (COTTAGE, "Rose Cottage, Little Wexcombe", "full"),
        (COTTAGE, "Rose Cottage, WX4 7QT", "full"),
        (FARM, "Hill Farm, Little Wexcombe", "full"),
        ("Manor House, 5 The Green, Wexcombe", "Manor House 5 The Green Wexcombe", "full"),
        (
            "131 Orchard Way, Bishop's Morton",
            "131 Orchard Way West Pennard Bishops Morton",
            "full",
        ),
    ],
)
def test_knows_the_door_however_it_is_written(form_of, address: str, text: str, form: str) -> None:
    assert form_of(address, text) == [form]


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (HOME, "14-16 Bramble Road, Wexcombe"),
        (HOME, "14/16 Bramble Road, Wexcombe"),
        (HOME, "14 Upper Bramble Road, Wexcombe"),
        (HOME, "14 Bramble Road North, Wexcombe"),
        (HOME, "Jane of Wexcombe bought 14 Bramble Road, Northmoor."),
        (HOME, "14 Bramble Road Northmoor"),
        (HOME, "14 Bramble Road\nSwindon\nWexcombe Herald"),
        (HOME, "14 Bramble Road, Wexcombe, SN1 1AA"),
        (HOME, "The Malthouse, Bramble Road, Wexcombe"),
        (HOME, "The Malthouse, Bramble Road, Wexcombe, WX4 7QT"),
        (HOME, "14 Mill Lane, Wexcombe, WX4 7QT"),
        (HOME, "Bramble Road Surgery, Wexcombe"),
        (TENEMENT, "Flat 1/1, 27 Dumbarton Road, Glasgow"),
        (FLAT, "1/14 High Street, Wexcombe"),
        (FLAT, "Flat 12, 14 High Street"),
        (LETTER, "14 High Street, Wexcombe"),
        (LETTER, "14C High Street, Wexcombe"),
        ("14-16 High Street, Wexcombe", "14 High Street, Wexcombe"),
        (COTTAGE, "Rose Cottage"),
        (COTTAGE, "Rose Cottage, Northmoor"),
        (FARM, "Hill Farm Shop, Little Wexcombe"),
        (FARM, "Green Hill Farm, Little Wexcombe"),
        ("Woodlands, 14 Kings Avenue, Wexcombe", "Woodlands, 16 Kings Avenue"),
    ],
)
def test_leaves_doors_that_look_like_it(form_of, address: str, text: str) -> None:
    assert form_of(address, text) == []


@pytest.mark.parametrize(
    "fields",
    [
        '"streetName":"Bramble Road","houseNumber":"14","town":"Wexcombe"',
        '"houseNumber":"14","streetName":"Bramble Road","postcode":"WX4 7QT"',
    ],
)
def test_fields_of_one_object_are_one_address_in_any_order(
    make_subject, detectors, fields: str
) -> None:
    body = f'{{"results":[{{{fields}}}]}}'.encode()
    hop = Hop("https://api.example/", 200, (("Content-Type", "application/json"),), "127.0.0.1:443")
    capture = Capture("p", (hop,), body, body, datetime(2026, 11, 22, tzinfo=UTC), 5)
    index = FactIndex([make_subject({FactKind.ADDRESS: HOME})], detectors)
    assert "full" in [sighting.form for sighting in index.match(read(capture)).sightings]


def test_people_in_streets_of_one_name_are_told_apart_by_their_places(
    make_subject, detectors
) -> None:
    towns = ("Wexcombe", "Northmoor", "Marlsea")
    people = [
        make_subject({FactKind.ADDRESS: f"14 Station Road, {town}"}, f"of-{town}") for town in towns
    ]
    index = FactIndex(people, detectors)
    document = Document(
        "p",
        "https://a.example/",
        "text/html",
        "14 Station Road, Northmoor.\n\nThere was a fire in Station Road, Marlsea.",
    )
    seen = {(s.subject_id, s.form) for s in index.match(document).sightings}
    assert seen == {("of-Northmoor", "full"), ("of-Marlsea", "street_town")}
